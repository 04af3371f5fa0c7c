import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('a manager sees who is not covered, and why', async ({ open, people }) => {
  const page = await open({ as: people.manager });
  await page.waitForURL(/\/coverage/);
  await page.getByRole('heading', { name: 'Coverage', level: 1 }).waitFor();

  // A customer nobody owns falls between the chairs; the page opens on it, with the cause.
  const { csrf_token } = await (await page.request.get('/api/v1/session')).json();
  const made = await page.request.post('/api/v1/records/account', {
    data: { fields: { name: 'Herreløs Handel AS', kind: 'organization' } }, headers: { 'X-CSRF-Token': csrf_token },
  });
  assert.equal(made.status(), 201, await made.text());
  await page.goto('/coverage');
  const list = page.getByRole('region', { name: 'Customers and their coverage' });
  const row = list.getByRole('row').filter({ hasText: 'Herreløs Handel AS' });
  await row.waitFor();
  await row.getByText('Not covered', { exact: true }).waitFor();
  assert.match(await row.getByRole('cell').last().innerText(), /\w+/, 'the cause stands beside it');
  await looks(page, 'coverage', () => row.waitFor());

  // Every number opens: a rep's line narrows the list to that rep, and the address says so.
  const byRep = page.getByRole('region', { name: 'By rep' }).getByRole('button', { name: new RegExp(people.rep.name) });
  await byRep.click();
  await page.waitForURL(/user=\d+/);
  await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: 'All' }).click();
  await page.waitForURL(/state=all/);
  await list.getByRole('row').nth(1).waitFor();
  await page.waitForFunction((name) => [...document.querySelectorAll('tbody tr td:nth-child(3)')].every((cell) => cell.textContent === name), people.rep.name);
  await page.getByRole('button', { name: 'Show everybody' }).click();
  await page.waitForURL((url) => !url.search.includes('user='));

  // And a category with a type.
  await page.getByRole('region', { name: 'By category' }).getByRole('button', { name: /^D/ }).click();
  await page.waitForURL(/category=D/);
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length > 0 && [...document.querySelectorAll('tbody tr td:nth-child(2) [role=img]')].every((one) => one.textContent === 'D'));

  // From a line to the customer and back to where one was.
  await list.getByRole('link').first().click();
  await page.waitForURL(/\/accounts\//);
  await page.goBack();
  await page.waitForURL(/category=D/);
  await list.getByRole('row').nth(1).waitFor();
});
