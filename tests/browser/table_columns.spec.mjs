import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('the columns of a table are ordered, sized, pinned, grouped and added up', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts' });
  const table = page.getByRole('grid', { name: 'Accounts' });
  const rows = table.getByRole('row');
  await rows.nth(1).waitFor();
  const names = async () => (await page.getByRole('columnheader').allInnerTexts()).map((one) => one.trim()).filter(Boolean);
  const head = (name) => page.getByRole('columnheader', { name });
  const chosen = () => decodeURIComponent(new URL(page.url()).search);

  // Dragged to another place.
  const [from, to] = [await head('City').boundingBox(), await head('Type').boundingBox()];
  await page.mouse.move(from.x + 30, from.y + 16);
  await page.mouse.down();
  await page.mouse.move(from.x - 40, from.y + 16, { steps: 4 });
  await page.mouse.move(to.x + 8, to.y + 16, { steps: 6 });
  await page.mouse.up();
  await page.waitForURL(/columns=/);
  assert.deepEqual((await names()).slice(0, 3), ['Name', 'City', 'Type']);
  assert.ok(!chosen().includes('sort='), 'a drag is no click');

  // The edge sizes; a double click fits it to what stands in it.
  const width = async (name) => Math.round((await head(name).boundingBox()).width);
  const before = await width('City');
  const edge = async () => { const box = await head('City').boundingBox(); return { x: box.x + box.width, y: box.y + 16 }; };
  const start = await edge();
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 90, start.y, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/city%3A\d+|city:\d+/);
  assert.ok(Math.abs((await width('City')) - before - 90) <= 2, `${await width('City')} after ${before}`);
  await page.mouse.dblclick((await edge()).x, start.y);
  await page.waitForFunction((wide) => document.querySelector('[role=columnheader][data-column=city]').getBoundingClientRect().width < wide, before + 80);

  // The menu of a head does it all by keyboard: pin, hide, sum, group.
  const menu = async (name, item) => {
    await head(name).getByRole('button', { name: `Column ${name}` }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await menu('Owner', 'Pin to the left');
  await page.waitForURL(/owner(%3A|:)\d+!/);
  assert.equal((await names())[0], 'Owner');
  await table.evaluate((element) => element.scrollTo(4000, 0));
  assert.ok((await head('Owner').boundingBox()).x < 300, 'a pinned column stays in sight');
  await table.evaluate((element) => element.scrollTo(0, 0));
  await menu('Country', 'Hide the column');
  assert.ok(!(await names()).includes('Country'));
  await menu('Revenue, trailing period', 'Sum');
  await page.waitForURL(/sums=revenue/);
  await menu('Category', 'Group by this');
  await page.waitForURL(/group=category/);
  const groups = table.locator('[data-group]');
  await groups.first().waitFor();
  const count = async (group) => Number((await group.getByRole('button').innerText()).match(/(\d+)\s*$/)[1]);
  const total = Number((await table.getByRole('row').last().innerText()).match(/(\d+) accounts/)[1]);
  await groups.first().getByText(/NOK/).waitFor();
  await looks(page, 'grouped', () => rows.nth(3).getByRole('link').first().waitFor());
  // Folded, the next heading follows at once; what is counted is all there is.
  const first = groups.first().getByRole('button');
  while (await table.locator('[data-group] [aria-expanded=true]').count()) await table.locator('[data-group] [aria-expanded=true]').first().click();
  let sum = 0;
  for (const group of await groups.all()) sum += await count(group);
  assert.equal(sum, total);
  await first.click();
  await rows.nth(2).getByRole('link').first().waitFor();

  // A fresh page of the same address shows the same.
  const was = await names();
  await page.reload();
  await rows.nth(2).getByRole('link').first().waitFor();
  assert.deepEqual(await names(), was);
  await table.locator('[data-group]').first().getByText(/NOK/).waitFor();

  // Tab saves and edits what stands beside it.
  await page.goto('/accounts?columns=name,city,postal_code,employees&sort=name');
  const cell = (row, column) => rows.nth(row).getByRole('gridcell').nth(column);
  await cell(1, 2).dblclick();
  await cell(1, 2).getByRole('textbox').fill('Aavik');
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await page.keyboard.press('Tab');
  await saved;
  await cell(1, 3).getByRole('textbox').waitFor();
  await page.keyboard.press('Escape');
  await cell(1, 2).getByText('Aavik').waitFor();
  await cell(1, 3).getByRole('textbox').waitFor({ state: 'detached' });
});
