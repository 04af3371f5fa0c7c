import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('many records are chosen, changed as one action, and taken back', async ({ open, people }) => {
  const page = await open({ as: people.administrator, path: '/accounts?columns=name,city,region&sort=name' });
  const table = page.getByRole('grid', { name: 'Accounts' });
  const cell = (row, column) => table.getByRole('row').nth(row).getByRole('gridcell').nth(column);
  await cell(1, 1).waitFor();
  const bar = page.getByRole('region', { name: 'Selection' });

  // By keyboard: X, then shift and X takes the rows between along.
  await table.focus();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  for (let step = 0; step < 3; ++step) await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await bar.getByText('4 selected').waitFor();
  await looks(page, 'bulk', () => bar.waitFor(), ['light', 'phone']);
  await bar.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('combobox', { name: 'Which field' }).fill('Region');
  await page.getByRole('option', { name: 'Region', exact: true }).click();
  await page.getByRole('textbox', { name: 'New Region' }).fill('Vest');
  await page.getByRole('button', { name: 'Change 4' }).click();
  await page.getByText('4 records changed.').waitFor();
  for (const row of [1, 4]) await cell(row, 3).getByText('Vest').waitFor();
  assert.notEqual(await cell(5, 3).innerText(), 'Vest');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('4 records are as they were.').waitFor();
  await page.waitForFunction(() => ![...document.querySelectorAll('[role=gridcell][data-column=region]')].some((one) => one.textContent === 'Vest'));

  // All the filter finds, also what is not on the screen.
  await page.goto('/accounts?columns=name,city,region&filter=country:eq:NO&sort=name');
  await cell(1, 1).waitFor();
  const total = Number((await table.getByRole('row').last().innerText()).match(/(\d+) accounts/)[1]);
  await table.focus();
  await page.keyboard.press('Control+a');
  await bar.getByText(`${total} selected`).waitFor();
  await cell(1, 0).getByRole('checkbox').click();
  await bar.getByText(`${total - 1} selected`).waitFor();
  await bar.getByRole('button', { name: 'Move to the bin' }).click();
  await page.getByText(`${total - 1} records are in the bin.`).waitFor();
  await page.waitForFunction(() => document.querySelector('[role=grid]')?.textContent.includes('1 account'));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction((wanted) => document.querySelector('[role=grid]')?.textContent.includes(`${wanted} accounts`), total);
});
