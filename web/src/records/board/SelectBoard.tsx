import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { api } from '~/app/api/client';
import type { Field, Filter, ObjectType, Page, Query, Record_, Value } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { openCreate } from '~/app/shell/overlay';
import { isEmpty, kindOf } from '~/fields';
import { Skeletons, toast } from '~/ui';
import { saveFields } from '../data';
import { fieldOf, isReference, keepTitles, titleOf } from '../objects';
import { recordPath } from '../paths';
import type { BodyProps } from '../RecordList';
import { SumText } from '../table/TableFoot';
import type { Totals } from '../table/totals';
import { sumTypes } from '../views/state';
import { BoardFrame, type BoardColumn } from './BoardFrame';
import css from './board.module.css';

/** So many of a column at first, so many more each time one asks, at most what one question may bring. */
const step = 50;
const most = 500;
/** No option's value: those where the field is empty. */
const empty = '';

/** The cards and what they add up to come together, so that a card moved since can be counted where it is now. */
interface BoardPage extends Page {
  loaded: Record<string, number>;
  totals: Totals | undefined;
}

export const both = (one: Filter | undefined, other: Filter): Filter => (!one ? other : 'and' in one ? { and: [...one.and, other] } : { and: [one, other] });

/** The fields on a card: the list's, but for the one the columns say already. */
export const cardFields = (object: ObjectType, names: string[] | undefined, by: string): Field[] =>
  (names ?? object.list).filter((name) => name !== object.title && name !== by).flatMap((name) => fieldOf(object, name) ?? []).filter((field) => !['json', 'long_text', 'rich_text', 'file'].includes(field.type));

function useBoard(object: string, by: string, options: string[], query: Query, sums: string[], limits: Record<string, number>) {
  return useQuery({
    queryKey: ['records', object, 'board', by, options, query, sums, limits],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<BoardPage> => {
      const { filter, search } = query;
      const count = async () => (query.as_of ? undefined : api.post<Totals>(`/records/${object}/totals`, { ...(filter ? { filter } : {}), ...(search ? { search } : {}), group: by, ...(sums.length ? { sums } : {}) }, { signal }));
      const columns = [empty, ...options];
      const [totals, ...pages] = await Promise.all([count(), ...columns.map(async (option) => {
        const condition: Filter = option === empty ? { field: by, op: 'is_empty' } : { field: by, op: 'eq', value: option };
        const page = await api.post<Page>(`/records/${object}/query`, { ...query, filter: both(query.filter, condition), limit: limits[option] ?? step, count: 'none' }, { signal });
        keepTitles(page.related);
        return page.records;
      })]);
      return { records: pages.flat(), loaded: Object.fromEntries(columns.map((option, index) => [option, pages[index]?.length ?? 0])), totals };
    },
  });
}

