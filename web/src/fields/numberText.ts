/** Numbers as people write them in the language at hand: 1 234,5 and 1,234.5 both become 1234.5. */
export function parseNumber(text: string, locale: string): number | null | undefined {
  const trimmed = text.trim().replace(/[\s\u00a0\u202f']/g, '').replace(/\u2212/g, '-');
  if (trimmed === '') return null;
  const decimal = new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
  const group = decimal === ',' ? '.' : ',';
  let plain = trimmed;
  // The other language's decimal sign is meant as one where it cannot be a thousands sign.
  if (plain.includes(group) && !plain.includes(decimal) && !/^-?\d{1,3}([.,]\d{3})+$/.test(plain)) plain = plain.replace(group, decimal);
  plain = plain.split(group).join('').replace(decimal, '.');
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined;
}

export const numberText = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 10 }).format(value).replace('\u2212', '-');
