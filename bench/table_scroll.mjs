// How a list of 100,000 accounts feels: the time of each frame while it scrolls at three paces, then
// how soon a sort, a filter and a search are on the screen. A frame over 50 ms is one that is seen.
//
//   node bench/table_scroll.mjs       the binary of ./run; KITH names another
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, serve, signIn } from '../tests/browser/harness.mjs';

const rows = 100_000;
const person = { email: 'bench@kith.example', password: 'a-hundred-thousand-rows' };

function fill(data, kith) {
  const cities = ['Oslo', 'Bergen', 'Tromsø', 'Göteborg', 'Århus', 'Hamburg', 'Leeds'];
  const trades = ['Bygg', 'Fisk', 'Kraft', 'Mat', 'Transport'];
  const lines = ['name,industry,city,country,email,external_id'];
  for (let row = 0; row < rows; ++row) lines.push(`${cities[row % 7]}${(row * 7919) % rows} ${trades[row % 5]} AS,${trades[row % 5]},${cities[(row * 31) % 7]},NO,post@k${row}.example,K${row}`);
  const file = join(data, 'accounts.csv');
  writeFileSync(file, lines.join('\n'));
  const run = (args, input) => execFileSync(kith, [...args, '--data', data], { input, stdio: ['pipe', 'ignore', 'pipe'] });
  run(['setup', '--name', 'Bench', '--currency', 'NOK', '--country', 'NO']);
  run(['user', 'add', '--email', person.email, '--name', 'Bench', '--role', 'administrator', '--password-stdin'], person.password);
  run(['import', file, '--object', 'account', '--yes']);
  rmSync(file);
}

/** Scrolls by so many pixels a frame for a while; how long each frame took. */
const scroll = (page, step, ms) => page.evaluate(([step, ms]) => new Promise((done) => {
  const grid = document.querySelector('[role=grid]');
  const box = grid.getBoundingClientRect();
  const frames = [];
  let blank = 0;
  const began = performance.now();
  let last = began;
  const tick = (now) => {
    frames.push(now - last);
    last = now;
    grid.scrollTop += step;
    if (!document.elementFromPoint(box.left + 300, box.top + box.height / 2)?.closest('[role=row]')) ++blank;
    if (now - began < ms) return requestAnimationFrame(tick);
    frames.sort((one, other) => one - other);
    const at = (share) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))].toFixed(0);
    return done(`p50 ${at(0.5)} ms, p95 ${at(0.95)}, most ${at(1)}; over 50 ms: ${frames.filter((frame) => frame > 50).length} of ${frames.length}; blank: ${blank}`);
  };
  requestAnimationFrame(tick);
}), [step, ms]);

const site = await serve({ empty: true, prepare: fill });
const browser = await launch();
try {
  const page = await (await browser.newContext({ baseURL: site.url, viewport: { width: 1280, height: 800 }, locale: 'en-GB' })).newPage();
  await signIn(page, person);
  const shown = (rule) => page.waitForFunction(rule);
  const timed = async (name, act) => {
    const began = performance.now();
    await act();
    console.log(`${name}: ${(performance.now() - began).toFixed(0)} ms`);
    await page.waitForTimeout(300);
  };
  await page.goto('/accounts');
  await shown(() => document.querySelectorAll('[role=row]').length > 10);
  await page.waitForTimeout(500);
  for (const [name, step] of [['reading pace, 30 px a frame', 30], ['wheel, 100 px a frame', 100], ['fling, 400 px a frame', 400]]) console.log(`${name}: ${await scroll(page, step, 4000)}`);
  await timed('sorted by city', async () => {
    await page.getByRole('columnheader', { name: 'City' }).getByRole('button', { name: 'City', exact: true }).click();
    await shown(() => document.querySelector('[aria-rowindex="2"] [role=gridcell]:nth-child(7)')?.textContent === 'Bergen');
  });
  await timed('searched', async () => {
    await page.getByRole('searchbox').fill('Kraft 4');
    await shown(() => document.querySelector('[aria-rowindex="2"] a')?.textContent.includes('Kraft') || document.querySelector('h2'));
  });
  await timed('filtered, as a fresh page', async () => {
    await page.goto(`/accounts?filter=${encodeURIComponent(JSON.stringify({ field: 'city', op: 'eq', value: 'Leeds' }))}&sort=-name`);
    await shown(() => [...document.querySelectorAll('[aria-rowindex="2"] [role=gridcell]')].some((cell) => cell.textContent === 'Leeds'));
  });
} finally {
  await browser.close();
  await site.stop();
}