/** Any object's records by the options of one of its fields. */
export function SelectBoard({ object, state, filter, time, onFound }: BodyProps) {
  const t = useText();
  const by = fieldOf(object, state.by ?? '');
  const name = by?.name ?? '';
  const options = useMemo(() => by?.options ?? [], [by]);
  const past = time.as_of !== undefined;
  const shown = useMemo(() => cardFields(object, state.columns?.map((column) => column.field), name), [object, state.columns, name]);
  const sums = useMemo(() => {
    const chosen = state.sums.filter((one) => sumTypes.has(fieldOf(object, one)?.type ?? ''));
    const usual = object.fields.find((field) => field.type === 'money' && shown.includes(field))?.name;
    return chosen.length ? chosen : usual ? [usual] : [];
  }, [state.sums, object, shown]);
  const query = useMemo((): Query => ({
    ...(filter ? { filter } : {}), ...(state.search ? { search: state.search } : {}), ...(state.sort.length ? { sort: state.sort } : {}), ...time,
    fields: [...new Set([object.title, name, ...shown.map((field) => field.name)])], expand: shown.filter(isReference).map((field) => field.name),
  }), [filter, state.search, state.sort, time, object, name, shown]);
  const [limits, setLimits] = useState<Record<string, number>>({});
  const values = useMemo(() => options.map((option) => option.value), [options]);
  const { data, error, isPending, isFetching, refetch } = useBoard(object.name, name, values, query, sums, limits);
  const totals = data?.totals;
  useEffect(() => {
    onFound({ count: totals?.count, capped: false, error, fetching: isFetching && !isPending, retry: () => void refetch() });
  }, [onFound, totals, error, isFetching, isPending, refetch]);

  const columns = useMemo(() => {
    const byValue = new Map<string, Record_[]>();
    for (const record of data?.records ?? []) {
      const value = String(record.fields[name] ?? empty);
      const kept = byValue.get(value);
      if (kept) kept.push(record);
      else byValue.set(value, [record]);
    }
    const column = (id: string, label: string): BoardColumn => {
      const records = byValue.get(id) ?? [];
      const group = totals?.groups?.find((one) => String(one.key ?? empty) === id);
      const loaded = data?.loaded[id] ?? 0;
      const limit = limits[id] ?? step;
      // A card just moved counts at once: so many more or fewer than were fetched.
      const count = past ? records.length : Math.max(records.length, (group?.count ?? 0) + records.length - loaded);
      return {
        id, name: label, count, records, ...(won.has(id) ? { tone: 'won' as const } : lost.has(id) ? { tone: 'lost' as const } : {}),
        sub: sums.map((sum) => { const field = fieldOf(object, sum); return field && group && <SumText key={sum} field={field} value={group.sums[sum]} />; }),
        ...(limit < most ? { onMore: () => setLimits((all) => ({ ...all, [id]: Math.min(most, limit + step) })) } : {}),
      };
    };
    const none = column(empty, t('board.none', { field: by?.label.toLowerCase() ?? '' }));
    return [...(none.count > 0 || !by?.required ? [none] : []), ...options.map((option) => column(option.value, option.label))];
  }, [data, totals, options, limits, sums, object, name, by, t, past]);

  if (!by) return null;
  if (error) return null;
  if (isPending) return <div className={css.waiting}><Skeletons rows={6} height={60} /></div>;
  const move = (record: Record_, to: BoardColumn) => {
    const before = record.fields[name] ?? null;
    void saveFields(record, { [name]: to.id === empty ? null : to.id }).then(
      (saved) => toast.undo(t('board.moved', { record: titleOf(object, record), column: to.name }), t('ui.undo'), () => void saveFields(saved, { [name]: before }).catch(toast.fail)),
      toast.fail,
    );
  };
  return (
    <BoardFrame object={object} columns={columns} by={name} onMove={move} readOnly={past} onCreate={(column) => openCreate(object.name, column.id === empty ? {} : { [name]: column.id })} face={(record) => <Face object={object} record={record} fields={shown} />} />
  );
}

const won = new Set(['won', 'done', 'closed']);
const lost = new Set(['lost', 'cancelled']);

/** A record on its card: what it is called, then the first few values there are. */
function Face({ object, record, fields }: { object: ObjectType; record: Record_; fields: Field[] }) {
  const t = useText();
  const format = useFormat();
  const given = fields.filter((field) => !isEmpty(record.fields[field.name]));
  const owner = given.find((field) => field.to === 'user');
  const facts = given.filter((field) => field !== owner).slice(0, 4);
  return (
    <>
      <Link to={recordPath(object.name, record.id)} className={css.name} draggable={false}>{titleOf(object, record)}</Link>
      {(record.new || record.gone || record.changes) && <span className={css.account}>{record.new ? t('since.new') : record.gone ? t('since.gone') : t('since.changed', { fields: format.list((record.changes ?? []).map((change) => fieldOf(object, change.field)?.label ?? change.field)) })}</span>}
      <span className={css.values}>
        {facts.map((field) => <Fact key={field.name} field={field} value={record.fields[field.name] ?? null} />)}
        {owner && <span className={css.owner}><Fact field={owner} value={record.fields[owner.name] ?? null} /></span>}
      </span>
    </>
  );
}

function Fact({ field, value }: { field: Field; value: Value }) {
  const { View } = kindOf(field.type);
  return <span title={field.label}><View field={field} value={value} dense /></span>;
}
