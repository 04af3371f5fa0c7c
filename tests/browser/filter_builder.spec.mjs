import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('one filter is built of groups and written as text', async ({ open, people }) => {
  const page = await open({ as: people.rep, path: '/accounts' });
  const rows = page.getByRole('grid', { name: 'Accounts' }).getByRole('row');
  await rows.nth(1).waitFor();
  const filter = () => new URL(page.url()).searchParams.get('filter');

  // Written: what may follow is offered, a mistake is shown where it is, and the list follows.
  await page.keyboard.press('f');
  const panel = page.getByRole('region', { name: 'All conditions and text' });
  const text = panel.getByRole('combobox', { name: 'The filter as text' });
  await text.pressSequentially('coun');
  await panel.getByRole('option', { name: /^country/ }).first().waitFor();
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => document.querySelector('textarea[role=combobox]').value.startsWith('country'));
  await text.fill('country = NO and lnad = 3');
  await panel.getByRole('alert').filter({ hasText: 'lnad' }).waitFor();
  assert.equal(await panel.locator('mark').innerText(), 'lnad');
  await text.fill('country = NO and no human touch for 60 days');
  await page.waitForFunction(() => new URL(location.href).searchParams.get('filter')?.startsWith('country:eq:NO,has(activities,@none'));

  // The groups show the same tree; changed there, the text follows.
  await panel.getByRole('combobox', { name: 'Field' }).first().waitFor();
  assert.equal(await panel.getByRole('combobox', { name: 'Field' }).first().inputValue(), 'Country');
  await panel.getByRole('group', { name: 'All of these' }).first().getByRole('button', { name: 'Group', exact: true }).last().click();
  const any = panel.getByRole('group', { name: 'Any of these' });
  await any.getByRole('button', { name: 'Condition' }).click();
  await any.getByRole('combobox', { name: 'Field' }).fill('City');
  await page.getByRole('option', { name: 'City', exact: true }).click();
  await any.getByRole('textbox', { name: 'City' }).fill('s');
  await any.getByRole('button', { name: 'Condition' }).click();
  await any.getByRole('combobox', { name: 'Field' }).last().fill('Employees');
  await page.getByRole('option', { name: 'Employees', exact: true }).click();
  await any.getByRole('textbox', { name: 'Employees' }).fill('10');
  await page.waitForFunction(() => /or\(city:contains:s,employees:ge:10\)/.test(new URL(location.href).searchParams.get('filter')));
  await page.waitForFunction(() => /city contains s or employees >= 10/.test(document.querySelector('textarea[role=combobox]').value));
  await looks(page, 'filter', () => any.waitFor());

  // Closed, it is chips; the address alone brings it back.
  await panel.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: /City contains s or Employees at least 10/ }).waitFor();
  const was = filter();
  await page.reload();
  await page.getByRole('button', { name: /City contains s or Employees at least 10/ }).waitFor();
  assert.equal(filter(), was);
});
