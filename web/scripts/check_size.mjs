// What the first page loads: the entry, its static imports and the week page's, one catalogue. The bar: 250 kB compressed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const seen = new Set();
const add = (key) => {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return;
  seen.add(chunk.file);
  for (const next of chunk.imports ?? []) add(next);
};
add('index.html');
for (const key of Object.keys(manifest)) {
  if (/modules\/process\/.*WeekPage\.tsx$/.test(key) || key.includes('catalogue/nb')) add(key);
}
let gzip = 0;
let brotli = 0;
for (const file of seen) {
  const bytes = readFileSync(join(dist, file));
  gzip += gzipSync(bytes, { level: 9 }).length;
  brotli += brotliCompressSync(bytes).length;
}
console.log(`first page: ${seen.size} scripts, ${(gzip / 1000).toFixed(1)} kB gzip, ${(brotli / 1000).toFixed(1)} kB brotli`);
if (gzip > 250_000) {
  console.error('over 250 kB: split a page or drop a dependency');
  process.exit(1);
}
