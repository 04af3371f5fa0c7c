import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('a rep works in the table of accounts', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts' });
  const table = page.getByRole('grid', { name: 'Accounts' });
  const rows = table.getByRole('row');
  await rows.nth(1).waitFor();
  await looks(page, 'accounts', () => rows.nth(1).waitFor());

  // A header's click sorts, and the address says so.
  await page.getByRole('columnheader', { name: 'City' }).getByRole('button', { name: 'City', exact: true }).click();
  await page.waitForURL(/sort=city/);
  await page.getByRole('columnheader', { name: 'City', exact: false }).and(page.locator('[aria-sort=ascending]')).waitFor();
  await rows.nth(1).waitFor();

  // Only what is in sight exists, however long the list; the next page comes by itself.
  assert.ok((await rows.count()) < 80, 'rows out of sight are not drawn');
  await table.evaluate((element) => element.scrollTo(0, 1e6));
  await page.waitForTimeout(400);
  // Sorted anew from far down, it begins at its beginning.
  assert.ok((await table.evaluate((element) => element.scrollTop)) > 500);
  await page.getByRole('columnheader', { name: 'City' }).getByRole('button', { name: 'City', exact: true }).click();
  await page.waitForURL(/sort=-city/);
  await page.waitForFunction(() => document.querySelector('[role=grid]').scrollTop === 0);
  await page.getByRole('columnheader', { name: 'City' }).getByRole('button', { name: 'City', exact: true }).click();
  await page.waitForURL((url) => !url.search.includes('sort'));
  await page.getByRole('columnheader', { name: 'City' }).getByRole('button', { name: 'City', exact: true }).click();
  await page.waitForURL(/sort=city/);
  await page.locator('[role=grid][aria-busy=false]').waitFor();

  // Edited where it is read: Enter saves, and it is still there after a reload.
  const city = () => rows.nth(1).getByRole('gridcell').nth(6);
  await city().click();
  const field = city().getByRole('textbox');
  // On a busy machine the first click may meet the list while it is still being sorted.
  for (let tries = 0; tries < 5 && !(await field.isVisible()); ++tries) {
    await city().click();
    await page.waitForTimeout(300);
  }
  await field.fill('Abbe');
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await field.press('Enter');
  await city().getByText('Abbe').waitFor();
  await saved;
  await page.reload();
  await city().getByText('Abbe').waitFor();

  // What the server refuses stands beside the cell in its words.
  const name = rows.nth(1).getByRole('gridcell').nth(1);
  await name.dblclick({ position: { x: 180, y: 8 } });
  await name.getByRole('textbox').fill('');
  await name.getByRole('textbox').press('Enter');
  await name.getByRole('alert').waitFor();
  await name.getByRole('textbox').press('Escape');
  await name.getByRole('link').waitFor();

  // A filter is a chip and an address.
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Category', exact: true }).click();
  await page.getByRole('checkbox', { name: 'A', exact: true }).check();
  await page.waitForURL(/filter=/);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Category is A' }).waitFor();
  await page.getByRole('button', { name: 'Remove Category' }).click();
  await page.waitForURL((url) => !url.search.includes('filter'));

  // To the bin and back.
  await table.focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Home');
  const first = table.locator(`a[href="${await rows.nth(1).getByRole('link').getAttribute('href')}"]`);
  await page.keyboard.press('x');
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Move to the bin' }).click();
  await first.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await first.waitFor();

  // By keyboard alone to a record and back to the same place.
  await table.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/accounts\/\w+/);
  await page.goBack();
  await rows.nth(1).waitFor();
});
