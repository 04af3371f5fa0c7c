const names = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink', 'grey'] as const;
const known = new Set<string>(names);

/** A tag's colour; one that was given none gets the same one each time, by its name. */
export function tagColour(colour: unknown, name: string): string {
  if (typeof colour === 'string') {
    if (/^#[0-9a-f]{3,8}$/i.test(colour)) return colour;
    if (colour === 'gray') return 'var(--tag-grey)';
    if (known.has(colour)) return `var(--tag-${colour})`;
  }
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return `var(--tag-${names[sum % (names.length - 1)]})`;
}
