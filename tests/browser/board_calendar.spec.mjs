import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('records stand on a board by a field, and in a calendar by a date', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts' });
  await page.getByRole('grid').getByRole('row').nth(1).waitFor();
  await page.getByRole('button', { name: 'Board' }).click();
  await page.waitForURL(/kind=board/);
  const column = (name) => page.getByRole('region', { name: new RegExp(`^${name}, \\d+ account`) });
  const count = async (name) => Number(/, (\d+) account/.exec(await column(name).getAttribute('aria-label'))[1]);
  await column('Customer').getByRole('listitem').first().waitFor();
  await looks(page, 'board', () => column('Customer').getByRole('listitem').first().waitFor());

  // By the card's menu; the heads count at once, and undo takes it back.
  const [customers, loyal] = [await count('Customer'), await count('Loyal')];
  const card = column('Customer').getByRole('listitem').first();
  await card.hover();
  await card.getByRole('button', { name: /^Move (?!.*arrow keys)/ }).click();
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.getByRole('menuitem', { name: 'Loyal', exact: true }).click();
  await saved;
  assert.deepEqual([await count('Customer'), await count('Loyal')], [customers - 1, loyal + 1]);
  const undone = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.getByRole('button', { name: 'Undo' }).click();
  await undone;
  await page.waitForFunction((wanted) => document.querySelector('section[aria-label^="Loyal"]').getAttribute('aria-label').includes(`, ${wanted} account`), loyal);

  // Another field, by the address.
  await page.getByRole('button', { name: 'By lifecycle stage' }).click();
  await page.getByRole('menuitem', { name: 'Category' }).click();
  await page.waitForURL(/by=category/);
  await column('A').getByRole('listitem').first().waitFor();

  // The deals' dates: carried to another day by mouse, and back by undo.
  await page.goto('/deals?kind=calendar&date=expected_close');
  const calendar = page.getByRole('region', { name: 'Deals by expected to close' }).or(page.getByRole('region', { name: /^Deals by/ })).first();
  const days = calendar.locator('section');
  await days.locator('li').first().waitFor();
  await looks(page, 'calendar', () => days.locator('li').first().waitFor({ state: 'attached' }));
  const item = days.locator('li').filter({ has: page.getByRole('link') }).first();
  const name = await item.getByRole('link').innerText();
  const from = await item.boundingBox();
  const day = days.filter({ hasNot: page.locator('li') }).first();
  const to = await day.boundingBox();
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 20, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  const moved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.mouse.up();
  await moved;
  await page.getByText(new RegExp(' moved to .*2026|2027')).first().waitFor();
  await days.filter({ hasText: name }).first().waitFor();
  const back = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.getByRole('button', { name: 'Undo' }).click();
  await back;

  // A week at a time; the address says so.
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  await page.waitForURL(/span=week/);
  await page.waitForFunction(() => document.querySelectorAll('[role=region] section').length === 7);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.waitForURL(/day=/);
});
