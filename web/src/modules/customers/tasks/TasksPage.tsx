import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import type { Id, Query, Record_ } from '~/app/api/types';
import { dayText } from '~/app/format';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { useShortcuts } from '~/app/shortcuts';
import { usePageSearch, useTitle } from '~/app/usePage';
import { binRecords, createRecord, saveFields, useRelated } from '~/records/data';
import { fieldOf, useObject, useTitleOf } from '~/records/objects';
import { InlineField } from '~/records/InlineField';
import { recordPath } from '~/records/paths';
import { Button, Empty, Icon, IconButton, PageHeader, ProblemNote, Segmented, Skeletons, toast } from '~/ui';
import { grouped } from './groups';
import { Reminder } from './Reminder';
import css from './tasks.module.css';

const about = ['account', 'contact', 'deal'] as const;

/** What one has promised to do, by when; one line adds more. */
export function Page() {
  const t = useText();
  const navigate = useNavigate();
  const { user } = useSession();
  const activity = useObject('activity');
  const [search, setSearch] = usePageSearch();
  const done = search['show'] === 'done';
  const [at, setAt] = useState(-1);
  const [editing, setEditing] = useState<Id | null>(null);
  const line = useRef<HTMLInputElement>(null);
  useTitle(t('tasks.title'));
  const query = useMemo((): Query => ({
    filter: { and: [{ field: 'owner', op: 'eq', value: user.id }, { field: 'kind', op: 'eq', value: 'task' }, { field: 'state', op: 'eq', value: done ? 'done' : 'planned' }] },
    sort: [done ? { field: 'at', dir: 'desc' } : { field: 'due', dir: 'asc' }], expand: [...about], limit: 200,
  }), [user.id, done]);
  const { data, error, isPending, refetch } = useRelated('activity', query);
  const groups = useMemo(() => (done ? [{ group: 'done' as const, tasks: data?.records ?? [] }] : grouped(data?.records ?? [], new Date())), [data, done]);
  const tasks = groups.flatMap((group) => group.tasks);
  const here = tasks[Math.min(at, tasks.length - 1)];
  const go = (to: number) => {
    const next = Math.max(0, Math.min(tasks.length - 1, to));
    setAt(next);
    document.getElementById(`task-${tasks[next]?.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const finish = (task: Record_ | undefined) => {
    if (!task) return;
    const to = task.fields['state'] === 'done' ? 'planned' : 'done';
    void saveFields(task, { state: to }).then(() => {
      void refetch();
      toast.undo(t(to === 'done' ? 'tasks.finished' : 'tasks.reopened', { task: String(task.fields['subject'] ?? '') }), t('ui.undo'), () => void saveFields({ ...task, fields: { ...task.fields, state: to } }, { state: to === 'done' ? 'planned' : 'done' }).then(() => refetch(), toast.fail));
    }, toast.fail);
  };
  useShortcuts([
    { keys: 'j', label: 'shortcut.down', run: () => go(at + 1) },
    { keys: 'k', label: 'shortcut.up', run: () => go(at - 1) },
    { keys: 'enter', label: 'shortcut.open', run: () => { if (here) void navigate({ to: recordPath('activity', here.id) }); } },
    { keys: 'e', label: 'shortcut.edit', run: () => { if (here) setEditing(here.id); } },
    { keys: 'x', label: 'shortcut.finish', run: () => finish(here) },
    { keys: 't', label: 'shortcut.task', run: () => line.current?.focus() },
    { keys: 'delete', label: 'shortcut.bin_task', run: () => { if (here) void binRecords('activity', [here.id], t('record.binned_named', { name: String(here.fields['subject'] ?? '') })); } },
  ]);
  const overdue = groups[0]?.group === 'overdue' ? groups[0].tasks.length : 0;
  return (
    <main id="main">
      <PageHeader title={t('tasks.title')} sub={!data || done ? '' : overdue ? t('tasks.sub_overdue', { count: data.records.length, overdue }) : t('tasks.sub', { count: data.records.length })}>
        <Segmented label={t('tasks.show')} value={done ? 'done' : 'open'} onChange={(next) => setSearch({ show: next === 'done' ? 'done' : undefined })} choices={[{ value: 'open', label: t('tasks.open') }, { value: 'done', label: t('tasks.done') }]} />
      </PageHeader>
      {!done && activity?.rights.create !== false && <AddLine line={line} />}
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {isPending && !error && <Skeletons rows={6} height={36} />}
      {data && tasks.length === 0 && <Empty icon="check-circle" title={t(done ? 'tasks.none_done' : 'tasks.none')}>{t(done ? 'tasks.none_done_hint' : 'tasks.none_hint')}</Empty>}
      {groups.map((group) => group.tasks.length > 0 && (
        <section key={group.group} className={css.group} aria-label={t(`tasks.group.${group.group}`)}>
          <h2 data-bad={group.group === 'overdue' || undefined}>{t(`tasks.group.${group.group}`)} <small>{group.tasks.length}</small></h2>
          <ul>
            {group.tasks.map((task) => (
              <Task key={task.id} task={task} on={here?.id === task.id} editing={editing === task.id} onEditing={(next) => setEditing(next ? task.id : null)} onFinish={() => finish(task)} onSaved={() => void refetch()} late={group.group === 'overdue'} />
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

function Task({ task, on, editing, onEditing, onFinish, onSaved, late }: { task: Record_; on: boolean; editing: boolean; onEditing: (editing: boolean) => void; onFinish: () => void; onSaved: () => void; late: boolean }) {
  const t = useText();
  const activity = useObject('activity');
  const subject = String(task.fields['subject'] ?? '');
  const finished = task.fields['state'] === 'done';
  const due = activity && fieldOf(activity, 'due');
  const title = activity && fieldOf(activity, 'subject');
  return (
    <li id={`task-${task.id}`} className={css.task} data-on={on || undefined} data-done={finished || undefined}>
      <button type="button" className={css.tick} role="checkbox" aria-checked={finished} aria-label={t(finished ? 'tasks.reopen' : 'tasks.finish', { task: subject })} onClick={onFinish}><Icon name={finished ? 'check-circle-filled' : 'circle'} size={19} /></button>
      <div className={css.words}>
        {editing && activity && title ? <InlineField object={activity} field={title} record={task} editing onEditing={onEditing} />
          : <Link className={css.title} to={recordPath('activity', task.id)}>{subject}</Link>}
        <small className={css.about}>{about.map((name) => <About key={name} object={name} id={task.fields[name]} />)}</small>
      </div>
      {!finished && <Reminder task={task} onSaved={onSaved} />}
      <div className={css.due} data-late={late || undefined}>{activity && due && <InlineField object={activity} field={due} record={task} placeholder={t('tasks.no_due')} />}</div>
      <IconButton icon="pencil" size="small" className={css.edit} label={t('tasks.edit', { task: subject })} onClick={() => onEditing(true)} />
    </li>
  );
}

function About({ object, id }: { object: string; id: unknown }) {
  const title = useTitleOf(object, typeof id === 'string' && id ? id : undefined);
  return typeof id === 'string' && id ? <Link to={recordPath(object, id)}>{title ?? '…'}</Link> : null;
}

/** What is to be done and by when; Enter adds it and waits for the next. */
function AddLine({ line }: { line: React.RefObject<HTMLInputElement | null> }) {
  const t = useText();
  const [subject, setSubject] = useState('');
  const [due, setDue] = useState(() => dayText(new Date()));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const day = (ahead: number) => { const now = new Date(); return dayText(new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead)); };
  const monday = 7 - ((new Date().getDay() + 6) % 7);
  const add = async () => {
    if (!subject.trim() || busy) return;
    setBusy(true);
    setError(null);
    try {
      await createRecord('activity', { kind: 'task', state: 'planned', subject: subject.trim(), ...(due ? { due } : {}) });
      setSubject('');
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
      line.current?.focus();
    }
  };
  return (
    <form className={css.add} aria-label={t('tasks.add')} onSubmit={(event) => { event.preventDefault(); void add(); }}>
      <Icon name="plus" size={17} />
      <input ref={line} className={css.line} value={subject} placeholder={t('tasks.placeholder')} aria-label={t('tasks.subject')} onChange={(event) => setSubject(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur(); }} />
      <span className={css.days}>
        {[{ label: t('tasks.today'), to: day(0) }, { label: t('tasks.tomorrow'), to: day(1) }, { label: t('tasks.next_week'), to: day(monday) }].map((one) => (
          <button key={one.label} type="button" aria-pressed={due === one.to} onClick={() => setDue(one.to)}>{one.label}</button>
        ))}
        <input type="date" aria-label={t('composer.due')} value={due} onChange={(event) => setDue(event.currentTarget.value)} />
      </span>
      <Button type="submit" size="small" look="primary" busy={busy} disabled={!subject.trim()}>{t('tasks.add')}</Button>
      {error !== null && <div className={css.error}><ProblemNote error={error} /></div>}
    </form>
  );
}
