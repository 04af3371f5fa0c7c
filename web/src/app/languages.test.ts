import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogueFiles, catalogueOf } from '../../scripts/catalogues.ts';
import { formatFor } from './format';

let folder = '';
const write = (path: string, texts: Record<string, string>) => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(texts));
};
const files = () => catalogueFiles(join(folder, 'src'), join(folder, 'locales'));

describe('languages', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kith-languages-'));
    write('src/app/locales/en.json', { 'app.home': 'To the start', 'app.gone': 'It is not here', 'app.count_one': '{count} record', 'app.count_other': '{count} records' });
    write('src/records/locales/en.json', { 'record.new': 'New {object}' });
    write('src/app/locales/nb.json', { 'app.home': 'Til forsiden', 'app.gone': 'Den er ikke her', 'app.count_one': '{count} post', 'app.count_other': '{count} poster' });
    write('src/records/locales/nb.json', { 'record.new': 'Ny {object}' });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are found by their files, and a third is one file more', () => {
    expect([...files().keys()]).toEqual(['en', 'nb']);
    write('locales/sv.json', { 'app.home': 'Till startsidan', 'record.new': 'Ny {object}', 'record.stale': 'of the server alone' });
    expect([...files().keys()]).toEqual(['en', 'nb', 'sv']);
  });
  it('speak English where their file is silent, and carry nothing that the app does not say', () => {
    write('locales/sv.json', { 'app.home': 'Till startsidan', 'record.new': 'Ny {object}', 'record.stale': 'of the server alone' });
    expect(catalogueOf(files(), 'sv')).toEqual({
      'app.home': 'Till startsidan', 'app.gone': 'It is not here', 'app.count_one': '{count} record', 'app.count_other': '{count} records', 'record.new': 'Ny {object}',
    });
  });
  it('keep what few pages say out of what everybody loads first', () => {
    write('src/modules/settings/locales/en.json', { 'settings.rule': 'Rule' });
    write('locales/sv.json', { 'settings.rule': 'Regel', 'app.home': 'Till startsidan' });
    expect(catalogueOf(files(), 'sv', 'late')).toEqual({ 'settings.rule': 'Regel' });
    expect(catalogueOf(files(), 'sv', 'first')).not.toHaveProperty(['settings.rule']);
  });
  it('have the plural forms their grammar asks for', () => {
    write('locales/pl.json', { 'app.count_one': '{count} rekord', 'app.count_few': '{count} rekordy', 'app.count_many': '{count} rekordów', 'app.count_other': '{count} rekordu' });
    expect(catalogueOf(files(), 'pl')['app.count_few']).toBe('{count} rekordy');
    expect(catalogueOf(files(), 'pl')['app.count_many']).toBe('{count} rekordów');
  });
  it('write numbers and dates in their own way without being told of', () => {
    expect(formatFor('sv').number(1234.5).replace(/\s/g, ' ')).toBe('1 234,5');
    expect(formatFor('de').date('2026-03-29')).toBe('29. März 2026');
  });
});
