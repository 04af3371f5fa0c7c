import { useText } from '~/app/i18n';
import { NumberInput, Select } from '~/ui';
import type { Dialect, ImportFile } from './imports';

const DELIMITERS: Record<string, string> = { ',': 'comma', ';': 'semicolon', tab: 'tab', '|': 'pipe' };
const ENCODINGS: Record<string, string> = {
  'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE', 'windows-1252': 'Windows-1252', 'iso-8859-15': 'ISO-8859-15', macintosh: 'Mac Roman',
  'windows-1250': 'Windows-1250', 'windows-1257': 'Windows-1257', 'ibm-850': 'DOS 850', 'ibm-865': 'DOS 865',
};

/** How the file is written, in a line. */
export function useFileWords(file: ImportFile): string {
  const t = useText();
  const csv = file.format === 'csv';
  const delimiter = DELIMITERS[file.delimiter];
  return [
    t(`import.format.${file.format}`), ...(csv ? [delimiter ? t(`import.delimiter.${delimiter}`).toLocaleLowerCase() : file.delimiter] : []), ...(file.format === 'xlsx' ? [] : [ENCODINGS[file.encoding] ?? file.encoding]),
    ...(csv || file.format === 'xlsx' ? [file.header_row > 0 ? t('import.header_in', { row: file.header_row }) : t('import.without_header')] : []),
  ].join(' · ');
}

interface Props { file: ImportFile; busy: boolean; onDialect: (change: Partial<Dialect>) => void }

/** Which file of a zip, which sheet of a workbook. */
export function Places({ file, busy, onDialect }: Props) {
  const t = useText();
  const names = (all: string[]) => all.map((name) => ({ value: name, label: name }));
  return (
    <>
      {file.entries.length > 1 && <Select label={t('import.entry')} allowDeselect={false} searchable disabled={busy} value={file.entry} onChange={(entry) => entry && entry !== file.entry && onDialect({ entry })} data={names(file.entries)} />}
      {file.sheets.length > 1 && <Select label={t('import.sheet')} allowDeselect={false} searchable disabled={busy} value={file.sheet} onChange={(sheet) => sheet && sheet !== file.sheet && onDialect({ sheet })} data={names(file.sheets)} />}
    </>
  );
}

/** How the file is written, as it was found out; each can be corrected, and the file is read anew. */
export function FileSettings({ file, busy, onDialect }: Props) {
  const t = useText();
  const rows = file.format === 'csv' || file.format === 'xlsx';
  const csv = file.format === 'csv';
  const delimiters = [...new Set([...Object.keys(DELIMITERS), file.delimiter])];
  return (
    <>
      {csv && <Select label={t('import.delimiter')} allowDeselect={false} disabled={busy} value={file.delimiter} onChange={(delimiter) => delimiter && onDialect({ delimiter })} data={delimiters.map((value) => ({ value, label: DELIMITERS[value] ? t(`import.delimiter.${DELIMITERS[value]}`) : value }))} />}
      {file.format !== 'xlsx' && <Select label={t('import.encoding')} allowDeselect={false} disabled={busy} value={file.encoding} onChange={(encoding) => encoding && onDialect({ encoding })} data={Object.entries(ENCODINGS).map(([value, label]) => ({ value, label }))} />}
      {csv && <Select label={t('import.quote')} allowDeselect={false} disabled={busy} value={file.quote || 'none'} onChange={(quote) => quote && onDialect({ quote: quote === 'none' ? '' : quote })} data={[...new Set(['"', "'", file.quote || 'none', 'none'])].map((value) => ({ value, label: value === 'none' ? t('import.no_sign') : value }))} />}
      {csv && <Select label={t('import.escape')} description={t('import.escape_why')} allowDeselect={false} disabled={busy} value={file.escape || 'none'} onChange={(escape) => escape && onDialect({ escape: escape === 'none' ? '' : escape })} data={[...new Set(['none', '\\', file.escape || 'none'])].map((value) => ({ value, label: value === 'none' ? t('import.no_sign') : value }))} />}
      {rows && <NumberInput label={t('import.header_row')} disabled={busy} value={file.header_row} min={0} max={1000} onChange={(row) => { if (typeof row === 'number' && row !== file.header_row) onDialect({ header_row: row }); }} />}
      {rows && <NumberInput label={t('import.footer_rows')} description={t('import.footer_rows_why')} disabled={busy} placeholder={t('import.found_out')} value={file.footer_rows ?? ''} min={0} max={1000} onChange={(count) => { if (typeof count === 'number' && count !== file.footer_rows) onDialect({ footer_rows: count }); }} />}
      {csv && <Select label={t('import.decimal')} allowDeselect={false} disabled={busy} value={file.decimal || 'auto'} onChange={(decimal) => decimal && onDialect({ decimal: decimal === 'auto' ? '' : decimal })} data={[{ value: 'auto', label: t('import.by_column') }, { value: ',', label: '1 234,50' }, { value: '.', label: '1,234.50' }]} />}
      {csv && <Select label={t('import.dates')} allowDeselect={false} disabled={busy} value={file.dates || 'auto'} onChange={(dates) => dates && onDialect({ dates: dates === 'auto' ? '' : dates })} data={[{ value: 'auto', label: t('import.by_column') }, { value: 'day_first', label: t('import.day_first') }, { value: 'month_first', label: t('import.month_first') }]} />}
    </>
  );
}
