// What every journey needs: Kith on a fresh demo workspace, a browser, a person signed in, pictures
// and axe. Journeys find things as people do: by role and name.
//
//   import { journey } from './harness.mjs';
//   journey('a rep finishes a touch', async ({ open, people }) => {
//     const page = await open({ as: people.rep });
//     …
//   });
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

const kith = process.env.KITH ?? join(root, 'build/kith');
const pictures = process.env.KITH_SCREENSHOTS ?? join(root, 'build/screenshots');

/** Widths people have: a small laptop and a phone. */
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** A server on a free port over a new data folder; `people` are the demo's sign-ins by role. `prepare`
 * may fill an empty folder before the server opens it. */
export async function serve({ customers = 60, empty = false, prepare } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'kith-browser-'));
  let people = {};
  if (!empty) {
    const { stdout } = await promisify(execFile)(kith, ['demo', '--data', data, '--customers', String(customers), '--json']);
    for (const person of JSON.parse(stdout).sign_ins) people[person.role] ??= person;
  }
  await prepare?.(data, kith);
  const log = [];
  const server = spawn(kith, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((done) => server.once('exit', done));
  const url = await new Promise((found, failed) => {
    const read = (chunk) => {
      log.push(chunk);
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(log.join(''));
      if (match) found(match[0]);
    };
    server.stdout.setEncoding('utf8').on('data', read);
    server.stderr.setEncoding('utf8').on('data', read);
    server.once('exit', (code) => failed(new Error(`kith serve ended with ${code}:\n${log.join('')}`)));
    setTimeout(() => failed(new Error(`kith serve did not say where it is:\n${log.join('')}`)), 20_000).unref();
  });
  return {
    url,
    people,
    data,
    log,
    async stop() {
      server.kill('SIGTERM');
      const code = await ended;
      rmSync(data, { recursive: true, force: true });
      assert.equal(code, 0, `the server ended with ${code}:\n${log.join('').slice(-4000)}`);
    },
  };
}

/** Declares one journey; `options` are those of serve(). Unless the journey says it expects them, an
 * error in the page's console or an answer of 500 fails it. */
export function journey(name, run, options = {}) {
  let site;
  let browser;
  let launching;
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    launching = launch();
    site = await serve(options);
    browser = await launching;
  });
  after(async () => {
    // Also when the server did not come up: a browser left open would hold the test till its time is over.
    await (await launching).close();
    await site?.stop();
  });
  test(name, { timeout: 240_000 }, async () => {
    const faults = [];
    const pages = [];
    const open = async (wish) => {
      const page = await newPage(browser, site, faults, wish);
      pages.push(page);
      return page;
    };
    try {
      await run({ site, people: site.people, open, url: site.url, expectFault: (pattern) => forgive(faults, pattern) });
    } catch (error) {
      // What was on the screen tells more than the stack.
      for (const [index, page] of pages.entries())
        await page.screenshot({ path: join(pictures, `failed-${slug(name)}-${index}.png`) }).catch(() => {});
      throw error;
    }
    assert.deepEqual(faults, [], 'errors in the browser');
  });
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.KITH_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

async function newPage(browser, site, faults, { as, size = 'desktop', scheme = 'light', language = 'en', path = '/' } = {}) {
  const context = await browser.newContext({
    baseURL: site.url,
    viewport: sizes[size],
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
    colorScheme: scheme,
    locale: language === 'nb' ? 'nb-NO' : 'en-GB',
    timezoneId: 'Europe/Oslo',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);  // journeys run side by side
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is also told here, without its reason; what matters of those is told below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.request().method()} ${answer.url()}: ${answer.status()}`);
  });
  if (as) await signIn(page, as);
  if (path !== '/' || !as) await page.goto(path);
  return page;
}

/** By the API and not by the form (which has its own journey): a second quicker for each. */
export async function signIn(page, person) {
  const answer = await page.request.post('/api/v1/session', { data: { email: person.email, password: person.password } });
  assert.equal(answer.status(), 200, `signing in as ${person.email}: ${await answer.text()}`);
  await page.goto('/');
}

function forgive(faults, pattern) {
  for (let at = faults.length - 1; at >= 0; --at) if (pattern.test(faults[at])) faults.splice(at, 1);
}

const slug = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** Saves what is seen as build/screenshots/NAME.png. */
export async function picture(page, name) {
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

const wcag = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What another colour scheme can change. */
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Nothing for axe to find: WCAG 2.2 A and AA. */
export async function accessible(page, what = page.url(), only) {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'], runOnly: only ?? wcag });
  const found = await axe.analyze();
  const told = found.violations.map((one) => `${one.id} (${one.impact}): ${one.help}\n` + one.nodes.slice(0, 5).map((node) => `    ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1).join(' ')}`).join('\n'));
  assert.equal(told.length, 0, `axe on ${what}:\n${told.join('\n')}`);
}

/** Light, dark and phone width: a picture and axe for each. `ready` is awaited before each look. */
export async function looks(page, name, ready = async () => {}, which = ['light', 'dark', 'phone']) {
  const before = page.viewportSize();
  for (const [look, scheme, size] of [['light', 'light', 'desktop'], ['dark', 'dark', 'desktop'], ['phone', 'light', 'phone']]) {
    if (!which.includes(look)) continue;
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize(sizes[size]);
    await ready(page);
    await picture(page, `${name}-${look}`);
    await accessible(page, `${name}, ${look}`, look === 'dark' && which.includes('light') ? colours : undefined);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 1, `${name}, ${look}: the page is ${wide} px wider than the screen`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(before ?? sizes.desktop);
}
