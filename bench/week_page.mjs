// How soon a rep's week is usable, and what the browser loads for it: from the navigation until the
// first row is drawn and the page answers. Median of five, with an empty cache and with a full one;
// the server is warm. Bars: 1.0 s; 250 kB of script, compressed.
//
//   node bench/week_page.mjs          the binary of ./run; KITH names another
import { launch, serve, signIn } from '../tests/browser/harness.mjs';

const rounds = 5;
const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];

/** Runs in the page before its own scripts: notes when the first row of the list can be clicked. */
function watch() {
  const look = () => {
    if (document.querySelector('#main li button[aria-expanded]')) requestAnimationFrame(() => setTimeout(() => (window.usable = performance.now())));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function measure(page) {
  await page.goto('/week');
  await page.waitForFunction(() => window.usable !== undefined);
  return page.evaluate(() => ({
    usable: window.usable,
    script: performance.getEntriesByType('resource').filter((one) => /\.js$/.test(one.name)).reduce((sum, one) => sum + one.encodedBodySize, 0),
  }));
}

const site = await serve({ customers: 700 });
const browser = await launch();
const open = async () => {
  const context = await browser.newContext({ baseURL: site.url, viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  await context.addInitScript(watch);
  return context.newPage();
};
let fail = false;
try {
  const warm = await open();
  await signIn(warm, site.people.rep);
  await measure(warm);
  const state = await warm.context().storageState();
  const empty = [];
  const full = [];
  let script = 0;
  for (let round = 0; round < rounds; ++round) {
    const page = await open();
    await page.context().addCookies(state.cookies);
    const first = await measure(page);
    empty.push(first.usable);
    script = first.script;
    full.push((await measure(page)).usable);
    await page.context().close();
  }
  const told = (values) => `${median(values).toFixed(0)} ms (${values.map((value) => value.toFixed(0)).join(', ')})`;
  console.log(`week usable, empty cache: ${told(empty)}`);
  console.log(`week usable, full cache:  ${told(full)}`);
  console.log(`script as sent: ${(script / 1000).toFixed(1)} kB`);
  fail = median(empty) > 1000 || script > 250_000;
  if (fail) console.error('missed: 1000 ms, 250 kB');
} finally {
  await browser.close();
  await site.stop();
}
process.exitCode = fail ? 1 : 0;
