import assert from 'node:assert/strict';
import { accessible, journey, picture } from './harness.mjs';

journey('what goes wrong is said, with the way on', async ({ open, people, expectFault }) => {
  const page = await open({ as: people.rep, path: '/accounts' });
  const grid = page.getByRole('grid');
  await grid.getByRole('link').first().waitFor();

  // No answer: what was shown stays, the page that cannot be had says so and tries again when told.
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Coverage' }).click();
  const told = page.getByRole('alert').or(page.getByRole('heading', { name: 'This page could not be shown' })).first();
  await told.waitFor();
  await page.getByText('The server does not answer', { exact: false }).waitFor();
  await picture(page, 'offline');
  await accessible(page, 'no answer');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await accessible(page, 'no answer, dark');
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('region', { name: 'By rep' }).waitFor();
  expectFault(/Unable to preload CSS|Failed to fetch dynamically/);

  // A change that cannot be saved stands beside its field, and what was typed is not lost.
  await page.goto('/accounts');
  await grid.getByRole('link').first().click();
  await page.getByRole('button', { name: 'Edit Industry' }).click();
  await page.context().setOffline(true);
  await page.getByRole('textbox', { name: 'Industry' }).fill('Lighthouses');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('The server does not answer', { exact: false }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Industry' }).inputValue(), 'Lighthouses');
  await page.context().setOffline(false);
  await page.getByRole('textbox', { name: 'Industry' }).press('Enter');
  await page.getByRole('button', { name: 'Edit Industry' }).getByText('Lighthouses').waitFor();

  // The session ended elsewhere: signing in leads back to where one was.
  const where = new URL(page.url()).pathname;
  await page.context().clearCookies();
  // (What the page asks for by itself may be told first.)
  await Promise.any([page.getByRole('link', { name: 'Week', exact: true }).click(), page.waitForURL(/\/sign-in\?to=/)]);
  await page.waitForURL(/\/sign-in\?to=/);
  await page.goto(where);
  await page.waitForURL(/\/sign-in\?to=/);
  await page.getByLabel('E-mail').fill(people.rep.email);
  await page.getByLabel('Password', { exact: true }).fill(people.rep.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === where);
  await page.getByRole('button', { name: 'Edit Industry' }).getByText('Lighthouses').waitFor();
});
