/** Letters that fold to others, and the accents that fall away. */
const alike: Record<string, string> = { ø: 'o', æ: 'ae', å: 'a', ß: 'ss', đ: 'd', ł: 'l' };
const foldedLetter = (letter: string): string => {
  const lower = letter.toLowerCase();
  return alike[lower] ?? lower.normalize('NFD').replace(/\p{M}/gu, '');
};
export const folded = (text: string): string => [...text].map(foldedLetter).join('');

/** Each word typed begins a word of the label: "cr ac" finds "Create: account". */
export function fits(label: string, typed: string): boolean {
  const words = folded(label).split(/[\s·:,]+/);
  return folded(typed).split(/\s+/).filter(Boolean).every((part) => words.some((word) => word.startsWith(part)));
}

export interface Part {
  text: string;
  hit: boolean;
}

/** The text in parts, those that were typed marked: where a word begins if it does, else within one. */
export function marked(text: string, typed: string): Part[] {
  const letters = [...text];
  const starts: number[] = [];
  let plain = '';
  for (const letter of letters) {
    starts.push(plain.length);
    plain += foldedLetter(letter);
  }
  const hits = new Array<boolean>(letters.length).fill(false);
  for (const word of folded(typed).split(/\s+/).filter((part) => part.length > 0)) {
    let from = -1;
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(plain[at - 1] ?? '')) { from = at; break; }
    }
    if (from < 0 && word.length >= 3) from = plain.indexOf(word);
    if (from < 0) continue;
    starts.forEach((start, index) => {
      if (start >= from && start < from + word.length) hits[index] = true;
    });
  }
  const parts: Part[] = [];
  letters.forEach((letter, index) => {
    const hit = hits[index] ?? false;
    const last = parts.at(-1);
    if (last && last.hit === hit) last.text += letter;
    else parts.push({ text: letter, hit });
  });
  return parts;
}
