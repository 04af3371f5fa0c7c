import { useText } from '~/app/i18n';
import { Button, Icon } from '~/ui';
import { difference, type Draft } from '../useDraft';
import { labelIn } from './metadata';
import css from './objects.module.css';

/** A value of the description in a few words. */
function useWords(): (value: unknown) => string {
  const t = useText();
  const words = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('stale.nothing');
    if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no');
    if (Array.isArray(value)) return value.length === 0 ? t('stale.nothing') : value.map(words).join(', ');
    if (typeof value === 'object') {
      const object = value as Record<string, unknown>;
      if (typeof object['labels'] === 'object' && object['labels'] !== null) return labelIn(object['labels'] as Record<string, string>);
      if (Array.isArray(object['sections'])) return words(object['sections']);
      if (Object.values(object).every((one) => typeof one === 'string')) return labelIn(object as Record<string, string>);
      return JSON.stringify(object);
    }
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return words;
}

/** Another administrator was here meanwhile: what they changed, and the two ways on. */
export function StaleNote<T extends object>({ stale, busy, onMine, onTheirs }: { stale: Draft<T>['stale']; busy: boolean; onMine: () => void; onTheirs: () => void }) {
  const t = useText();
  const words = useWords();
  if (!stale) return null;
  const changed = Object.entries(difference(stale.was, stale.theirs.value));
  return (
    <div className={css.stale} role="alert">
      <p><Icon name="alert" /><b>{t('stale.title')}</b></p>
      {changed.length === 0 ? <p>{t('stale.elsewhere')}</p> : (
        <dl>
          {changed.map(([name, value]) => <div key={name}><dt>{t(`settings.member.${name}`)}</dt><dd><del>{words(stale.was[name as keyof T])}</del> <ins>{words(value)}</ins></dd></div>)}
        </dl>
      )}
      <div className={css.staleActs}><Button size="small" look="primary" busy={busy} onClick={onMine}>{t('stale.mine')}</Button><Button size="small" onClick={onTheirs}>{t('stale.theirs')}</Button></div>
    </div>
  );
}
