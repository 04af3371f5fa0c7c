import assert from 'node:assert/strict';
import { accessible, journey, looks } from './harness.mjs';

journey('a rep finds a contact and keeps it right', async ({ open, people }) => {
  const page = await open({ as: people.rep, path: '/contacts' });
  const table = page.getByRole('grid', { name: 'Contacts' });
  const rows = table.getByRole('row');
  await rows.nth(1).waitFor();
  await looks(page, 'contacts', () => rows.nth(1).waitFor());
  const name = await table.getByRole('link').first().innerText();

  // Found by a part of the name, and the address keeps it.
  await page.keyboard.press('/');
  await page.keyboard.type(name);
  await page.waitForURL(/q=/);
  await page.waitForFunction((wanted) => document.querySelector('[role=grid] a')?.textContent === wanted, name);
  await page.reload();
  await table.getByRole('link', { name }).first().click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();

  // Where to reach the person is one click; what is wrong is refused beside its field.
  await page.getByRole('button', { name: 'Edit E-mail' }).click();
  const mail = page.getByRole('textbox', { name: 'E-mail' });
  await mail.fill('not an address');
  await mail.press('Enter');
  await page.getByRole('alert').waitFor();
  await accessible(page, 'a refused value');
  await mail.fill('post@fyrlykt.example');
  await mail.press('Enter');
  await page.getByRole('alert').waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('region', { name: 'Details' }).getByRole('link', { name: 'post@fyrlykt.example' }).getAttribute('href'), 'mailto:post@fyrlykt.example');
  await page.reload();
  await page.getByRole('region', { name: 'Details' }).getByRole('link', { name: 'post@fyrlykt.example' }).waitFor();

  // To the account the person belongs to.
  const account = page.locator('a[href^="/accounts/"]').first();
  const to = await account.innerText();
  await account.click();
  await page.waitForURL(/\/accounts\//);
  await page.getByRole('heading', { name: to.trim(), level: 1 }).waitFor();

  // What is not there says so, with the way on.
  await page.goto('/contacts/1');
  await page.getByRole('heading', { name: 'It is not here' }).waitFor();
  await accessible(page, 'a record that is not there');
  await page.getByRole('main').getByRole('link', { name: 'Contacts' }).click();
  await page.goto('/no/such/page');
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await page.getByRole('main').getByRole('link').click();
  await page.waitForURL(/\/week/);
});
