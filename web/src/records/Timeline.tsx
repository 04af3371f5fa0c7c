import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, ObjectType, Timeline as Answer, TimelineChange, TimelineEntry } from '~/app/api/types';
import { dayOf, useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Ago, Button, Empty, Icon, iconNamed, IconButton, Menu, ProblemNote, Segmented, Skeletons, type IconName } from '~/ui';
import { fieldOf, keepTitles, useObject } from './objects';
import { recordPath } from './paths';
import { undo } from './undo';
import { openFile } from '~/app/shell/overlay';
import { RichText } from '~/ui/rich';
import { binRecords, useRecord } from './data';
import { InlineField, Shown } from './InlineField';
import css from './timeline.module.css';

type Which = 'all' | 'touches' | 'changes';
const isChange = (entry: TimelineEntry) => entry.kind === 'change' || entry.kind === 'create' || entry.kind === 'bin' || entry.kind === 'restore' || entry.kind === 'merge';
const icons: Record<string, IconName> = { file: 'paperclip',  activity: 'calendar', note: 'note', order: 'receipt', change: 'pencil', create: 'plus', bin: 'trash', restore: 'refresh' };
const kindIcons: Record<string, IconName> = {
  call: 'phone', in_depth_call: 'phone', email: 'mail', message: 'message', meeting: 'users', visit: 'map-pin', roadmap_review: 'route',
  task: 'check-circle', newsletter: 'mail', webinar: 'laptop', survey: 'checklist', event: 'calendar-event',
};
const iconOf = (entry: TimelineEntry): IconName => kindIcons[entry.sub_kind ?? ''] ?? (isChange(entry) || !entry.icon ? (icons[entry.kind] ?? 'circle') : iconNamed(entry.icon));

/** The kinds one may ask for alone, and what belongs to each. */
const kinds: { name: string; icon: IconName; has: (entry: TimelineEntry) => boolean }[] = [
  { name: 'note', icon: 'note', has: (entry) => entry.kind === 'note' },
  { name: 'call', icon: 'phone', has: (entry) => entry.sub_kind === 'call' || entry.sub_kind === 'in_depth_call' },
  { name: 'email', icon: 'mail', has: (entry) => ['email', 'message', 'newsletter'].includes(entry.sub_kind ?? '') },
  { name: 'meeting', icon: 'users', has: (entry) => ['meeting', 'visit', 'roadmap_review', 'webinar', 'event'].includes(entry.sub_kind ?? '') },
  { name: 'task', icon: 'check-circle', has: (entry) => entry.sub_kind === 'task' },
  { name: 'order', icon: 'receipt', has: (entry) => entry.kind === 'order' },
  { name: 'file', icon: 'paperclip', has: (entry) => entry.kind === 'file' },
];
/** So many are wanted on the screen before the person asks for more. */
const enough = 12;

/** Everything that has happened to a record, latest first, by month. */
export function Timeline({ object: name, id }: { object: string; id: Id }) {
  const t = useText();
  const format = useFormat();
  const object = useObject(name);
  const [which, setWhich] = useState<Which>('all');
  const [only, setOnly] = useState<string[]>([]);
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: ['timeline', name, id],
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.get<Answer>(`/records/${name}/${id}/timeline`, { limit: 40, cursor: pageParam }, { signal });
      keepTitles(page.related);
      return page;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor || undefined,
  });
  const months = useMemo(() => {
    const groups: { key: string; label: string; entries: TimelineEntry[] }[] = [];
    for (const entry of data?.pages.flatMap((page) => page.entries) ?? []) {
      if (only.length ? !kinds.some((kind) => only.includes(kind.name) && kind.has(entry)) : which === 'touches' ? isChange(entry) : which === 'changes' ? !isChange(entry) : false) continue;
      const key = entry.at.slice(0, 7);
      const last = groups.at(-1);
      if (last?.key === key) last.entries.push(entry);
      else {
        const first = dayOf(`${key}-01`);
        groups.push({ key, label: new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric' }).format(first), entries: [entry] });
      }
    }
    return groups;
  }, [data, which, only, format]);
  const shown = months.reduce((sum, month) => sum + month.entries.length, 0);
  const filtered = which !== 'all' || only.length > 0;
  // What one asks for may lie further back than the first pages.
  const read = data?.pages.length ?? 0;
  useEffect(() => {
    if (filtered && shown < enough && hasNextPage && !isFetchingNextPage && read < 25) void fetchNextPage();
  }, [filtered, shown, hasNextPage, isFetchingNextPage, read, fetchNextPage]);
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  return (
    <div className={css.timeline}>
      <div className={css.tools}>
        <Segmented label={t('timeline.show')} value={only.length ? '' as Which : which} onChange={(next) => { setOnly([]); setWhich(next); }} choices={[{ value: 'all', label: t('timeline.all') }, { value: 'touches', label: t('timeline.touches') }, { value: 'changes', label: t('timeline.changes') }]} />
        <Menu align="start" label={t('timeline.kinds')} keep target={<Button look="quiet" size="small" icon="filter" aria-pressed={only.length > 0}>{only.length ? format.list(only.map((one) => t(`timeline.kind.${one}`))) : t('timeline.kinds')}</Button>}
          items={kinds.map((kind) => ({ label: t(`timeline.kind.${kind.name}`), icon: kind.icon, on: only.includes(kind.name), onSelect: () => setOnly(only.includes(kind.name) ? only.filter((one) => one !== kind.name) : [...only, kind.name]) }))} />
      </div>
      {isPending && <Skeletons rows={5} height={44} />}
      {data && filtered && months.length === 0 && !hasNextPage && <Empty icon="filter" title={t('timeline.none_such')} action={<Button onClick={() => { setOnly([]); setWhich('all'); }}>{t('timeline.all')}</Button>} />}
      {data && !filtered && months.length === 0 && <Empty icon="history" title={t('timeline.none')}>{t('timeline.none_hint')}</Empty>}
      {months.map((month) => (
        <section key={month.key}>
          <h2 className={css.month}>{month.label}</h2>
          <ol>{month.entries.map((entry) => <Entry key={entry.id} entry={entry} object={object} self={id} />)}</ol>
        </section>
      ))}
      {hasNextPage && <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('timeline.earlier')}</Button>}
    </div>
  );
}

