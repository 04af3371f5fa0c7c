/** 1,2 MB: as people say a file's size. */
export function bytesText(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const at = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(locale, { style: 'unit', unit: units[at], maximumFractionDigits: at < 2 ? 0 : 1 }).format(bytes / 1000 ** at);
}
