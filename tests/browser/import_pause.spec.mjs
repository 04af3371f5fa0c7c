import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, journey, looks } from './harness.mjs';

const rows = 60_000;

journey('a large import is paused, left, gone on with and taken back but for what was changed since', async ({ open, people, site }) => {
  const page = await open({ as: people.administrator, path: '/import' });
  const lines = ['Name,Email,Job title'];
  for (let row = 1; row <= rows; ++row) lines.push(`Kvasar Number${row},kvasar${row}@pulsar.example,Tester`);
  const path = join(site.data, 'mange.csv');
  writeFileSync(path, lines.join('\n'));
  await page.locator('input[type=file]').setInputFiles(path);
  const object = page.getByRole('textbox', { name: 'The rows are' });
  await object.waitFor();
  if ((await object.inputValue()) !== 'Contacts') {
    await object.click();
    await page.getByRole('option', { name: 'Contacts', exact: true }).click();
  }
  await page.getByRole('button', { name: 'Import without a check' }).click();
  const card = page.getByRole('region', { name: 'Importing…' });
  await card.getByRole('button', { name: 'Pause' }).click();  // at once: it takes a few seconds in all
  await page.getByRole('heading', { name: 'Paused' }).waitFor({ timeout: 30_000 });
  await looks(page, 'import-paused', () => page.getByRole('button', { name: 'Go on' }).waitFor());

  // Left and found again.
  await page.goto('/import');
  const unfinished = page.getByRole('region', { name: 'Not finished' });
  await unfinished.getByText('mange.csv').waitFor();
  await looks(page, 'import-unfinished', () => unfinished.waitFor());
  await unfinished.getByRole('button', { name: 'Go on' }).click();
  await accessible(page, 'an import under way');
  const history = page.getByRole('region', { name: 'Imports so far' }).last();
  const row = history.getByRole('row').filter({ hasText: 'mange.csv' });
  await row.getByText('Imported', { exact: true }).waitFor({ timeout: 90_000 });
  assert.ok((await row.innerText()).includes('60,000'), 'nothing is doubled and nothing is missing');

  // One is changed by hand; what was imported is taken back but for that.
  await page.evaluate(async () => {
    const { csrf_token } = await (await fetch('/api/v1/session')).json();
    const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf_token };
    const found = await (await fetch('/api/v1/records/contact/query', { method: 'POST', headers, body: JSON.stringify({ filter: { field: 'email', op: 'eq', value: 'kvasar7@pulsar.example' } }) })).json();
    const [record] = found.records;
    await fetch(`/api/v1/records/contact/${record.id}`, { method: 'PATCH', headers: { ...headers, 'If-Match': `"${record.version}"` }, body: JSON.stringify({ fields: { job_title: 'Astronomer' } }) });
  });
  await row.getByRole('button', { name: 'Undo the import' }).click();
  await row.getByText('Undone', { exact: true }).waitFor({ timeout: 90_000 });
  await row.getByRole('button', { name: '1 record stayed' }).click();
  const kept = page.getByRole('dialog', { name: '1 record stayed' });
  await kept.getByRole('link', { name: 'Kvasar Number7' }).waitFor();
  await kept.getByText('Job title').waitFor();
  await looks(page, 'import-kept', () => kept.waitFor());
}, { customers: 20 });
