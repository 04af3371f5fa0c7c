import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, journey, looks } from './harness.mjs';

// In the form of HubSpot's exports, given in the wrong order.
const files = {
  'deals.csv': ['Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Associated Company,Associated Company IDs,Favourite colour',
    '301,Pumps for Kvasar,Closed Won,Sales Pipeline,12000,2025-03-04,2025-01-02,{owner},Kvasar Industri,101,blue', '302,Valves for Kvasar,Contract Sent,Sales Pipeline,2500,2027-01-31,2026-01-02,Nobody Here,Kvasar Industri,101,'],
  'contacts.csv': ['Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company IDs,Lifecycle Stage', '201,Frida,Kvasar,frida@kvasar.example,+47 22 33 44 55,{owner},101,customer', '202,Odd,Ensom,ikke en adresse,,{owner},,lead'],
  'companies.csv': ['Record ID,Company name,Company Domain Name,Industry,Company owner,Create Date', '101,Kvasar Industri,kvasar.example,MACHINERY,{owner},2024-01-02 10:00', '102,Pulsar og Damp AS,pulsar.example,,{owner},2024-01-03 10:00'],
};

journey('three files of another system come in together, and are taken back together', async ({ open, people, site }) => {
  const page = await open({ as: people.administrator, path: '/import' });
  const paths = Object.entries(files).map(([name, lines]) => {
    const path = join(site.data, name);
    writeFileSync(path, lines.join('\n').replaceAll('{owner}', people.rep.name));
    return path;
  });
  const give = (wanted) => page.locator('input[type=file]').setInputFiles(wanted);

  // One of them alone is known as what it is.
  await give([paths[1]]);
  await page.getByText('HubSpot contacts').first().waitFor();
  await looks(page, 'import-known', () => page.getByText('HubSpot contacts').first().waitFor(), ['light', 'phone']);
  await page.getByRole('button', { name: 'Another file' }).click();

  // All of them stand in the order they need.
  await give(paths);
  const card = page.getByRole('region', { name: 'In this order' });
  await card.getByRole('listitem').nth(2).waitFor();
  const order = await card.locator('ol > li b').allInnerTexts();
  assert.deepEqual(order, ['companies.csv', 'contacts.csv', 'deals.csv']);
  await card.getByText('About 2 rows').first().waitFor();
  await card.getByText('More choices').click();
  await page.getByRole('textbox', { name: 'Make what is missing' }).click();
  await page.getByRole('option', { name: 'Users', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Make fields for the columns that have none' }).check();
  await looks(page, 'import-set', () => card.waitFor());

  // The check tells of each, and writes nothing.
  await page.getByRole('button', { name: 'Check them all' }).click();
  await page.getByRole('heading', { name: 'What would happen' }).waitFor({ timeout: 30_000 });
  const lines = page.locator('ol > li');
  await lines.filter({ hasText: 'companies.csv' }).getByText('Would be created: 2').waitFor();
  await page.getByText('Nothing has been written yet').waitFor();
  await looks(page, 'import-set-checked', () => page.getByText('Nothing has been written yet').waitFor());

  await page.getByRole('button', { name: 'Import them all' }).click();
  await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor({ timeout: 30_000 });
  await lines.filter({ hasText: 'deals.csv' }).getByText('Created: 2').waitFor();
  await accessible(page, 'a set that is done');
  const post = async (path, data) => (await page.request.post(`/api/v1${path}`, { data, headers: { 'X-CSRF-Token': (await (await page.request.get('/api/v1/session')).json()).csrf_token } })).json();
  const described = await (await page.request.get('/api/v1/objects')).json();
  assert.ok(described.objects.find((object) => object.name === 'deal').fields.some((field) => field.label === 'Favourite colour'), 'a field was made of the column that had none');
  const deals = await post('/records/deal/query', { filter: { field: 'name', op: 'eq', value: 'Pumps for Kvasar' }, expand: ['account'] });
  assert.equal(deals.related[deals.records[0].fields.account].title, 'Kvasar Industri');

  await page.getByRole('button', { name: 'Undo them all' }).click();
  await page.getByRole('heading', { name: 'Undone', exact: true }).waitFor({ timeout: 30_000 });
  assert.equal((await post('/records/account/query', { filter: { field: 'name', op: 'eq', value: 'Kvasar Industri' } })).records.length, 0);
}, { customers: 20 });
