import assert from 'node:assert/strict';
import { accessible, journey, picture } from './harness.mjs';

journey('Kith fits a phone', async ({ open, people }) => {
  const page = await open({ as: people.manager, size: 'phone', language: 'nb', path: '/coverage' });
  const { csrf_token } = await (await page.request.get('/api/v1/session')).json();
  await page.request.patch('/api/v1/me', { data: { language: 'nb' }, headers: { 'X-CSRF-Token': csrf_token } });
  const fits = async (name) => {
    const [wide, zoomed] = await page.evaluate(() => [document.documentElement.scrollWidth - screen.width, window.visualViewport.scale]);
    assert.ok(wide <= 0 && zoomed === 1, `${name}: ${wide} px wider than the phone`);
    await picture(page, `phone-${name}`);
  };
  const pages = [
    ['coverage', '/coverage', () => page.getByRole('heading', { name: 'Dekning', level: 1 })], ['programs', '/programs', () => page.getByRole('button', { name: /^Utvide A: / })],
    ['week', '/week', () => page.getByRole('heading', { name: /^Uke \d+$/, level: 1 })], ['accounts', '/accounts', () => page.getByRole('grid').getByRole('link').first()],
    ['contacts', '/contacts', () => page.getByRole('grid').getByRole('link').first()], ['deals', '/deals', () => page.getByRole('listitem').first()],
    ['import', '/import', () => page.getByRole('button', { name: 'Velg fil' })],
    ...['people', 'teams', 'categories', 'process', 'tokens'].map((tab) => [`settings-${tab}`, `/settings/${tab}`, () => page.getByRole('main').getByRole('heading', { level: 1 })]),
  ];
  for (const [name, path, ready] of pages) {
    await page.goto(path);
    await ready().waitFor();
    await page.waitForLoadState('networkidle');
    await fits(name);
  }

  // What the bar has no room for is behind More.
  await page.getByRole('button', { name: 'Mer', exact: true }).tap();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('link', { name: 'Kontakter' }).waitFor();
  await accessible(page, 'the drawer');
  await drawer.getByRole('link', { name: 'Kunder' }).tap();
  await drawer.waitFor({ state: 'detached' });

  // The 360° page shows one part at a time; a call is logged in few taps.
  await page.getByRole('grid').getByRole('link').first().tap();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('group', { name: 'Deler av siden' }).waitFor();
  await fits('account');
  await accessible(page, 'an account on a phone');
  await page.getByRole('group', { name: 'Hva det er' }).getByRole('button', { name: 'Samtale' }).tap();
  await page.getByRole('textbox', { name: 'Emne' }).fill('Avtalte vinterpriser');
  await page.getByRole('button', { name: 'Logg samtalen' }).tap();
  await page.getByRole('region', { name: 'Tidslinje' }).getByRole('link', { name: 'Avtalte vinterpriser' }).waitFor();
  for (const part of ['Detaljer', 'Tilknyttet']) {
    await page.getByRole('group', { name: 'Deler av siden' }).getByRole('button', { name: part }).tap();
    await fits(`account-${part.toLowerCase()}`);
  }

  // The palette fits, too.
  await page.getByRole('button', { name: 'Søk og gjør' }).first().tap();
  await page.getByRole('combobox').fill('kont');
  await page.getByRole('option').first().waitFor();
  await fits('palette');
});
