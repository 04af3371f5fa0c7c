import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, journey, looks } from './harness.mjs';

const head = 'Navn;E-post;Skostørrelse;Stilling;Kunde';
const first = [head, 'KARI KVASAR;kari@kvasar.example;38;DAGLIG LEDER;Kvasarverket AS', 'OLA KVASAR;ola@kvasar.example;44;;Kvasarverket AS', 'KARI KVASAR;;;;'];
const second = [head, 'KARI KVASAR;kari@kvasar.example;39;SJEF;', 'LIV KVASAR;liv@kvasar.example;37;SELGER;Kvasarverket AS'];

journey('a column becomes a field, texts are mended on the way, and the next such file goes as the last', async ({ open, people, site }) => {
  const page = await open({ as: people.administrator, path: '/import' });
  const give = async (name, lines) => {
    const path = join(site.data, name);
    writeFileSync(path, lines.join('\r\n'));
    await page.locator('input[type=file]').setInputFiles(path);
  };
  await give('folk.csv', first);
  const card = page.getByRole('region', { name: 'Where each column goes' }).first();
  await card.waitFor();
  const object = page.getByRole('textbox', { name: 'The rows are' });
  if ((await object.inputValue()) !== 'Contacts') {
    await object.click();
    await page.getByRole('option', { name: 'Contacts', exact: true }).click();
  }

  // There is no field for it: one is made, with the type it looks like.
  await card.getByText('There is no field for Skostørrelse').waitFor();
  await card.getByRole('button', { name: 'Make a field of it' }).click();
  const label = card.getByRole('textbox', { name: 'Name of the new field for Skostørrelse' });
  assert.equal(await label.inputValue(), 'Skostørrelse');
  assert.equal(await card.getByRole('textbox', { name: 'Type of the new field for Skostørrelse' }).inputValue(), 'Whole number');

  // Names in capitals are written as names are.
  await card.getByRole('button', { name: 'More about Navn' }).click();
  await page.getByRole('menuitem', { name: 'Change it on the way' }).click();
  const steps = page.getByRole('dialog', { name: 'Navn on its way' });
  await steps.getByRole('textbox', { name: 'Add a step' }).click();
  await page.getByRole('option', { name: 'Written As Names Are' }).click();
  await steps.getByRole('textbox', { name: 'Add a step' }).click();
  await page.getByRole('option', { name: 'Replace', exact: true }).click();
  await steps.getByRole('textbox', { name: 'What stands there' }).fill('Kvasar');
  await steps.getByRole('textbox', { name: 'What comes instead' }).fill('Pulsar');
  await looks(page, 'import-steps', () => steps.waitFor());
  await steps.getByRole('button', { name: 'Done' }).click();
  await card.getByRole('button', { name: '2 steps' }).waitFor();

  // Who is there already is found by e-mail, and only filled where empty.
  const match = page.getByRole('textbox', { name: 'Update what is there by' });
  if (!(await card.getByText('E-mail', { exact: true }).first().isVisible())) {
    await match.click();
    await page.getByRole('option', { name: 'E-mail', exact: true }).click();
    await page.keyboard.press('Escape');
  }
  await page.getByRole('textbox', { name: 'A record that is there' }).click();
  await page.getByRole('option', { name: 'is filled where it is empty' }).click();
  await page.getByText('More choices').click();
  await page.getByRole('textbox', { name: 'Compared' }).waitFor();
  await looks(page, 'import-choices', () => card.waitFor());
  await page.getByText('More choices').click();

  // The customer they work for is not there: made at a click, and checked again.
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByText('Some rows refer to accounts that are not there').waitFor();
  await looks(page, 'import-missing', () => page.getByText('Some rows refer to accounts').waitFor(), ['light', 'phone']);
  await page.getByRole('button', { name: 'Make them, and check again' }).click();
  await page.getByRole('button', { name: 'Import 3 rows' }).click();
  await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor();
  await page.goto('/contacts?q=Pulsar');
  await page.getByRole('grid').getByRole('link', { name: 'Kari Pulsar' }).first().waitFor();

  // The next one is mapped as the last; who is there keeps what was filled in.
  await page.goto('/import');
  await give('flere.csv', second);
  await page.getByText('As last time.').waitFor();
  await card.getByRole('button', { name: '2 steps' }).waitFor();
  await looks(page, 'import-remembered', () => card.waitFor());
  await page.getByRole('button', { name: 'Import without a check' }).click();
  await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor();
  const found = async (name) => (await (await page.request.post('/api/v1/records/contact/query', { data: { search: name, limit: 5 }, headers: { 'X-CSRF-Token': (await (await page.request.get('/api/v1/session')).json()).csrf_token } })).json()).records[0].fields;
  const kari = await found('kari@kvasar.example');
  assert.equal(kari.job_title, 'DAGLIG LEDER');
  assert.equal((await found('liv@kvasar.example')).name, 'Liv Pulsar');

  // Forgotten, it is guessed anew.
  await page.goto('/import');
  await give('til.csv', second);
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.getByText('Forgotten: the columns are guessed anew').waitFor();
  await page.getByText('As last time.').waitFor({ state: 'detached' });
  assert.equal(await card.getByRole('button', { name: '2 steps' }).count(), 0);
  await accessible(page, 'a forgotten mapping');
}, { customers: 20 });
