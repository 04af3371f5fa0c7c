import assert from 'node:assert/strict';
import { accessible, journey, looks } from './harness.mjs';

journey('an administrator sets the house up', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/settings/people' });
  const part = (name) => page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name, exact: true }).click();
  const table = page.getByRole('region', { name: 'People' }).last();
  await table.getByRole('row').nth(1).waitFor();
  await looks(page, 'settings-people', () => table.getByRole('row').nth(1).waitFor());

  // Somebody new, with a password to sign in by.
  await page.getByRole('button', { name: 'Add user' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: false }).first().fill('Nora Ny');
  await form.getByLabel('E-mail', { exact: false }).first().fill('nora.ny@kith.example');
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'Set a password for Nora Ny' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set a password for Nora Ny' });
  await dialog.getByLabel('New password', { exact: true }).fill('short');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/at least 10|10 characters/i).last().waitFor();
  await dialog.getByLabel('New password', { exact: true }).fill('birches-by-the-water');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Nora Ny can sign in with the new password').waitFor();
  const nora = await open({ as: { email: 'nora.ny@kith.example', password: 'birches-by-the-water' }, path: '/week' });
  await nora.getByRole('heading', { level: 1 }).waitFor();
  await nora.context().close();

  // A share of the time is edited in its place.
  const row = table.getByRole('row').filter({ hasText: people.rep.name });
  await row.getByRole('button', { name: /^Edit Share of time/ }).click();
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await row.getByRole('textbox').fill('65');
  await row.getByRole('textbox').press('Enter');
  assert.ok((await saved).ok(), 'saved');
  await row.getByText('65%').waitFor();

  // Thresholds: changed in place, looked at before anybody moves, then done.
  await part('Categories');
  await page.waitForURL(/settings\/categories/);
  const thresholds = page.getByRole('region', { name: 'Category thresholds' }).last();
  const everywhere = thresholds.getByRole('row').filter({ hasText: 'any' }).filter({ hasNotText: /Germany|Monitoring/ });
  await everywhere.waitFor();
  await looks(page, 'settings-categories', () => everywhere.waitFor());

  // What the customers' own revenue suggests: told in numbers, changed at will, kept only when told to.
  await page.getByRole('button', { name: 'Suggest from your customers' }).click();
  const suggested = page.getByRole('region', { name: 'Suggested thresholds' });
  await suggested.getByText(/^\d+ customers?$/).nth(3).waitFor();
  await looks(page, 'settings-suggestion', () => suggested.waitFor(), ['light', 'dark']);
  await suggested.getByLabel('C from (NOK)').fill('12345');
  await suggested.getByRole('button', { name: 'Cancel' }).click();
  await everywhere.waitFor();
  assert.equal(await everywhere.getByText('12,345').count(), 0, 'nothing is kept unasked');
  await page.getByRole('button', { name: 'Suggest from your customers' }).click();
  await suggested.getByLabel('C from (NOK)').fill('12345');
  await suggested.getByRole('button', { name: 'Use these thresholds' }).click();
  await everywhere.getByText('NOK 12,345').waitFor();
  await suggested.waitFor({ state: 'detached' });
  await page.getByLabel('Revenue as of').fill('2001-01-01');
  await page.getByRole('button', { name: 'Suggest from your customers' }).click();
  await page.getByRole('alert').getByText(/revenue/).waitFor();
  await page.reload();

  await everywhere.getByRole('button', { name: 'Edit A from' }).click();
  const kept = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await everywhere.getByRole('textbox').fill('200000');
  await everywhere.getByRole('textbox').press('Enter');
  assert.ok((await kept).ok(), await (await kept).text());
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText(/accounts? would move/).waitFor();
  await accessible(page, 'who would move');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Categories updated').waitFor();
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('Nobody would move.').waitFor();

  // How revenue counts, the workspace, a token that is shown once.
  await part('Process');
  await page.getByLabel('Months back').fill('18');
  await looks(page, 'settings-process', undefined, ['light', 'dark']);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  assert.equal(await page.getByLabel('Months back').inputValue(), '18');
  await part('Workspace');
  await page.getByLabel('Name', { exact: true }).fill('Fjordpuls Nord');
  await looks(page, 'settings-workspace', undefined, ['light', 'dark']);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('navigation').getByText('Fjordpuls Nord').first().waitFor();
  await part('API tokens');
  await page.getByLabel('Name', { exact: true }).fill('Reports');
  await page.getByRole('button', { name: 'Make a token' }).click();
  const token = await page.getByText(/^kith_/).innerText();
  await looks(page, 'settings-tokens', undefined, ['light', 'dark']);
  const context = await page.request.get('/api/v1/session', { headers: { Authorization: `Bearer ${token}` } });
  assert.ok(context.ok(), 'the token opens the API');
  await page.getByRole('button', { name: 'Revoke Reports' }).click();
  await page.getByText('Reports no longer works').waitFor();
});
