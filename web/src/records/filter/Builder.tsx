import { useId, useMemo } from 'react';
import type { Condition, Field, Filter, ObjectType, Op, RelatedCondition } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { Button, Icon } from '~/ui';
import { Picker } from '~/ui/Picker';
import { isReference, useObjects } from '../objects';
import { isDateField, sumTypes } from '../views/state';
import { useLate } from './FilterBar';
import { FilterText } from './FilterText';
import { draftOf, everyRecord, fieldAt, fromGroup, groupOf, isCondition, isRelated, opsOf, said, startCondition, withOp, type Mode } from './tree';
import { ValueEditor } from './ValueEditor';
import css from './filter.module.css';

const modes: Mode[] = ['all', 'any', 'none', 'not_all'];
const deepest = 10;

/** The whole tree, as text and as groups of conditions: both are the same filter. */
export function Builder({ object, draft, onDraft, onClose }: { object: ObjectType; draft: Filter; onDraft: (draft: Filter) => void; onClose: () => void }) {
  const t = useText();
  return (
    <section className={css.panel} aria-label={t('filter.whole')} onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented) { event.stopPropagation(); onClose(); } }}>
      <FilterText object={object} filter={said(draft)} onFilter={(filter) => onDraft(draftOf(filter))} />
      <div className={css.tree} tabIndex={-1}><Group object={object} node={draft} onChange={onDraft} depth={0} /></div>
      <div className={css.panelFoot}>
        <Button size="small" look="quiet" onClick={() => onDraft({ and: [] })}>{t('filter.clear')}</Button>
        <Button size="small" onClick={onClose}>{t('filter.done')}</Button>
      </div>
    </section>
  );
}

type NodeProps<T extends Filter = Filter> = { object: ObjectType; node: T; onChange: (node: Filter) => void; onRemove?: () => void; depth: number };

function Group({ object, node, onChange, onRemove, depth }: NodeProps) {
  const t = useText();
  const group = groupOf(node);
  if (!group) return null;
  const { mode, parts } = group;
  const set = (next: Filter[]) => onChange(fromGroup({ mode, parts: next }));
  const title = object.fields.find((field) => field.name === object.list[0]) ?? object.fields[0];
  return (
    <div className={css.group} role="group" aria-label={t(`filter.mode.${mode}`)} data-depth={depth || undefined}>
      <div className={css.groupHead}>
        <select className={css.select} aria-label={t('filter.mode')} value={mode} onChange={(event) => onChange(fromGroup({ mode: event.currentTarget.value as Mode, parts }))}>
          {modes.map((one) => <option key={one} value={one}>{t(`filter.mode.${one}`)}</option>)}
        </select>
        {onRemove && <button type="button" className={css.out} aria-label={t('filter.remove', { field: t('filter.group') })} onClick={onRemove}><Icon name="x" size={14} /></button>}
      </div>
      {parts.length > 0 && (
        <ul>
          {parts.map((part, index) => {
            const props = { object, onChange: (next: Filter) => set(parts.map((one, at) => (at === index ? next : one))), onRemove: () => set(parts.filter((_, at) => at !== index)), depth: depth + 1 };
            return <li key={index}>{isCondition(part) ? <Row {...props} node={part} /> : isRelated(part) ? <RelatedRow {...props} node={part} /> : <Group {...props} node={part} />}</li>;
          })}
        </ul>
      )}
      <div className={css.adds}>
        {title && <Button size="small" look="quiet" icon="plus" onClick={() => set([...parts, startCondition(title.name, title)])}>{t('filter.add_condition')}</Button>}
        {depth < deepest && <Button size="small" look="quiet" icon="plus" onClick={() => set([...parts, { or: [] }])}>{t('filter.add_group')}</Button>}
        {depth < deepest && object.related.length > 0 && <Button size="small" look="quiet" icon="plus" onClick={() => set([...parts, { related: object.related[0]?.name ?? '' }])}>{t('filter.add_related')}</Button>}
      </div>
    </div>
  );
}

/** An object's own fields, and those of what it refers to. */
function usePaths(object: ObjectType): { value: string; label: string }[] {
  const objects = useObjects();
  return useMemo(() => [
    ...[...object.fields, ...everyRecord()].map((field) => ({ value: field.name, label: field.label })),
    ...object.fields.filter(isReference).flatMap((field) => (objects.find((one) => one.name === field.to)?.fields ?? []).filter((inner) => inner.type !== 'json').map((inner) => ({ value: `${field.name}.${inner.name}`, label: `${field.label} › ${inner.label}` }))),
  ], [object, objects]);
}

function Row({ object, node, onChange, onRemove }: NodeProps<Condition>) {
  const t = useText();
  const id = useId();
  const objects = useObjects();
  const paths = usePaths(object);
  const at = fieldAt(objects, object, node.field);
  const [value, late, now] = useLate(node.value, (next) => onChange({ ...node, value: next }));
  const choose = (path: string) => {
    const next = fieldAt(objects, object, path);
    if (next && path !== node.field) onChange(startCondition(path, next.field));
  };
  return (
    <div className={css.row}>
      <span className={css.rowField}><Picker label={t('filter.field')} options={paths} value={node.field} valueLabel={at?.label ?? node.field} onDone={(picked) => { if (typeof picked === 'string') choose(picked); }} /></span>
      {at ? <OpSelect field={at.field} op={node.op} onOp={(op) => onChange(withOp(at.field, { ...node, value }, op))} /> : <span className={css.lost}>{t('filter.gone')}</span>}
      <span className={css.rowValue}>{at && <ValueEditor key={`${node.field} ${node.op}`} id={id} field={at.field} op={node.op} value={value} onValue={late} onNow={now} onDone={() => undefined} />}</span>
      <button type="button" className={css.out} aria-label={t('filter.remove', { field: at?.label ?? node.field })} onClick={onRemove}><Icon name="x" size={14} /></button>
    </div>
  );
}

