/** +47 55 23 00 00: groups of what follows the country code; the full number stays in the link. */
export function phoneText(value: string): string {
  const found = /^(\+(?:1|7|2[07]|3[0123469]|4[013456789]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}))(\d+)$/.exec(value);
  if (!found) return value;
  const rest = found[2] ?? '';
  const groups = rest.length % 2 === 0 ? rest.match(/.{2}/g) : [rest.slice(0, 3), ...(rest.slice(3).match(/.{2}/g) ?? [])];
  return `${found[1]} ${(groups ?? [rest]).join(' ')}`;
}
