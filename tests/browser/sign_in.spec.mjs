import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('a person signs in, is told when it fails, and leaves again', async ({ open, people }) => {
  const page = await open({ path: '/accounts' });
  await page.waitForURL(/\/sign-in\?to=/);
  await looks(page, 'sign-in', () => page.getByRole('button', { name: 'Sign in' }).waitFor());

  await page.getByLabel('E-mail').fill(people.rep.email);
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();

  await page.getByLabel('Password', { exact: true }).fill(people.rep.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/accounts', 'back to what was asked for');
  await page.getByText('This is a demo workspace', { exact: false }).waitFor();

  await page.getByRole('button', { name: people.rep.name }).click();
  await page.getByRole('menuitem', { name: 'Norsk' }).click();
  await page.getByRole('heading', { name: 'Kunder', level: 1 }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'nb');

  await page.getByRole('button', { name: people.rep.name }).click();
  await page.getByRole('menuitem', { name: 'Logg ut' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto('/deals');
  await page.waitForURL(/\/sign-in\?to=/);
});
