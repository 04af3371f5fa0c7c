import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ComponentType } from 'react';
import { isApiError, messageFor } from '~/app/api/errors';
import type { Field, Filter, ObjectType, Query } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { openCreate } from '~/app/shell/overlay';
import { usePageSearch, useTitle } from '~/app/usePage';
import { Button, Empty, Icon, iconNamed, LinkButton, Menu, PageHeader, ProblemNote, Segmented, Skeletons } from '~/ui';
import { isNone, noSelection, type Selection } from './bulk/selection';
import { FilterBar } from './filter/FilterBar';
import { canEdit, fieldOf, useObject, useObjects } from './objects';
import { TableView, type Found } from './table/TableView';
import { ColumnPicker } from './table/ColumnPicker';
import { shownColumns } from './table/layout';
import { writeFilterCode } from './views/code';
import { isBoardField, isDateField, prune, readState, type Kind, type ViewChange, type ViewState } from './views/state';
import { timeOf, TimeChip, timeItems } from './views/TimeTravel';
import { useView } from './views/useView';
import { kindIcon } from './views/kinds';
import { ViewTabs } from './views/ViewTabs';
import css from './list.module.css';
import viewCss from './views/views.module.css';

const SelectBoard = lazy(() => import('./board/SelectBoard').then((file) => ({ default: file.SelectBoard })));
const Calendar = lazy(() => import('./calendar/Calendar').then((file) => ({ default: file.Calendar })));
const ExportDialog = lazy(() => import('./export/ExportDialog').then((file) => ({ default: file.ExportDialog })));
const BulkBar = lazy(() => import('./bulk/BulkBar').then((file) => ({ default: file.BulkBar })));

/** What a board or a calendar is given by the page around it. */
export interface BodyProps {
  object: ObjectType;
  state: ViewState;
  filter: Filter | undefined;
  time: Pick<Query, 'as_of' | 'since'>;
  onState: (change: ViewChange) => void;
  onFound: (found: Found) => void;
}

/** A board by something else than a field's options, drawn by the module whose matter it is. */
export interface OwnBoard {
  /** The field it goes by, and what that is called on the page. */
  by: string;
  Board: ComponentType<BodyProps>;
  /** Its own controls, at the right of the page's head. */
  Controls?: ComponentType;
}

/** The page of any object's records, as a table, board or calendar: all of it is in the address. */
export function RecordList({ name, start = 'table', board }: { name: string; start?: Kind; board?: OwnBoard }) {
  const object = useObject(name);
  if (!object) return <main id="main" data-fill><Skeletons rows={12} /></main>;
  return <List key={name} object={object} start={start} board={board} />;
}

/** Those first that one would choose. */
const likeliest = (object: ObjectType, fields: Field[], likely: (field: Field) => boolean): Field[] => {
  const rank = (field: Field) => (likely(field) ? 0 : object.list.includes(field.name) ? 1 : 2);
  return [...fields].sort((one, other) => rank(one) - rank(other));
};

/** Of the shipped ones, those whose records may be merged. */
const compared = ['account', 'contact', 'deal', 'product'];

const nothing: Found = { count: undefined, capped: false, error: null, fetching: false, retry: () => undefined };

