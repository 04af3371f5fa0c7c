import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('an administrator changes what there is, and everybody has it at once', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/settings/objects' });
  const rep = await open({ as: people.rep, path: '/week' });
  await rep.getByRole('heading', { level: 1 }).waitFor();
  await looks(page, 'settings-objects', () => page.getByRole('link', { name: 'Accounts' }).last().waitFor());

  // A kind of records of one's own, with its first field.
  await page.getByRole('button', { name: 'New object' }).click();
  const made = page.getByRole('dialog', { name: 'New object' });
  await made.getByLabel('One is called, English').fill('Boat');
  await made.getByLabel('One is called, Norsk bokmål').fill('Båt');
  await made.getByLabel('Several are called, English').fill('Boats');
  await made.getByLabel('Several are called, Norsk bokmål').fill('Båter');
  await made.getByRole('button', { name: 'Add the field' }).click();
  await made.getByLabel('Name of field 1').fill('Length');
  await made.getByRole('button', { name: 'Create the object' }).click();
  await page.waitForURL(/settings\/objects\/boat/);
  await page.getByRole('heading', { name: 'Boats', level: 1 }).waitFor();

  // A choice with options in both languages.
  await page.getByRole('button', { name: 'New field' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Choice/ }).click();
  const form = page.getByRole('dialog', { name: /choice/ });
  await form.getByLabel('Label, English').fill('Rig');
  await form.getByLabel('Label, Norsk bokmål').fill('Rigg');
  for (const [place, english, norwegian] of [[1, 'Sloop', 'Slupp'], [2, 'Ketch', 'Ketsj']]) {
    await form.getByRole('button', { name: 'Add an option' }).click();
    await form.getByLabel(`Option ${place}, English`).fill(english);
    await form.getByLabel(`Option ${place}, Norsk bokmål`).fill(norwegian);
  }
  await form.getByRole('button', { name: 'Move Ketch with the arrow keys' }).press('ArrowUp');
  await looks(page, 'settings-field', () => form.waitFor(), ['light', 'dark', 'phone']);
  await form.getByRole('button', { name: 'Add the field' }).click();
  await page.getByRole('row').filter({ hasText: 'Rig' }).getByText('Choice').waitFor();

  // Whoever has a page open has it there, without a reload.
  await rep.keyboard.press('c');
  await rep.getByRole('dialog').getByRole('button', { name: 'Boat' }).click();
  const create = rep.getByRole('dialog', { name: 'New boat' });
  await create.getByRole('textbox', { name: 'Name' }).fill('Havørn');
  await create.getByRole('button', { name: 'All fields' }).click();
  await create.getByRole('combobox', { name: 'Rig' }).click();
  assert.deepEqual(await rep.getByRole('option').allInnerTexts(), ['Ketch', 'Sloop'], 'in the order given');
  await rep.getByRole('option', { name: 'Sloop' }).click();
  await create.getByRole('button', { name: 'Create', exact: true }).click();
  await rep.getByRole('heading', { name: 'Havørn', level: 1 }).waitFor();

  // Sections of the page: made, filled by keyboard, seen on the record at once.
  await page.getByRole('group', { name: 'Parts' }).getByRole('button', { name: 'Page layout' }).click();
  await page.getByRole('button', { name: 'Add a section' }).click();
  await page.getByLabel('Section 1, English').fill('Under sail');
  const grip = page.getByRole('button', { name: 'Move Length with the arrow keys' });
  await grip.press('ArrowUp');
  await page.getByRole('list', { name: 'Under sail' }).getByText('Length').waitFor();
  await looks(page, 'settings-layout', undefined, ['light', 'phone']);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await rep.getByRole('region', { name: 'Under sail' }).getByText('Length').waitFor();

  // What breaks a rule is told with the records that do.
  await page.goto('/settings/objects/account?field=industry');
  const industry = page.getByRole('dialog', { name: 'Field: Industry' });
  await industry.getByLabel('Unique').click();
  await industry.getByRole('button', { name: 'Save' }).click();
  await industry.getByText('Several records have the same value already', { exact: false }).waitFor();
  assert.ok(await industry.getByRole('list').getByRole('link').count() > 1, 'the records, linked');

  // Two administrators at once: what the other changed is shown, and one's own is put on top of it.
  const { csrf_token } = await (await page.request.get('/api/v1/session')).json();
  await industry.getByLabel('Unique').click();
  await industry.getByLabel('Label, Norsk bokmål').fill('Næring');
  const other = await page.request.patch('/api/v1/objects/account/fields/industry', { data: { labels: { en: 'Trade', nb: 'Bransje' } }, headers: { 'X-CSRF-Token': csrf_token } });
  assert.ok(other.ok(), await other.text());
  await industry.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText('Another administrator changed this', { exact: false }).waitFor();
  await page.getByRole('alert').getByText('Trade').waitFor();
  await page.getByRole('button', { name: 'Save my changes as well' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();

  // Retired and restored.
  await page.goto('/settings/objects/boat');
  await page.getByRole('button', { name: 'Actions for Rig' }).click();
  await page.getByRole('menuitem', { name: 'Retire' }).click();
  await page.getByText('Rig is retired').waitFor();
  await rep.getByText('Sloop').first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await rep.getByText('Sloop').first().waitFor();
});
