import assert from 'node:assert/strict';
import { journey, looks } from './harness.mjs';

journey('an administrator gives rights, a record is shared, and the log tells of it', async ({ open, people, url }) => {
  const page = await open({ as: people.administrator, path: '/settings/roles' });
  const count = async (person) => {
    const own = await open({ as: person, path: '/week' });
    const { csrf_token } = await (await own.request.get('/api/v1/session')).json();
    const answer = await own.request.post(`${url}/api/v1/records/account/query`, { data: { limit: 1, count: 'exact' }, headers: { 'X-CSRF-Token': csrf_token } });
    const { count: found } = await answer.json();
    await own.context().close();
    return found;
  };
  const before = await count(people.rep);
  await page.getByRole('button', { name: 'Copy Rep' }).click();
  const dialog = page.getByRole('dialog', { name: 'Copy Rep' });
  await dialog.getByLabel('Name, English').fill('Junior');
  await dialog.getByLabel('Name, Norsk bokmål').fill('Lærling');
  await dialog.getByRole('button', { name: 'Create the role' }).click();
  await page.waitForURL(/settings\/roles\/junior/);
  await page.getByLabel('See: Accounts').selectOption('own');
  await page.getByLabel('Export: Accounts').selectOption('none');
  await page.getByRole('button', { name: 'Fields of Accounts' }).click();
  await page.getByRole('group', { name: 'Right to Revenue, trailing period' }).getByRole('button', { name: 'Hidden' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await looks(page, 'settings-role', () => page.getByLabel('See: Accounts').waitFor());
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved', { exact: true }).waitFor();

  // Given to somebody among the people; they see their own, and not the hidden field.
  await page.goto('/settings/people');
  const row = page.getByRole('region', { name: 'People' }).last().getByRole('row').filter({ hasText: people.rep.name });
  await row.getByRole('button', { name: /^Edit Role/ }).click();
  await row.getByRole('combobox').fill('Junior');
  await page.getByRole('option', { name: 'Junior' }).click();
  await row.getByRole('button', { name: /^Edit Role/ }).getByText('Junior').waitFor();
  const after = await count(people.rep);
  assert.ok(after > 0 && after < before, `${after} of ${before} accounts are their own`);

  // One of the others' is shared with them.
  const { csrf_token, user } = await (await page.request.get('/api/v1/session')).json();
  const reps = await page.request.post('/api/v1/records/user/query', { data: { filter: { field: 'name', op: 'eq', value: people.rep.name } }, headers: { 'X-CSRF-Token': csrf_token } });
  const [rep] = (await reps.json()).records;
  const others = await page.request.post('/api/v1/records/account/query', { data: { filter: { field: 'owner', op: 'not_in', value: [rep.id] }, limit: 1 }, headers: { 'X-CSRF-Token': csrf_token } });
  const [account] = (await others.json()).records;
  await page.goto(`/accounts/${account.id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Share…' }).click();
  const share = page.getByRole('dialog', { name: /^Share / });
  await share.getByRole('combobox', { name: 'Person' }).fill(people.rep.name);
  await page.getByRole('option', { name: people.rep.name }).click();
  await share.getByRole('list', { name: 'Shared with' }).getByText(people.rep.name).waitFor();
  await looks(page, 'share', () => share.waitFor());
  assert.equal(await count(people.rep), after + 1, 'the shared one more');

  await page.goto('/settings/audit');
  const log = page.getByRole('region', { name: 'Audit log' });
  await log.getByRole('row').filter({ hasText: user.name }).filter({ hasText: 'Role made' }).waitFor();
  await looks(page, 'settings-audit', () => log.getByRole('row').nth(1).waitFor());
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export' }).click()]);
  assert.match(file.suggestedFilename(), /audit.*csv$/);
});
