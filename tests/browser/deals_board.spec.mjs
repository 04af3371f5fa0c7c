import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

const count = async (column) => Number(/, (\d+) deals$/.exec(await column.getAttribute('aria-label'))[1]);

journey('a deal is carried from stage to stage', async ({ open, people }) => {
  const page = await open({ as: people.manager, path: '/deals' });
  const columns = page.getByRole('region', { name: /, \d+ deals$/ });
  await columns.first().getByRole('listitem').first().waitFor();
  await looks(page, 'deals', () => columns.first().getByRole('listitem').first().waitFor());

  // By mouse.
  const [from, to] = [columns.nth(0), columns.nth(1)];
  const [before, beforeTo] = [await count(from), await count(to)];
  const card = from.getByRole('listitem').first();
  const start = await card.boundingBox();
  const end = await to.boundingBox();
  await page.mouse.move(start.x + 30, start.y + start.height - 14);
  await page.mouse.down();
  await page.mouse.move(start.x + 60, start.y + start.height, { steps: 4 });
  await page.mouse.move(end.x + end.width / 2, end.y + 160, { steps: 8 });
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.mouse.up();
  await saved;
  await page.getByText(/ moved to /).waitFor();
  assert.deepEqual([await count(from), await count(to)], [before - 1, beforeTo + 1]);

  // And back by Undo.
  const undone = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.getByRole('button', { name: 'Undo' }).click();
  await undone;
  await page.waitForFunction(([label, wanted]) => document.querySelector(`section[aria-label^="${label}"]`)?.getAttribute('aria-label')?.includes(`, ${wanted} `), [(await from.getAttribute('aria-label')).split(',')[0], before]);

  // By keyboard: pick up, carry right, put down.
  const grip = from.getByRole('button', { name: /with the arrow keys/ }).first();
  await grip.focus();
  await page.keyboard.press('Space');
  await page.waitForTimeout(150);
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(300);
  const carried = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.keyboard.press('Space');
  await carried;
  assert.equal(await count(from), before - 1);

  // The deal's own page says where it stands.
  await to.getByRole('link').first().click();
  await page.waitForURL(/\/deals\/\w+/);
  await page.getByRole('list', { name: 'Stages' }).waitFor();
  await looks(page, 'deal', () => page.getByRole('heading', { level: 1 }).waitFor());
});
