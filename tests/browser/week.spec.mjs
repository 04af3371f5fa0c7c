import assert from 'node:assert/strict';
import { accessible, journey, looks } from './harness.mjs';

const monday = (day, weeks) => {
  const date = new Date(`${day}T12:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7) + 7 * weeks);
  return date.toISOString().slice(0, 10);
};

/** A rep of our own with three touches this week, whatever time of the year the test is run. */
async function makeRep(page) {
  const { csrf_token, workspace } = await (await page.request.get('/api/v1/session')).json();
  const send = async (method, path, data, headers = {}) => {
    const answer = await page.request[method](`/api/v1${path}`, { data, headers: { 'X-CSRF-Token': csrf_token, ...headers } });
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
    return answer.json().catch(() => null);
  };
  const create = async (object, fields) => (await send('post', `/records/${object}`, { fields })).id;
  const rep = { name: 'Vera Vik', email: 'vera.vik@kith.example', password: 'lantern-over-the-fjord' };
  const owner = await create('user', { name: rep.name, email: rep.email, role: 'rep', active: true, language: 'en' });
  await send('post', `/users/${owner}/password`, { password: rep.password });
  const { cells } = await (await page.request.get('/api/v1/programs')).json();
  const { id: touchpoint, name, kind, minutes } = cells.flatMap((cell) => cell.touchpoints).find((one) => one.mode === 'human' && one.steps.length > 1);
  for (const account of ['Fyrlykt AS', 'Moloen Drift AS', 'Tangen Verft AS']) {
    const id = await create('account', { name: account, kind: 'organization', owner });
    await create('contact', { name: `Kari ${account.split(' ')[0]}`, account: id, phone: '+47 22 33 44 55', email: 'kari@kith.example' });
    await create('touch', { name, kind, mode: 'human', minutes, touchpoint, account: id, owner, week: monday(workspace.today, 0), planned_week: monday(workspace.today, 0), state: 'planned' });
  }
  return { rep, patchTouch: async (id, version, fields) => send('patch', `/records/touch/${id}`, { fields }, { 'If-Match': `"${version}"` }) };
}

journey('a rep works through the week', async ({ open, people }) => {
  const admin = await open({ as: people.administrator, path: '/week' });
  const { rep, patchTouch } = await makeRep(admin);
  const page = await open({ as: rep });
  await page.waitForURL(/\/week$/);
  const toDo = page.getByRole('region', { name: 'This week, in order' });
  const row = (name) => page.getByRole('listitem').filter({ has: page.getByRole('button', { name: new RegExp(`^(Mark|Take) ${name} `) }) });
  await toDo.waitFor();
  await looks(page, 'week', () => page.getByRole('heading', { name: 'Lately' }).or(page.getByRole('button', { expanded: true })).first().waitFor());
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  const [first, second, third] = await toDo.getByRole('button', { name: /^Mark / }).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label').slice(5, -' as done'.length)));
  assert.equal(await toDo.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Mark/ }) }).count(), 3);
  assert.equal(await page.getByRole('link', { name: '+47 22 33 44 55' }).getAttribute('href'), 'tel:+4722334455');

  // The first stands open: its steps are ticked and stay so.
  const step = page.getByRole('checkbox').first();
  const ticked = page.waitForResponse((answer) => answer.url().endsWith('/steps') && answer.ok());
  await step.check();
  await ticked;
  await page.reload();
  await page.getByRole('checkbox').first().waitFor();
  assert.ok(await page.getByRole('checkbox').first().isChecked(), 'the tick is kept');

  // Done by keyboard, with what came of it; taken back; done again.
  const finish = async () => {
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `Done · ${first}` });
    await dialog.getByRole('button', { name: 'Neutral' }).click();
    await dialog.getByLabel('What came of it').fill('Wants the spring prices.');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('region', { name: 'Done' }).getByRole('button', { name: `Take ${first} back to the list` }).waitFor();
  };
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await accessible(page, 'the dialog of what came of it');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await finish();
  const back = page.waitForResponse((answer) => answer.url().endsWith('/reopen') && answer.ok());
  await page.getByRole('button', { name: 'Undo' }).click();
  await back;
  await toDo.getByRole('button', { name: `Mark ${first} as done` }).waitFor();
  await row(first).getByRole('button', { name: first, expanded: false }).click();
  await finish();

  // The next one opened by itself: skipped, but not without a reason.
  await row(second).getByRole('button', { expanded: true }).waitFor();
  await page.keyboard.press('s');
  const skip = page.getByRole('dialog', { name: `Skip · ${second}` });
  assert.ok(await skip.getByRole('button', { name: 'Skip' }).isDisabled(), 'a skip needs its reason');
  await skip.getByLabel('Why').fill('On holiday');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Skipped' }).getByRole('button', { name: `Take ${second} back to the list` }).waitFor();

  // Moved to another week, and back by Undo.
  await row(third).getByRole('button', { expanded: true }).waitFor();
  await page.keyboard.press('r');
  const move = page.getByRole('dialog', { name: `Reschedule · ${third}` });
  await accessible(page, 'the dialog of another week');
  const moved = page.waitForResponse((answer) => answer.url().endsWith('/reschedule') && answer.ok());
  await move.getByRole('button', { name: 'Reschedule' }).click();
  const item = await (await moved).json();
  await row(third).waitFor({ state: 'detached' });
  await page.getByRole('status').filter({ hasText: `${third}: moved` }).getByRole('button', { name: 'Undo' }).last().click();
  await row(third).waitFor();

  // What another week left undone stands first, and says so.
  const record = await (await page.request.get(`/api/v1/records/touch/${item.touch}`)).json();
  assert.equal(record.fields.locked, false, 'taken back as it was');
  await patchTouch(item.touch, record.version, { week: monday(record.fields.week, -2) });
  const carried = page.getByRole('region', { name: 'Carried over' });
  await carried.getByRole('button', { name: `Mark ${third} as done` }).waitFor();
  await carried.getByText('2 weeks over', { exact: true }).waitFor();

  // All of it is there after a reload.
  await page.reload();
  await page.getByRole('region', { name: 'Done' }).getByText('Wants the spring prices.').or(page.getByRole('button', { name: `Take ${first} back to the list` })).first().waitFor();
  await carried.getByRole('button', { name: `Mark ${third} as done` }).waitFor();

  // Another week and this one again.
  await page.getByRole('button', { name: 'Week after' }).click();
  await page.waitForURL(/week=/);
  await page.getByRole('button', { name: 'This week' }).click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();

  // Whoever leads opens on coverage, and gets to anybody's week of any year by clicks.
  await admin.goto('/');
  await admin.waitForURL(/\/coverage/);
  await admin.getByRole('link', { name: 'Week', exact: true }).click();
  await admin.getByRole('heading', { name: 'Whose week would you like to see?' }).waitFor();
  const whose = admin.getByRole('button', { name: new RegExp(rep.name) });
  await looks(admin, 'week-nobody', () => whose.waitFor());
  await whose.click();
  await admin.getByRole('region', { name: 'Done' }).waitFor();
  await admin.getByRole('button', { name: 'Go to a week' }).click();
  await admin.getByRole('textbox', { name: 'Year', exact: true }).fill('2018');
  await accessible(admin, 'the calendar of weeks');
  await admin.getByRole('button', { name: 'Week 2, from 8 Jan 2018' }).click();
  await admin.getByRole('heading', { name: 'Week 2, 2018', level: 1 }).waitFor();
  assert.match(admin.url(), /user=\d+&week=2018-W02/);
  await admin.goto(admin.url());
  await admin.getByRole('heading', { name: `${rep.name} has no accounts to follow up in this week` }).waitFor();
  await admin.getByRole('button', { name: /^Go to week/ }).click();
  await admin.getByRole('region', { name: 'Done' }).waitFor();
});
