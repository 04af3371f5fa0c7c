import assert from 'node:assert/strict';
import { accessible, journey, looks, signIn } from './harness.mjs';

journey('a list shows what its references lead to, and a change asks for what it lacks', async ({ open, people }) => {
  const page = await open({ as: people.manager, path: '/contacts' });
  const table = page.getByRole('grid', { name: 'Contacts' });
  await table.getByRole('link').first().waitFor();

  // Behind Account stand its fields; they are found by name, too.
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Account: its fields' }).click();
  await page.getByRole('checkbox', { name: 'Account › Country' }).check();
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('city');
  await page.getByRole('checkbox', { name: 'Account › City' }).check();
  await accessible(page, 'the choice of columns');
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Account › Country' }).waitFor();
  assert.match(decodeURIComponent(page.url()), /account\.country,account\.city/);

  // Sorted by one, and saved in a view that finds it again.
  await page.getByRole('columnheader', { name: 'Account › City' }).getByRole('button', { name: 'Account › City', exact: true }).click();
  await page.waitForURL(/sort=account\.city/);
  const city = (row) => row.locator('[data-column="account.city"]');
  await page.getByRole('button', { name: 'Save as new view' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('By city');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'By city', exact: true }).waitFor();
  await page.getByRole('button', { name: 'All contacts' }).click();
  await page.getByRole('columnheader', { name: 'Account › City' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'By city', exact: true }).click();
  await page.getByRole('columnheader', { name: 'Account › City' }).waitFor();
  await looks(page, 'contacts-beyond', () => table.getByRole('link').first().waitFor());

  // Another moves the account: the column follows without a reload.
  const first = table.getByRole('row').nth(1);
  const account = await first.locator('[data-column="account"]').getByRole('link').getAttribute('href');
  const other = await open({ as: people.administrator, path: account });
  await other.getByRole('button', { name: 'Edit City' }).click();
  await other.getByRole('textbox', { name: 'City' }).fill('Aaby');
  await other.keyboard.press('Enter');
  await city(table.getByRole('row').filter({ hasText: 'Aaby' }).first()).waitFor();

  // A rule that looks at another field: the change that it refuses asks for that field, and is made with it.
  const metadata = await (await other.request.get('/api/v1/metadata/deal')).json();
  const { csrf_token } = await (await other.request.get('/api/v1/session')).json();
  const made = await other.request.patch('/api/v1/objects/deal', {
    headers: { 'X-CSRF-Token': csrf_token },
    data: { version: metadata.version, rules: [{ name: 'won_source', formula: 'stage.kind = "won" and is_empty(lost_reason)', labels: { en: 'Say why it was won.' }, field: 'lost_reason' }] },
  });
  assert.equal(made.status(), 200, await made.text());
  await signIn(page, people.manager);
  await page.goto('/deals?kind=table&filter=state:eq:open');
  await page.getByRole('grid').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Won' }).first().click();
  const asks = page.getByRole('dialog', { name: 'One thing first' });
  await asks.getByText('Say why it was won.').waitFor();
  await accessible(page, 'what a change lacks');
  await asks.getByRole('textbox').fill('Their old one broke');
  await page.keyboard.press('Enter');
  await asks.waitFor({ state: 'detached' });
  await page.getByRole('status').getByText(/moved to Won/).waitFor();
});
