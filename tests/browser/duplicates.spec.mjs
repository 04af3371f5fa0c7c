import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('somebody is warned while typing, merges two customers by keyboard, parts them again, and says that they are not the same', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts' });
  const create = async (name, phone, warned) => {
    await page.getByRole('button', { name: 'New account' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await form.getByRole('button', { name: 'All fields' }).click();
    await form.getByRole('textbox', { name: 'Phone', exact: true }).fill(phone);
    if (warned) {
      await form.getByText('Looks like').first().waitFor();
      await form.getByRole('link', { name: warned }).waitFor();
    }
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('Account created').first().waitFor();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  await create('Kvasarlykter AS', '+47 73 90 11 22');
  const first = new URL(page.url()).pathname;
  await page.goto('/accounts');
  await create('KVASARLYKTER A/S', '+47 73901122', 'Kvasarlykter AS');
  const second = new URL(page.url()).pathname;
  assert.notEqual(first, second);

  await page.goto('/duplicates?object=account');
  await page.getByRole('button', { name: 'Look for duplicates' }).first().click();
  const pair = page.getByRole('region', { name: 'A likely pair' });
  await pair.getByText('Kvasarlykter AS').first().waitFor({ timeout: 60_000 });
  await pair.getByText('Same phone number').waitFor();
  await looks(page, 'duplicates', () => pair.waitFor(), ['light', 'dark', 'phone']);

  // By keyboard: the second one's value of the first field that differs, then merge.
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await page.getByText('Account merged').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await pair.getByText('Kvasarlykter AS').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Account merged').first().waitFor();

  // The one that is gone leads to the one that stays.
  await page.goto(second);
  await page.getByRole('heading', { level: 1, name: 'Kvasarlykter AS' }).waitFor();
  await page.getByText('merged another into it').first().waitFor();
}, { customers: 20 });
