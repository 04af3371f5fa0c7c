// Fails when en and nb differ in keys or parameters, when a key used in the source is missing, when a
// key is used nowhere, when the server has the same key with other words, when the one file of another
// language (locales/<language>.json) holds what nobody asks for, or when a TSX file holds text of its own.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = new URL('../src/', import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
const faults = [];
const catalogue = { en: new Map(), nb: new Map() };

for (const file of files) {
  const found = /locales\/(en|nb)\.json$/.exec(file);
  if (!found) continue;
  for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(root, file), 'utf8')))) {
    if (catalogue[found[1]].has(key)) faults.push(`${file}: ${key} stands in two catalogues`);
    if (!text.trim()) faults.push(`${file}: ${key} is empty`);
    catalogue[found[1]].set(key, { text, file });
  }
}
const parameters = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join(',');
for (const [one, other] of [['en', 'nb'], ['nb', 'en']]) {
  for (const [key, { text, file }] of catalogue[one]) {
    const match = catalogue[other].get(key);
    if (!match) faults.push(`${file}: ${key} is missing in ${other}`);
    else if (one === 'en' && parameters(text) !== parameters(match.text)) faults.push(`${key}: parameters differ`);
  }
}

// One file carries a whole language, the server's texts and these: a key means one thing in both.
const server = new Map();
const sources = new URL('../../src/', import.meta.url).pathname;
for (const file of existsSync(sources) ? readdirSync(sources, { recursive: true, encoding: 'utf8' }) : []) {
  if (file.endsWith('locales/en.json')) for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(sources, file), 'utf8')))) server.set(key, text);
}
for (const [key, { text, file }] of catalogue.en) {
  if (server.has(key) && server.get(key) !== text) faults.push(`${file}: ${key} is another text in the server's catalogues`);
}
const others = new URL('../../locales/', import.meta.url).pathname;
for (const file of existsSync(others) ? readdirSync(others) : []) {
  if (!file.endsWith('.json')) continue;
  for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(others, file), 'utf8')))) {
    const english = catalogue.en.get(key) ?? catalogue.en.get(key.replace(/_(zero|two|few|many)$/, '_other'));
    if (english && parameters(english.text) !== parameters(text)) faults.push(`locales/${file}: ${key}: parameters differ`);
    if (!english && !server.has(key) && !/^(object|language)\./.test(key)) faults.push(`locales/${file}: ${key} is nobody's text`);
  }
}

const known = (key) => catalogue.en.has(key) || catalogue.en.has(`${key}_other`);
const words = /\p{L}{2,}/u;
const spoken = new Set(['aria-label', 'title', 'placeholder', 'label', 'alt', 'hint', 'description']);
const used = new Set();
const starts = new Set();

for (const file of files) {
  if (!/\.tsx?$/.test(file) || file.includes('.test.')) continue;
  const text = readFileSync(join(root, file), 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const at = (node) => `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const visit = (node) => {
    if (ts.isStringLiteralLike(node)) used.add(node.text);
    if (ts.isTemplateExpression(node) && node.head.text.includes('.')) starts.add(node.head.text);
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      const key = node.arguments[0];
      if (key && ts.isStringLiteralLike(key) && !known(key.text)) faults.push(`${at(node)}: no text for "${key.text}"`);
    }
    if (ts.isJsxText(node) && words.test(node.text)) faults.push(`${at(node)}: text in the page: "${node.text.trim()}"`);
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer) && words.test(node.initializer.text))
      faults.push(`${at(node)}: text in ${node.name.getText()}: "${node.initializer.text}"`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
}
for (const [key, { file }] of catalogue.en) {
  const stem = key.replace(/_(one|other)$/, '');
  if (!used.has(key) && !used.has(stem) && ![...starts].some((start) => key.startsWith(start))) faults.push(`${file}: ${key} is used nowhere`);
}

if (faults.length) {
  console.error(faults.join('\n'));
  console.error(`${faults.length} fault(s) in the catalogues`);
  process.exit(1);
}
console.log(`${catalogue.en.size} texts, the same keys in en and nb`);
