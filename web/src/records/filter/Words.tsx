import type { Condition, Field, Filter, ObjectType, Value } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { isMoney } from '~/fields/money';
import { isReference, useObjects, useTitleOf } from '../objects';
import { fieldAt, groupOf, isComplete, isCondition, isPeriod, isRelated, lengthOf, needsValue } from './tree';

/** The comparison and value in words: "is A or B", "in the last 90 days". */
export function useWords(field: Field | undefined, chip: Condition): string {
  const t = useText();
  const format = useFormat();
  const values = Array.isArray(chip.value) ? (chip.value as unknown[]) : [];
  const first = typeof values[0] === 'string' ? values[0] : typeof chip.value === 'string' ? chip.value : undefined;
  const refers = field !== undefined && isReference(field);
  const title = useTitleOf(refers && first !== 'me' ? (field.to ?? '') : '', refers && first !== 'me' ? first : undefined);
  const op = t(`filter.op.${chip.op}`);
  if (!needsValue(chip.op)) return op;
  if (!isComplete(chip)) return `${op} …`;
  const one = (value: unknown): string => {
    if (isMoney(value as Value)) return format.money(value as never);
    if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no');
    if (typeof value === 'number') return field?.type === 'duration' ? format.minutes(value) : field?.type === 'percent' ? format.percent(value) : format.number(value);
    if (isPeriod(value)) return t(`filter.period.${value}`);
    if (typeof value !== 'string') return '…';
    if (field?.type === 'date' || field?.type === 'datetime') return format.date(value);
    if (field?.format === 'country') return format.country(value);
    if (refers) return value === 'me' ? t('filter.me') : (title ?? '…');
    return field?.options?.find((option) => option.value === value)?.label ?? value;
  };
  const { value } = chip;
  const length = lengthOf(value);
  if (length) return t(`filter.${chip.op}_length`, { length: t(`filter.length.${length.unit}`, { count: length.count }) });
  if (chip.op === 'between') return t('filter.between', { from: one(values[0]), to: one(values[1]) });
  if (Array.isArray(value)) return `${op} ${refers && values.length > 1 ? t('filter.and_more', { name: one(values[0]), count: values.length - 1 }) : values.map(one).join(', ')}`;
  if (typeof value === 'boolean') return one(value);
  return `${op} ${one(value)}`;
}

function ConditionWords({ object, node }: { object: ObjectType; node: Condition }) {
  const objects = useObjects();
  const at = fieldAt(objects, object, node.field);
  const words = useWords(at?.field, node);
  return <><b>{at?.label ?? node.field}</b> {words}</>;
}

/** A whole branch in words, for the chip that stands for it. */
export function Words({ object, node }: { object: ObjectType; node: Filter }) {
  const t = useText();
  const objects = useObjects();
  if (isCondition(node)) return <ConditionWords object={object} node={node} />;
  if (isRelated(node)) {
    const related = object.related.find((one) => one.name === node.related);
    const target = objects.find((one) => one.name === related?.object);
    const where = node.latest?.where ?? node.where;
    const test = node.none ? t('filter.has.none') : node.count ? `${t(`filter.op.${node.count.op}`)} ${node.count.value}` : node.sum ? `${t('filter.has.sum')} ${t(`filter.op.${node.sum.op}`)}` : node.latest ? t('filter.has.latest') : t('filter.has.any');
    return <><b>{related?.label ?? node.related}</b> {test}{where && target && <> ({<Words object={target} node={where} />})</>}</>;
  }
  const group = groupOf(node);
  if (!group) return null;
  const between = group.mode === 'any' || group.mode === 'none' ? t('filter.or') : t('filter.and');
  return (
    <>
      {(group.mode === 'none' || group.mode === 'not_all') && `${t('filter.not')} `}
      {group.parts.map((part, index) => <span key={index}>{index > 0 && ` ${between} `}{groupOf(part) ? <>(<Words object={object} node={part} />)</> : <Words object={object} node={part} />}</span>)}
    </>
  );
}
