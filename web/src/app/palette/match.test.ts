import { expect, test } from 'vitest';
import { fits, marked } from './match';

const hits = (text: string, typed: string) => marked(text, typed).filter((part) => part.hit).map((part) => part.text);

test('what was typed is marked where words begin, folded', () => {
  expect(hits('Øst Fyr AS', 'ost fy')).toEqual(['Øst', 'Fy']);
  expect(hits('Bærum Lys', 'baerum')).toEqual(['Bærum']);
  expect(hits('Kari Nordmann', 'nor')).toEqual(['Nor']);
});

test('within a word only from three letters on', () => {
  expect(hits('nordlys@fyr.no', 'lys')).toEqual(['lys']);
  expect(hits('Nordlys', 'ly')).toEqual([]);
});

test('nothing typed marks nothing, and the parts are the whole', () => {
  expect(marked('Ærlig', '').map((part) => part.text).join('')).toBe('Ærlig');
  expect(fits('New account', 'ne ac')).toBe(true);
  expect(fits('New account', 'count')).toBe(false);
});
