import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('a rep reads and writes on an account’s page', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts?sort=-revenue' });
  await page.getByRole('grid').getByRole('link').first().click();
  await page.getByRole('region', { name: 'Timeline' }).waitFor();
  const plan = page.getByRole('region', { name: 'Plan' });
  await looks(page, 'account', () => page.getByRole('heading', { level: 1 }).waitFor());
  await plan.waitFor();

  // Each fact that decides opens its reason.
  await page.getByRole('button', { name: /^Type:/ }).click();
  await page.getByRole('dialog').getByText('Set by hand', { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');

  // Edited in place.
  await page.getByRole('button', { name: 'Edit Industry' }).click();
  await page.getByRole('textbox', { name: 'Industry' }).fill('Lighthouses');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Edit Industry' }).getByText('Lighthouses').waitFor();

  // A note and a call go to the timeline.
  await page.getByRole('textbox', { name: 'Note' }).fill('They asked for the winter prices.');
  await page.getByRole('button', { name: 'Save the note' }).click();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByRole('listitem').filter({ hasText: 'They asked for the winter prices.' }).waitFor();
  await page.keyboard.press('l');
  await page.keyboard.type('Winter prices agreed');
  await page.getByLabel('Outcome').selectOption({ label: 'Positive' });
  await page.getByRole('button', { name: 'Log the call' }).click();
  await timeline.getByRole('link', { name: 'Winter prices agreed' }).waitFor();

  // What was changed is taken back from the timeline, and done again.
  const industry = page.getByRole('button', { name: 'Edit Industry' });
  await timeline.getByRole('listitem').filter({ hasText: 'Lighthouses' }).getByRole('button', { name: 'Undo' }).first().click();
  await page.getByText('Undone.').waitFor();
  await industry.getByText('Lighthouses').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Redo' }).click();
  await industry.getByText('Lighthouses').waitFor();

  // A contact made from here belongs to the account.
  await page.getByRole('complementary', { name: 'Related' }).getByRole('button', { name: 'New contact' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: false }).first().fill('Berit Fyr');
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  await page.waitForURL(/\/contacts\//);
  await page.getByRole('heading', { name: 'Berit Fyr' }).waitFor();
  await looks(page, 'contact', () => page.getByRole('heading', { level: 1 }).waitFor());
  assert.match(await page.title(), /Berit Fyr/);
});
