import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { accessible, journey, looks } from './harness.mjs';

const bytesOf = async (download) => readFile(await download.path());

journey('a list leaves as a file', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts?sort=name' });
  await page.getByRole('grid').getByRole('link').first().waitFor();
  const first = await page.getByRole('grid').getByRole('link').first().innerText();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Export \d+ customers|^Export .*accounts/i });
  await dialog.getByRole('textbox', { name: 'Kind of file' }).waitFor();
  await looks(page, 'export', () => dialog.getByRole('button', { name: 'Export' }).waitFor());
  await accessible(page, 'exporting a list');

  // A workbook of what one sees.
  let coming = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export' }).click();
  let file = await coming;
  assert.match(file.suggestedFilename(), /\.xlsx$/);
  assert.equal((await bytesOf(file)).subarray(0, 2).toString(), 'PK');
  await dialog.waitFor({ state: 'detached' });

  // CSV, in the order of the list and with its columns.
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Kind of file' }).click();
  await page.getByRole('option', { name: 'CSV, for any spreadsheet' }).click();
  coming = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export' }).click();
  file = await coming;
  const lines = (await bytesOf(file)).toString('utf8').split('\r\n');
  assert.ok(lines[0].startsWith('\ufeffName,'), lines[0]);
  assert.ok(lines[1].includes(first), `${lines[1]} begins with ${first}`);
});
