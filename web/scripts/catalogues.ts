import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

type Texts = Record<string, string>;
const read = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;

/**
 * The languages there are, found by their files. English and Norwegian stand beside what they are about
 * (`src/<area>/locales/<language>.json`); any other is one file, `<root>/<language>.json`. What a language
 * has no text for is shown in English.
 */
export function catalogueFiles(source: string, root: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (file: string) => {
    const language = basename(file, '.json');
    found.set(language, [...(found.get(language) ?? []), file]);
  };
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' }).sort()) if (/(^|[\\/])locales[\\/][\w-]+\.json$/.test(file)) add(join(source, file));
  if (existsSync(root)) for (const file of readdirSync(root, { encoding: 'utf8' }).sort()) if (file.endsWith('.json')) add(join(root, file));
  return new Map([...found].sort(([one], [other]) => one.localeCompare(other)));
}

/** Texts that only some pages say, and few people open: a chunk of their own, loaded with those pages. */
const late = /[\\/](modules[\\/](settings|duplicates|data)|records[\\/]privacy)[\\/]/;

export function catalogueOf(files: Map<string, string[]>, language: string, part: 'all' | 'first' | 'late' = 'all'): Texts {
  const own: Texts = Object.assign({}, ...(files.get(language) ?? []).map(read)) as Texts;
  const english: Texts = Object.assign({}, ...(files.get('en') ?? []).filter((file) => part === 'all' || late.test(file) === (part === 'late')).map(read)) as Texts;
  // The one file of a language carries the server's texts as well: they stay there.
  return Object.fromEntries(Object.keys(english).map((key) => [key, own[key] ?? english[key] ?? '']).concat(
    // A language may need plural forms that English has not: few, many.
    Object.keys(own).filter((key) => /_(zero|two|few|many)$/.test(key) && english[key.replace(/_[a-z]+$/, '_other')] !== undefined).map((key) => [key, own[key] ?? '']),
  )) as Texts;
}

/** `virtual:languages`: each language with the ways to load its texts, those of the first pages and the rest. */
export function catalogues(source: string, root: string): Plugin {
  const prefix = 'virtual:catalogue/';
  const list = 'virtual:languages';
  return {
    name: 'kith-catalogues',
    resolveId: (id) => (id === list || id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith('\0virtual:')) return undefined;
      const files = catalogueFiles(source, root);
      if (id === `\0${list}`) return `export default {${[...files.keys()].map((language) => `${JSON.stringify(language)}: { first: () => import(${JSON.stringify(prefix + language)}), late: () => import(${JSON.stringify(`${prefix}late/${language}`)}) }`).join(', ')}}`;
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const name = id.slice(prefix.length + 1);
      const language = name.replace('late/', '');
      for (const one of new Set(['en', language])) for (const file of files.get(one) ?? []) this.addWatchFile(file);
      return `export default ${JSON.stringify(catalogueOf(files, language, name === language ? 'first' : 'late'))}`;
    },
  };
}
