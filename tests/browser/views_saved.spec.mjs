import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

const address = '/accounts?filter=country:eq:NO&columns=name:220!,city,revenue,owner&sort=-revenue&sums=revenue';

journey('a view is kept, shared and pinned, and its address says it all', async ({ open, people, url }) => {
  const page = await open({ as: people.manager, path: address });
  const table = page.getByRole('grid', { name: 'Accounts' });
  const rows = table.getByRole('row');
  await rows.nth(1).waitFor();
  await page.getByRole('button', { name: 'Country is Norway' }).waitFor();
  assert.deepEqual((await page.getByRole('columnheader').allInnerTexts()).map((one) => one.trim()).filter(Boolean), ['Name', 'City', 'Revenue, trailing period', 'Owner']);
  await page.locator('[aria-sort=descending]').waitFor();

  // Kept under a name, it is a tab and an address.
  await page.getByRole('button', { name: 'Save as new view' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('A view needs a name').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Norwegian, largest first');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/view=\d+/);
  const views = page.getByRole('navigation', { name: 'Views' });
  await views.getByRole('button', { name: 'Norwegian, largest first', exact: true }).waitFor();
  assert.match(decodeURIComponent(page.url()), /filter=country:eq:NO&columns=name:220!,city,revenue,owner&sort=-revenue/);
  const first = await rows.nth(1).getByRole('link').innerText();

  // Pinned it stands in the rail; from anywhere it opens the same.
  const menu = () => page.getByRole('button', { name: 'What to do with Norwegian, largest first' });
  await menu().click();
  await page.getByRole('menuitem', { name: 'Pin in the rail' }).click();
  const pinned = page.getByRole('link', { name: 'Pinned view: Norwegian, largest first' });
  await pinned.waitFor();
  await menu().click();
  await page.getByRole('menuitem', { name: 'Everyone' }).click();
  await views.getByRole('button', { name: 'Norwegian, largest first Everyone' }).waitFor();
  await looks(page, 'view', () => rows.nth(1).waitFor());
  await page.goto('/contacts');
  await pinned.click();
  await page.waitForURL(/filter=country/);
  await rows.nth(1).getByRole('link', { name: first }).waitFor();

  // Changed, it says so; reset goes back, saving keeps it, and undo takes the saving back.
  await page.getByRole('button', { name: 'Remove Country' }).click();
  await page.waitForURL((now) => !now.search.includes('filter'));
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.waitForURL(/filter=country/);
  await page.getByRole('button', { name: 'Remove Country' }).click();
  await page.waitForURL((now) => !now.search.includes('filter'));
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await saved;
  await page.getByRole('button', { name: 'Reset' }).waitFor({ state: 'detached' });
  const back = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.getByRole('button', { name: 'Undo' }).click();
  await back;
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.waitForURL(/filter=country/);

  // Another person finds it, and its plain address is the whole view there too.
  const link = `/accounts?view=${new URL(page.url()).searchParams.get('view')}`;
  const other = await open({ as: people.rep, path: link });
  await other.getByRole('grid', { name: 'Accounts' }).getByRole('row').nth(1).getByRole('link', { name: first }).waitFor();
  assert.match(decodeURIComponent(other.url()), /filter=country:eq:NO/);

  // A field that is gone is said, and the rest opens.
  await page.goto(`${url}/accounts?columns=name,city,loyalty_level&group=mood&sort=-loyalty_level`);
  await page.getByText('The fields loyalty_level and mood are gone and left out here.').waitFor();
  await rows.nth(1).waitFor();
  // A condition on it is refused in the server's words; the list is shown without it.
  await page.goto(`${url}/accounts?filter=country:eq:NO,loyalty_level:eq:gold`);
  await page.getByRole('alert').filter({ hasText: 'loyalty_level' }).filter({ hasText: 'Shown without that condition.' }).waitFor();
  await rows.nth(1).waitFor();
  await page.getByRole('button', { name: 'Leave it out' }).click();
  await page.waitForURL((now) => decodeURIComponent(now.search).endsWith('filter=country:eq:NO'));

  // Renamed and binned.
  await page.goto(link);
  await menu().click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Norway');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: 'Pinned view: Norway' }).waitFor();
  await page.getByRole('button', { name: 'What to do with Norway' }).click();
  await page.getByRole('menuitem', { name: 'Move to the bin' }).click();
  await page.getByRole('link', { name: 'Pinned view: Norway' }).waitFor({ state: 'detached' });
});
