import { useText } from '~/app/i18n';
import { FilterBar } from '~/records/filter/FilterBar';
import { useObject } from '~/records/objects';
import { Select } from '~/ui';
import { without } from '../without';
import { metaField, rollupFunctions, type MetaObject, type Rollup } from './metadata';
import css from './objects.module.css';

const numbers = new Set(['integer', 'decimal', 'money', 'percent', 'duration']);
const ordered = new Set([...numbers, 'date', 'datetime']);

/** What is counted or added up over the records that lead here, and which of them count. */
export function RollupEditor({ object, objects, value, onChange, problem }: {
  object: MetaObject; objects: MetaObject[]; value: Rollup; onChange: (value: Rollup) => void; problem: (name: string) => string | undefined;
}) {
  const t = useText();
  const set = object.related.find((one) => one.name === value.related);
  const related = objects.find((one) => one.name === set?.object);
  const shown = useObject(set?.object ?? '');
  const fits = (type: string) => (value.function === 'sum' ? numbers.has(type) : value.function === 'last' ? type !== 'json' : ordered.has(type));
  const fields = (related?.fields ?? []).filter((field) => !field.retired && fits(field.type));
  const times = (related?.fields ?? []).filter((field) => !field.retired && (field.type === 'date' || field.type === 'datetime'));
  return (
    <div className={css.grid}>
      <Select label={t('rollups.related')} allowDeselect={false} searchable value={value.related} error={problem('rollup.related')} data={object.related.map((one) => ({ value: one.name, label: one.label }))} onChange={(next) => next && onChange({ related: next, function: value.function })} />
      <Select label={t('rollups.function')} allowDeselect={false} value={value.function} error={problem('rollup.function')} data={rollupFunctions.map((one) => ({ value: one, label: t(`rollups.${one}`) }))}
        onChange={(next) => { const { field, by, ...rest } = value; const wanted = rollupFunctions.find((one) => one === next); if (wanted) onChange(wanted === 'count' ? { ...rest, function: wanted } : { ...rest, function: wanted, ...(field && metaField(related ?? object, field) ? { field } : {}), ...(wanted === 'last' && by ? { by } : {}) }); }} />
      {value.function !== 'count' && <Select label={t('rollups.field')} allowDeselect={false} searchable value={value.field ?? null} error={problem('rollup.field')} data={fields.map((field) => ({ value: field.name, label: field.label }))} onChange={(field) => field && onChange({ ...value, field })} />}
      {value.function === 'last' && <Select label={t('rollups.by')} allowDeselect={false} value={value.by ?? null} error={problem('rollup.by')} data={times.map((field) => ({ value: field.name, label: field.label }))} onChange={(by) => by && onChange({ ...value, by })} />}
      {shown && (
        <div className={css.wide}>
          <span className={css.caption}>{t('rollups.where')}</span>
          <FilterBar object={shown} filter={value.where} onChange={(where) => onChange({ ...without(value, 'where'), ...(where ? { where } : {}) })} />
          {problem('rollup.where') && <p className={css.fault} role="alert">{problem('rollup.where')}</p>}
        </div>
      )}
    </div>
  );
}