function OpSelect({ field, op, onOp, only }: { field: Field; op: Op; onOp: (op: Op) => void; only?: Op[] }) {
  const t = useText();
  const all = only ?? opsOf(field);
  return (
    <select className={css.select} aria-label={t('filter.comparison')} value={op} onChange={(event) => onOp(event.currentTarget.value as Op)}>
      {(all.includes(op) ? all : [op, ...all]).map((one) => <option key={one} value={one}>{t(`filter.op.${one}`)}</option>)}
    </select>
  );
}

type Test = 'any' | 'none' | 'count' | 'sum' | 'latest';
const numberOps: Op[] = ['ge', 'le', 'gt', 'lt', 'eq', 'ne'];
const testOf = (node: RelatedCondition): Test => (node.none ? 'none' : node.count ? 'count' : node.sum ? 'sum' : node.latest ? 'latest' : 'any');

function RelatedRow({ object, node, onChange, onRemove, depth }: NodeProps<RelatedCondition>) {
  const t = useText();
  const id = useId();
  const objects = useObjects();
  const set = object.related.find((one) => one.name === node.related);
  const target = objects.find((one) => one.name === set?.object);
  const test = testOf(node);
  const sums = target?.fields.filter((field) => sumTypes.has(field.type)) ?? [];
  const dates = target?.fields.filter(isDateField) ?? [];
  const where = node.latest ? node.latest.where : node.where;
  const tests: Test[] = ['any', 'none', 'count', ...(sums.length ? ['sum' as const] : []), ...(dates.length ? ['latest' as const] : [])];
  const summed = sums.find((field) => field.name === node.sum?.field);
  const [sumValue, late, now] = useLate(node.sum?.value, (value) => { if (node.sum) onChange({ ...node, sum: { ...node.sum, value } }); });
  const change = (next: Test) => {
    const base: RelatedCondition = { related: node.related, ...(where && next !== 'latest' ? { where } : {}) };
    if (next === 'none') return onChange({ ...base, none: true });
    if (next === 'count') return onChange({ ...base, count: { op: 'ge', value: 2 } });
    if (next === 'sum') return onChange({ ...base, sum: { field: sums[0]?.name ?? '', op: 'ge' } });
    if (next === 'latest') return onChange({ ...base, latest: { by: dates[0]?.name ?? '', where: where ?? { and: [] } } });
    return onChange(base);
  };
  const setWhere = (next: Filter) => onChange(node.latest ? { ...node, latest: { ...node.latest, where: next } } : { ...node, where: next });
  return (
    <div className={css.relatedBox}>
      <div className={css.row}>
        <span className={css.rowField}><Picker label={t('filter.related')} options={object.related.map((one) => ({ value: one.name, label: one.label }))} value={node.related} valueLabel={set?.label ?? node.related} onDone={(picked) => { if (typeof picked === 'string' && picked !== node.related) onChange({ related: picked }); }} /></span>
        <select className={css.select} aria-label={t('filter.comparison')} value={test} onChange={(event) => change(event.currentTarget.value as Test)}>
          {tests.map((one) => <option key={one} value={one}>{t(`filter.has.${one}`)}</option>)}
        </select>
        <span className={css.rowValue}>
          {node.count && (
            <span className={css.length}>
              <OpSelect field={target?.fields[0] ?? { name: '', type: 'integer', label: '' }} op={node.count.op} only={numberOps} onOp={(op) => onChange({ ...node, count: { op, value: node.count?.value ?? 1 } })} />
              <input className={css.number} type="number" min={0} aria-label={t('filter.how_many')} value={node.count.value} onChange={(event) => onChange({ ...node, count: { op: node.count?.op ?? 'ge', value: Math.max(0, Math.round(Number(event.currentTarget.value) || 0)) } })} />
            </span>
          )}
          {node.sum && (
            <span className={css.length}>
              <select className={css.select} aria-label={t('filter.field')} value={node.sum.field} onChange={(event) => onChange({ ...node, sum: { field: event.currentTarget.value, op: node.sum?.op ?? 'ge' } })}>
                {sums.map((field) => <option key={field.name} value={field.name}>{field.label}</option>)}
              </select>
              {summed && <OpSelect field={summed} op={node.sum.op} only={numberOps} onOp={(op) => { if (node.sum) onChange({ ...node, sum: { ...node.sum, op } }); }} />}
              {summed && <ValueEditor key={summed.name} id={id} field={summed} op="ge" value={sumValue} onValue={late} onNow={now} onDone={() => undefined} />}
            </span>
          )}
          {node.latest && (
            <select className={css.select} aria-label={t('filter.latest_by')} value={node.latest.by} onChange={(event) => onChange({ ...node, latest: { ...node.latest, by: event.currentTarget.value } })}>
              {dates.map((field) => <option key={field.name} value={field.name}>{t('filter.by', { field: field.label.toLowerCase() })}</option>)}
            </select>
          )}
          {!where && target && !node.latest && <Button size="small" look="quiet" icon="plus" onClick={() => setWhere({ and: [] })}>{t('filter.add_where')}</Button>}
        </span>
        <button type="button" className={css.out} aria-label={t('filter.remove', { field: set?.label ?? node.related })} onClick={onRemove}><Icon name="x" size={14} /></button>
      </div>
      {where && target && (
        <Group object={target} node={draftOf(where)} onChange={setWhere} depth={depth + 1} onRemove={() => { const { where: gone, latest, ...rest } = node; if (gone || latest) onChange(rest); }} />
      )}
    </div>
  );
}