function Entry({ entry, object, self }: { entry: TimelineEntry; object: ObjectType | undefined; self: Id }) {
  const t = useText();
  const quiet = isChange(entry);
  // What is kept as JSON (why a type, which steps) has words of its own elsewhere and none here.
  const changes = (entry.changes ?? []).filter((change) => !object || fieldOf(object, change.field)?.type !== 'json');
  const order = useObject('order');
  // An order is called by its number, which alone says too little.
  const title = entry.kind === 'order' && order ? `${order.label} ${entry.title}` : entry.title;
  const who = entry.actor?.name ?? t('timeline.kith');
  const words = entry.kind === 'create' ? t('timeline.created', { who }) : entry.kind === 'bin' ? t('timeline.binned', { who }) : entry.kind === 'restore' ? t('timeline.restored', { who }) : entry.kind === 'merge' ? t('timeline.merged', { who }) : t('timeline.changed', { who });
  return (
    <li className={css.entry} data-quiet={quiet || undefined}>
      <span className={css.icon}><Icon name={iconOf(entry)} size={quiet ? 13 : 15} /></span>
      <div className={css.body}>
        <div className={css.line}>
          {quiet ? <span>{words}{entry.record !== self && entry.title && <> · <Link className="link" to={recordPath(entry.object, entry.record)}>{entry.title}</Link></>}</span>
            : entry.kind === 'note' ? <Link className={css.title} to={recordPath('note', entry.record)}>{t('timeline.note_by', { who })}</Link>
            : entry.object === 'file' ? <button type="button" className={css.title} onClick={() => openFile(entry.record)}>{title}</button>
            : <Link className={css.title} to={recordPath(entry.object, entry.record)}>{title || entry.text?.split('\n')[0]}</Link>}
          <span className={css.when}>{!quiet && entry.kind !== 'note' && entry.actor && <>{entry.actor.name} · </>}<Ago at={entry.at} /></span>
        </div>
        {entry.kind === 'note' ? <Note entry={entry} /> : !quiet && entry.text && entry.title && <div className={css.text}><RichText html={entry.text} /></div>}
        {/* What rules set follows from something else, and that is where it is undone. */}
        {entry.kind === 'change' && entry.actor && entry.change_set && object?.rights.edit && changes.some((change) => !fieldOf(object, change.field)?.read_only) && (
          <span className={css.undo}><Button look="quiet" onClick={() => void undo(entry.change_set ?? '', entry.object)}>{t('ui.undo')}</Button></span>
        )}
        {changes.length > 0 && <ul className={css.changes}>{changes.map((change) => <Change key={change.field} change={change} object={object} />)}</ul>}
      </div>
    </li>
  );
}

/** A note as it was written; changed where it stands. */
function Note({ entry }: { entry: TimelineEntry }) {
  const t = useText();
  const note = useObject('note');
  const [editing, setEditing] = useState(false);
  const field = note && fieldOf(note, 'text');
  return (
    <div className={css.note}>
      {editing && field ? <NoteEditor entry={entry} onEditing={setEditing} /> : <RichText html={entry.text || entry.title} />}
      {note && !editing && (
        <span className={css.undo}>
          {note.rights.edit && <IconButton icon="pencil" size="small" label={t('timeline.edit_note')} onClick={() => setEditing(true)} />}
          {note.rights.bin && <IconButton icon="trash" size="small" label={t('timeline.bin_note')} onClick={() => void binRecords('note', [entry.record], t('record.binned_named', { name: note.label }))} />}
        </span>
      )}
    </div>
  );
}

function NoteEditor({ entry, onEditing }: { entry: TimelineEntry; onEditing: (editing: boolean) => void }) {
  const note = useObject('note');
  const { data: record } = useRecord('note', entry.record);
  const field = note && fieldOf(note, 'text');
  if (!note || !field || !record) return <RichText html={entry.text || entry.title} />;
  return <InlineField object={note} field={field} record={record} editing onEditing={(next) => { onEditing(next); if (!next) void queries.invalidateQueries({ queryKey: ['timeline'] }); }} />;
}

function Change({ change, object }: { change: TimelineChange; object: ObjectType | undefined }) {
  const field = (object && fieldOf(object, change.field)) ?? { name: change.field, label: change.label, type: typeof change.to === 'number' || typeof change.from === 'number' ? 'decimal' as const : 'text' as const };
  return (
    <li>
      <span className="faint">{change.label}</span> <span className={css.from}><Shown field={field} value={change.from} /></span> <Icon name="arrow-right" size={12} /> <Shown field={field} value={change.to} />
    </li>
  );
}
