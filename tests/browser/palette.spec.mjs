import assert from 'node:assert/strict';
import { accessible, journey, picture } from './harness.mjs';

journey('everything is reached from the keyboard', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts' });
  const name = await page.getByRole('grid').getByRole('link').first().innerText();

  // Find a record.
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Find or do' });
  await box.waitFor();
  await box.fill(name);
  await page.getByRole('option', { name }).first().waitFor();
  await picture(page, 'palette');
  await accessible(page, 'the palette');
  await page.getByRole('option', { name }).first().click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();

  // Go to a page.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do' }).fill('deals');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/deals/);

  // Run an action.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do' }).fill('dark look');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), 'dark');

  // The keys themselves: help, go, create.
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await accessible(page, 'the help sheet');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL(/\/contacts/);
  await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
  await page.keyboard.press('c');
  await page.getByRole('dialog', { name: 'Create' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'New account' }).waitFor();
  await accessible(page, 'the create form');
  await page.getByRole('dialog').getByLabel('Name', { exact: false }).first().fill('Fyrlykt AS');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Fyrlykt AS', level: 1 }).waitFor();
});
