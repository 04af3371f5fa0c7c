import { useText } from '~/app/i18n';
import { Button, ProblemNote } from '~/ui';
import type { Draft } from '../useDraft';
import { elsewhere } from './problems';
import { StaleNote } from './StaleNote';
import css from './objects.module.css';

/** Nothing is shown to others before it is saved: what is at the foot of such a form. */
export function SaveBar<T extends object>({ draft, shown = [] }: { draft: Draft<T> & { submit: () => void; mine: () => void }; shown?: string[] }) {
  const t = useText();
  if (!draft.dirty && !draft.error && !draft.stale) return null;
  return (
    <div className={css.saveBar}>
      <StaleNote stale={draft.stale} busy={draft.busy} onMine={draft.mine} onTheirs={draft.takeTheirs} />
      <ProblemNote error={elsewhere(draft.error, shown)} />
      {!draft.stale && <div className={css.foot}><span className="soft">{t('settings.unsaved')}</span><span><Button onClick={draft.reset}>{t('settings.discard')}</Button><Button look="primary" busy={draft.busy} onClick={draft.submit}>{t('settings.save')}</Button></span></div>}
    </div>
  );
}
