import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { journey, looks } from './harness.mjs';

const password = 'kesu-tavo-rimu-peda';

/** Two companies on one server, and one person in both. */
async function companies(data, kith) {
  for (const [name, slug] of [['Nordlys & Sønn AS', 'nordlys'], ['Фирма "Ёлка"', 'elka']]) {
    const made = spawn(kith, ['workspace', 'create', name, '--slug', slug, '--administrator', 'ada@example.test', '--administrator-name', 'Ada Berg', '--password-stdin', '--data', data]);
    made.stdin.end(password + '\n');
    assert.equal(await new Promise((done) => made.once('exit', done)), 0);
  }
}

journey('a person of two workspaces chooses one, and goes to the other', async ({ open }) => {
  const page = await open({ path: '/' });
  await page.getByLabel('E-mail').fill('ada@example.test');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await looks(page, 'sign-in-workspaces', () => page.getByRole('heading', { name: 'Which workspace?' }).waitFor());
  await page.getByRole('button', { name: 'Nordlys & Sønn AS' }).click();

  const you = page.getByRole('button', { name: 'Ada Berg' });
  await you.waitFor();
  // A customer seen here is nowhere to be found there.
  const account = await page.evaluate(async () => {
    const { csrf_token: token } = await (await fetch('/api/v1/session')).json();
    const made = await fetch('/api/v1/records/account', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token }, body: JSON.stringify({ fields: { name: 'Fjord Fiskeri' } }) });
    return (await made.json()).id;
  });
  await page.goto(`/accounts/${account}`);
  await page.getByRole('heading', { name: 'Fjord Fiskeri' }).waitFor();

  await you.click();
  await Promise.all([page.waitForEvent('load'), page.getByRole('menuitem', { name: 'Фирма "Ёлка"' }).click()]);
  const where = () => page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).workspace.name);
  await you.waitFor();
  assert.equal(await where(), 'Фирма "Ёлка"');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do' }).waitFor();
  assert.equal(await page.getByText('Fjord Fiskeri').count(), 0);
  await page.keyboard.press('Escape');
  await you.click();
  const nordlys = page.getByRole('menuitem', { name: 'Nordlys & Sønn AS' });
  await looks(page, 'workspace-switcher', () => nordlys.waitFor(), ['light', 'dark']);
  // Back again by the keyboard alone, round the menu's end to its first choice.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await you.waitFor();
  assert.equal(await where(), 'Nordlys & Sønn AS');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'More' }).click();
  await you.click();
  await looks(page, 'workspace-switcher', () => nordlys.waitFor(), ['phone']);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in/);
}, { empty: true, prepare: companies });
