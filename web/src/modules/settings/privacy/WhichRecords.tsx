import { lazy, Suspense, useState } from 'react';
import type { Filter, ObjectType } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { said, units } from '~/records/filter/tree';
import { Words } from '~/records/filter/Words';
import { Button, NumberInput, Select, Skeletons } from '~/ui';
import { clocksOf, type Age, type Unit } from './age';
import { useClockName } from './AgeWords';
import css from './privacy.module.css';

const Builder = lazy(() => import('~/records/filter/Builder').then((file) => ({ default: file.Builder })));

/** After how long, counted from what; and, where that is not all, the filter as lists have it. */
export function WhichRecords({ object, age, draft, problem, onAge, onDraft }: {
  object: ObjectType; age: Age | null; draft: Filter; problem: string | undefined; onAge: (age: Age | null) => void; onDraft: (draft: Filter) => void;
}) {
  const t = useText();
  const clock = useClockName(object);
  const [open, setOpen] = useState(false);
  const rest = said(draft);
  const now = age ?? { since: '', count: 3, unit: 'years' as const };
  return (
    <div className={css.which}>
      <div className={css.age}>
        <Select label={t('privacy.counted_from')} allowDeselect={false} value={age?.since ?? 'any'} onChange={(since) => since && onAge(since === 'any' ? null : { ...now, since })}
          data={[...clocksOf(object).map((value) => ({ value, label: clock(value) })), { value: 'any', label: t('privacy.since.any') }]} />
        {age && <NumberInput label={t('privacy.more_than')} min={1} max={1200} allowDecimal={false} allowNegative={false} value={age.count} onChange={(count) => { if (typeof count === 'number' && count > 0) onAge({ ...age, count }); }} />}
        {age && <Select label={t('filter.unit')} allowDeselect={false} value={age.unit} onChange={(unit) => unit && onAge({ ...age, unit: unit as Unit })} data={units.map((value) => ({ value, label: t(`filter.unit.${value}`) }))} />}
      </div>
      {open ? (
        <Suspense fallback={<Skeletons rows={2} />}><Builder key={object.name} object={object} draft={draft} onDraft={onDraft} onClose={() => setOpen(false)} /></Suspense>
      ) : (
        <p className={css.rest}>
          {rest && <span>{t('privacy.and_only')} <Words object={object} node={rest} /></span>}
          <Button size="small" look="quiet" icon={rest ? 'pencil' : 'plus'} onClick={() => setOpen(true)}>{t(rest ? 'privacy.change_conditions' : 'privacy.add_conditions')}</Button>
        </p>
      )}
      {problem && <p className={css.fault} role="alert">{problem}</p>}
    </div>
  );
}
