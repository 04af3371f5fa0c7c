import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, journey, looks } from './harness.mjs';

// As a person's own file is: other words for the columns, Windows-1252, a wrong date, an owner nobody knows.
const file = [
  'Firma;Bransje;Sted;Kundeansvarlig;Kunde siden;Vår kode',
  'Østersjø Båtbyggeri AS;Båt;Tromsø;{owner};12.03.2021;1',
  'Blåfjell Sag AS;Trelast;Røros;{owner};ikke kjent;2',
  'Ærfugl Dun AS;Tekstil;Vega;Ukjent Person;01.02.2020;3',
  'Grønli Potet AS;Mat;Hamar;{owner};05.11.2019;4',
  ';Mat;Hamar;{owner};05.11.2019;5',
];

journey('a file with wrong rows is brought in, and taken back', async ({ open, people, site }) => {
  const page = await open({ as: people.administrator, path: '/import' });
  await page.getByRole('button', { name: 'Choose files' }).waitFor();
  await looks(page, 'import', () => page.getByRole('button', { name: 'Choose files' }).waitFor());
  const path = join(site.data, 'kunder.csv');
  writeFileSync(path, Buffer.from(file.join('\r\n').replaceAll('{owner}', people.rep.name), 'latin1'));
  const choose = (name) => page.locator('input[type=file]').setInputFiles(name);

  // What cannot be read is refused with the reason, and the page is still there.
  const wrong = join(site.data, 'bilde.csv');
  writeFileSync(wrong, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 1, 2, 3, 0, 0, 0]));
  await choose(wrong);
  await page.getByRole('alert').waitFor();

  // Its columns are recognised; one is set by hand, one left out.
  await choose(path);
  const columns = page.getByRole('region', { name: 'Where each column goes' }).first();
  await columns.waitFor();
  const field = (name) => page.getByRole('combobox', { name: `Field for ${name}` }).or(page.getByRole('textbox', { name: `Field for ${name}` }));
  assert.equal(await field('Firma').inputValue(), 'Name');
  assert.equal(await field('Sted').inputValue(), 'City');
  await page.getByText('Windows-1252', { exact: false }).first().waitFor();
  await page.getByText('How the file is written').click();
  assert.equal(await page.getByRole('textbox', { name: 'Encoding' }).inputValue(), 'Windows-1252');
  await page.getByText('How the file is written').click();
  await columns.getByText('Østersjø Båtbyggeri AS', { exact: false }).waitFor();
  const put = async (name, wanted) => {
    await field(name).click();
    await field(name).fill(wanted);
    await page.getByRole('option', { name: wanted, exact: true }).click();
  };
  if ((await field('Kundeansvarlig').inputValue()) !== 'Owner') await put('Kundeansvarlig', 'Owner');
  if ((await field('Kunde siden').inputValue()) !== 'Customer since') await put('Kunde siden', 'Customer since');
  await put('Vår kode', 'External id');
  await looks(page, 'import-columns', () => columns.waitFor());

  // The dry run tells in numbers and with each problem, and writes nothing.
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('heading', { name: 'What would happen' }).waitFor();
  const number = async (name) => Number(await page.locator('dl > div').filter({ hasText: name }).getByRole('definition').innerText());
  assert.deepEqual([await number('Would be created'), await number('Would fail')], [2, 3]);
  const problems = page.getByRole('region', { name: 'Problems' });
  await problems.getByRole('row').filter({ hasText: 'ikke kjent' }).filter({ hasText: 'Kunde siden' }).waitFor();
  await problems.getByRole('row').filter({ hasText: 'Ukjent Person' }).waitFor();
  await page.getByText('The first rows of each kind').click();
  await page.getByRole('heading', { name: 'Would be created' }).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Østersjø Båtbyggeri AS' }).waitFor();
  await looks(page, 'import-checked', () => problems.waitFor());
  const named = encodeURIComponent(JSON.stringify({ field: 'name', op: 'eq', value: 'Grønli Potet AS' }));
  const known = await (await page.request.get(`/api/v1/records/account?filter=${named}`)).json();
  assert.equal(known.records.length, 0, 'the check wrote nothing');

  // The run; the rows that failed come back as a file with the reason.
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor();
  assert.deepEqual([await number('Created'), await number('Failed')], [2, 3]);
  await accessible(page, 'the end of an import');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Download the 3/ }).click()]);
  const failed = readFileSync(await download.path(), 'utf8').trim().split(/\r?\n/);
  assert.equal(failed.length, 4, failed.join('\n'));
  assert.match(failed[0], /Vår kode/);
  assert.match(failed[1], /Blåfjell Sag AS.*ikke kjent.*\S/);

  // They are there; and by Undo they are not.
  await page.getByRole('link', { name: 'Show the records' }).click();
  await page.waitForURL(/\/accounts/);
  const found = page.getByRole('grid', { name: 'Accounts' }).getByRole('link', { name: 'Østersjø Båtbyggeri AS' });
  await page.getByRole('searchbox', { name: 'Search accounts' }).fill('Båtbyggeri');
  await found.waitFor();
  await page.goto('/import');
  const history = page.getByRole('region', { name: 'Imports so far' }).last();
  await history.getByRole('row').filter({ hasText: 'kunder.csv' }).getByText('Imported', { exact: true }).waitFor();
  await looks(page, 'import-history', () => history.waitFor());
  await history.getByRole('button', { name: 'Undo the import' }).click();
  await history.getByText('Undone', { exact: true }).waitFor();
  await page.goto('/accounts?q=B%C3%A5tbyggeri');
  await page.getByText('Nothing matches').waitFor();
});