function List({ object, start, board }: { object: ObjectType; start: Kind; board: OwnBoard | undefined }) {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const [search, setSearch] = usePageSearch();
  const view = useView(object, start);
  const { state, set } = view;
  const [text, setText] = useState(state.search ?? '');
  const [selection, setSelection] = useState<Selection>(noSelection);
  const [found, setFound] = useState<Found>(nothing);
  const [refused, setRefused] = useState<{ filter: string; words: string } | null>(null);
  const [exporting, setExporting] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  useTitle(view.active?.name ?? object.label_plural);

  // Back and forward, and a link from elsewhere, change the address under the open page.
  useEffect(() => setText(state.search ?? ''), [state.search]);
  useEffect(() => {
    if (text === (state.search ?? '')) return undefined;
    const timer = window.setTimeout(() => set({ search: text || undefined }), 140);
    return () => window.clearTimeout(timer);
  }, [text, state.search, set]);

  // A condition on what is gone is refused by the server, in its words; the rest of the view is shown all the same.
  const code = writeFilterCode(state.filter);
  const filter = useMemo(() => (state.filter && refused?.filter === code ? prune(object, state.filter) : state.filter), [state.filter, refused, code, object]);
  const error = found.error;
  useEffect(() => {
    if (!error || !state.filter || !code || !isApiError(error) || error.code !== 'filter.wrong' || refused?.filter === code) return;
    if (writeFilterCode(prune(object, state.filter)) !== code) setRefused({ filter: code, words: error.fields[0]?.message ?? messageFor(error) });
  }, [error, state.filter, code, refused, object]);
  const left = refused?.filter === code ? refused : null;

  const time = useMemo(() => timeOf(search['since'], search['as_of']), [search]);
  const what = `${code}&${state.search}&${state.kind}&${search['since']}&${search['as_of']}`;
  useEffect(() => setSelection(noSelection), [what]);
  const onFound = useCallback((next: Found) => setFound(next), []);
  const choose = useCallback((next: Selection) => setSelection(next), []);
  const boards = useMemo(() => likeliest(object, object.fields.filter(isBoardField), (field) => canEdit(object, field) && (field.options?.length ?? 0) > 2), [object]);
  const dates = useMemo(() => likeliest(object, object.fields.filter(isDateField), (field) => object.list.includes(field.name)), [object]);
  const kinds: Kind[] = ['table', ...(boards.length || board ? ['board' as const] : []), ...(dates.length ? ['calendar' as const] : [])];
  const kind = kinds.includes(state.kind) ? state.kind : 'table';
  const by = state.by ?? board?.by ?? boards[0]?.name;
  const own = kind === 'board' && board && by === board.by ? board : undefined;
  const date = state.date ?? dates[0]?.name;

  useShortcuts([
    { keys: '/', label: 'shortcut.search_list', run: () => box.current?.select() },
    { keys: 'escape', label: 'shortcut.unselect', hidden: true, run: () => setSelection(noSelection) },
    { keys: 'v t', label: 'shortcut.as_table', group: 'view.kind', run: () => set({ kind: 'table' }, true) },
    ...(kinds.includes('board') ? [{ keys: 'v b', label: 'shortcut.as_board', group: 'view.kind', run: () => set({ kind: 'board' }, true) }] : []),
    ...(kinds.includes('calendar') ? [{ keys: 'v c', label: 'shortcut.as_calendar', group: 'view.kind', run: () => set({ kind: 'calendar' }, true) }] : []),
  ]);
  const filtered = Boolean(state.search || state.filter);
  const create = object.rights.create && !time.as_of ? <Button look="primary" icon="plus" onClick={() => openCreate(object.name)}>{t('record.new', { object: object.label.toLowerCase() })}</Button> : undefined;
  const empty = time.as_of && !filtered
    ? <Empty icon="history" title={t('time.none_then', { objects: object.label_plural.toLowerCase() })} action={<Button onClick={() => setSearch({ as_of: undefined }, true)}>{t('time.back')}</Button>} />
    : filtered || time.as_of
    ? <Empty icon="search" title={t('table.none_found')} action={<Button onClick={() => { setText(''); set({ search: undefined, filter: undefined }, true); }}>{t('table.clear')}</Button>}>{t('table.none_found_hint')}</Empty>
    : <Empty icon={iconNamed(object.icon)} title={t('table.none', { objects: object.label_plural.toLowerCase() })} action={create}>{t('table.none_hint')}</Empty>;
  const waiting = <div className={css.waiting}><Skeletons rows={14} height={20} /></div>;
  const body: BodyProps = { object, state: { ...state, ...(by ? { by } : {}), ...(date ? { date } : {}) }, filter, time, onState: set, onFound };

  return (
    <main id="main" data-fill>
      <PageHeader title={object.label_plural} sub={found.count === undefined ? '' : found.capped ? t('table.over', { count: format.number(found.count) }) : format.number(found.count)}>
        {own?.Controls && <own.Controls />}
        {kinds.length > 1 && <Segmented label={t('view.kind')} iconsOnly value={kind} onChange={(next) => set({ kind: next }, true)} choices={kinds.map((one) => ({ value: one, label: t(`view.kind.${one}`), icon: kindIcon[one] }))} />}
        {create}
      </PageHeader>
      <ViewTabs object={object} view={view} start={readState({}, start)} />
      <div className={css.tools}>
        {object.searchable && !time.as_of && (
          <label className={css.search}>
            <Icon name="search" size={15} />
            <input ref={box} type="search" value={text} placeholder={t('table.search')} aria-label={t('table.search_in', { objects: object.label_plural.toLowerCase() })} onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => { if (event.key === 'Escape') { setText(''); event.currentTarget.blur(); } }} />
          </label>
        )}
        <FilterBar object={object} filter={state.filter} onChange={(next) => set({ filter: next }, true)} />
        <TimeChip since={search['since']} asOf={search['as_of']} onChange={(change) => setSearch(change, true)} />
        {found.fetching && <span className={css.busy} aria-hidden />}
        <span className={css.right}>
          {kind === 'board' && boards.length + (board ? 1 : 0) > 1 && (
            <Menu label={t('view.by')} target={<Button look="quiet" size="small" icon="kanban">{t('view.by_field', { field: (fieldOf(object, by ?? '')?.label ?? '').toLowerCase() })}</Button>}
              items={[...(board ? [board.by] : []), ...boards.map((field) => field.name)].map((one) => ({ label: fieldOf(object, one)?.label ?? one, on: one === by, onSelect: () => set({ by: one }, true) }))} />
          )}
          {kind === 'calendar' && dates.length > 1 && (
            <Menu label={t('view.date')} target={<Button look="quiet" size="small" icon="calendar-event">{t('view.by_field', { field: (fieldOf(object, date ?? '')?.label ?? '').toLowerCase() })}</Button>} items={dates.map((field) => ({ label: field.label, on: field.name === date, onSelect: () => set({ date: field.name }, true) }))} />
          )}
          {object.rights.export && <Button look="quiet" size="small" icon="download" onClick={() => setExporting(true)}><span className={css.wideOnly}>{t('export.action')}</span></Button>}
          {object.rights.edit && (object.custom || compared.includes(object.name)) && <LinkButton look="quiet" size="small" icon="copy" to="/duplicates" search={{ object: object.name } as never}><span className={css.wideOnly}>{t('nav.duplicates')}</span></LinkButton>}
          <Menu label={t('time.title')} target={<Button look="quiet" size="small" icon="history"><span className={css.wideOnly}>{t('time.title')}</span></Button>} items={timeItems(t, (change) => setSearch(change, true))} />
          {kind !== 'calendar' && <ColumnPicker object={object} columns={state.columns} onColumns={(next) => set({ columns: next })} />}
        </span>
      </div>
      {view.missing.length > 0 && <div className={viewCss.note} role="status"><Icon name="alert" size={15} />{t('view.missing', { count: view.missing.length, fields: format.list(view.missing) })}<Button size="small" onClick={() => set({})}>{t('view.leave_out')}</Button></div>}
      {view.lost && <div className={viewCss.note} role="status"><Icon name="alert" size={15} />{t('view.lost')}<Button size="small" onClick={() => setSearch({ view: undefined })}>{t('ui.close')}</Button></div>}
      {left && <div className={viewCss.note} role="alert"><Icon name="alert" size={15} /><span>{left.words} {t('view.without')}</span><Button size="small" onClick={() => set({ filter: filter && 'and' in filter && filter.and.length === 1 ? filter.and[0] : filter })}>{t('view.leave_out')}</Button></div>}
      {error && !(left && found.fetching) && <div className={css.problem}><ProblemNote error={error} retry={found.retry} /></div>}
      {kind === 'table' ? <TableView {...body} selection={selection} onSelect={choose} empty={empty} waiting={waiting} />
        : <Suspense fallback={waiting}>{own ? <own.Board {...body} /> : kind === 'board' ? <SelectBoard {...body} /> : <Calendar {...body} />}</Suspense>}
      {exporting && (
        <Suspense><ExportDialog object={object} list={{ filter, search: state.search, sort: state.sort, as_of: time.as_of }} columns={shownColumns(objects, object, state.columns).map((one) => one.field.name)} count={found.capped ? undefined : found.count} onClose={() => setExporting(false)} /></Suspense>
      )}
      {!isNone(selection) && (
        <Suspense><BulkBar object={object} selection={selection} count={found.capped ? undefined : found.count} query={{ ...(filter ? { filter } : {}), ...(state.search ? { search: state.search } : {}) }} onSelect={choose} /></Suspense>
      )}
    </main>
  );
}
