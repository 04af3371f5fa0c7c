import type { Params } from '~/app/i18n';
import { useText } from '~/app/i18n';
import css from '../settings.module.css';

/** What the log tells of, as its kinds begin. */
export const areas = ['sign_in', 'sign_out', 'password', 'user', 'role', 'token', 'share', 'object', 'export', 'bulk', 'job', 'schedule', 'import', 'undo', 'files', 'privacy', 'workspace', 'audit'] as const;

type Text = (key: string, params?: Params) => string;
/** A text that there may be or not: what a newer server tells of is shown by its own name. */
function known(t: Text, key: string): string | undefined {
  const text = t(key);
  return text === key ? undefined : text;
}
const plain = (name: string) => name.replace(/[._]/g, ' ');

const words = (value: unknown): string =>
  value === null || value === undefined ? '–' : Array.isArray(value) ? value.map(words).join(', ') : typeof value === 'object' ? Object.entries(value).map(([name, one]) => `${plain(name)} ${words(one)}`).join(', ') : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** A change of a whole matrix of rights has no end: its beginning tells what it was about. */
const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

export function Details({ details }: { details: Record<string, unknown> | null | undefined }) {
  const t = useText();
  const shown = Object.entries(details ?? {}).filter(([, value]) => value !== null && value !== '' && !/^\d{15,}$/.test(String(value)));
  if (shown.length === 0) return null;
  return (
    <div className={css.details}>
      <dl>{shown.map(([name, value]) => <div key={name}><dt>{known(t, `audit_log.detail.${name}`) ?? plain(name)}:</dt><dd>{short(words(value))}</dd></div>)}</dl>
    </div>
  );
}
