import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { isApiError } from '~/app/api/errors';
import { remember } from '~/app/palette/recent';
import type { Id, ObjectType, Record_ } from '~/app/api/types';
import { useText, withTexts } from '~/app/i18n';
import { useRole } from '~/app/session';
import { openErase, openShare } from '~/app/shell/overlay';
import { useShortcuts } from '~/app/shortcuts';
import { usePageSearch, usePathParam, useTitle } from '~/app/usePage';
import { Empty, Icon, iconNamed, IconButton, LinkButton, Menu, ProblemNote, Segmented, Skeletons } from '~/ui';
import { binRecords, useRecord } from './data';
import { FieldList } from './FieldList';
import { InlineField } from './InlineField';
import { fieldOf, titleOf, useObject } from './objects';
import { listPath, recordPath } from './paths';
import { isPerson } from './privacy/consents';
import { tellPerson } from './privacy/tell';
import { AsOf } from './AsOf';
import { DropZone, FileList } from './files/FileList';
import { useNeighbours } from './neighbours';
import { Follow } from './together/Follow';
import { Others } from './together/Others';
import { usePresence } from './together/presence';
import { TagsLine } from './together/Tags';
import { Composer } from './Composer';
import { Timeline } from './Timeline';
import css from './frame.module.css';

const Consents = lazy(withTexts(() => import('./privacy/Consents').then((file) => ({ default: file.Consents }))));

export interface Shown {
  object: ObjectType;
  record: Record_;
}

interface Parts {
  /** The facts that decide, beside the name. */
  facts?: (shown: Shown) => ReactNode;
  /** One line that says what to do next. */
  next?: (shown: Shown) => ReactNode;
  side?: (shown: Shown) => ReactNode;
}

interface Props {
  name: string;
  id: Id;
  first?: string[];
  hide?: string[];
  children: Parts;
}

type Part = 'timeline' | 'fields' | 'side';

/** A record's page: what decides, its fields, what has happened, what belongs to it. On a phone one of the three at a time. */
export function RecordFrame({ name, id, first, hide, children: parts }: Props) {
  const t = useText();
  const navigate = useNavigate();
  const administrator = useRole() === 'administrator';
  const object = useObject(name);
  const { data: record, error, refetch } = useRecord(name, id);
  const [search, setSearch] = usePageSearch();
  const asOf = search['as_of'];
  const setAsOf = (at: string | undefined) => setSearch({ as_of: at }, asOf === undefined);
  const follows = useObject('tag') !== undefined;
  const [part, setPart] = useState<Part>('timeline');
  const [renaming, setRenaming] = useState(false);
  const called = object && record ? titleOf(object, record) : '';
  useTitle(called);
  useEffect(() => {
    if (called) remember({ object: name, id, title: called });
  }, [called, name, id]);
  const bin = () => {
    void navigate({ to: listPath(name) });
    void binRecords(name, [id], t('record.binned_named', { name: called }));
  };
  usePresence(name, id, record !== undefined);
  const near = useNeighbours(name, id);
  const past = object !== undefined && record !== undefined && asOf !== undefined;
  useShortcuts([
    ...(object?.rights.edit && !past ? [{ keys: 'e', label: 'shortcut.rename', run: () => setRenaming(true) }] : []),
    { keys: 'h', label: past ? 'shortcut.to_now' : 'shortcut.as_of', run: () => setAsOf(past ? undefined : new Date().toISOString()) },
    ...(object?.rights.bin && record && !past ? [{ keys: '', label: 'record.bin', run: () => bin() }] : []),
    { keys: '', label: 'record.copy_link', run: () => void navigator.clipboard?.writeText(window.location.href) },
    ...(near.next ? [{ keys: 'j', label: 'shortcut.next_record', run: () => void navigate({ to: recordPath(name, near.next ?? '') }) }] : []),
    ...(near.previous ? [{ keys: 'k', label: 'shortcut.previous_record', run: () => void navigate({ to: recordPath(name, near.previous ?? '') }) }] : []),
  ]);
  if (isApiError(error) && error.status === 404) {
    return <main id="main"><Empty icon="question" title={t('app.gone')} action={<LinkButton to={listPath(name)}>{object ? object.label_plural : t('app.home')}</LinkButton>}>{error.message}</Empty></main>;
  }
  if (error) return <main id="main"><ProblemNote error={error} retry={() => void refetch()} /></main>;
  if (!object || !record) return <main id="main"><Skeletons rows={8} /></main>;
  const title = fieldOf(object, object.title);
  // Tags stand below the name. A person, a team or a note is no matter that people gather about.
  const tags = object.fields.filter((field) => field.format === 'tags').map((field) => field.name);
  const shareable = object.rights.edit && !['user', 'team', 'tag', 'file', 'note', 'view'].includes(name);
  const together = follows && !['user', 'team', 'tag', 'file', 'note', 'view'].includes(name);
  const person = isPerson(object, record);
  const timeline = object.related.some((set) => set.object === 'activity' || set.object === 'note');
  const choices = [
    { value: 'timeline' as const, label: t(timeline ? 'record.timeline' : 'record.history') },
    { value: 'fields' as const, label: t('record.details') },
    { value: 'side' as const, label: t('record.related') },
  ];
  return (
    <main id="main" className={css.page}>
      <nav className={css.crumbs} aria-label={t('record.crumbs')}>
        <Link to={listPath(name)} className={css.crumb}><Icon name={iconNamed(object.icon)} size={14} />{object.label_plural}</Link>
        <Icon name="chevron-right" size={13} /><span className="truncate">{titleOf(object, record)}</span>
      </nav>
      <header className={css.head}>
        <div className={css.name}>
          {title && renaming
            ? <div className={css.rename}><InlineField object={object} field={title} record={record} editing={renaming} onEditing={setRenaming} /></div>
            : <h1>{titleOf(object, record)}</h1>}
          {object.rights.edit && !renaming && <IconButton icon="pencil" size="small" label={t('record.rename')} onClick={() => setRenaming(true)} />}
          <span className={css.acts}>
            <Others object={object} id={id} />
            {together && <Follow object={name} id={id} />}
            <Menu label={t('record.more')} target={<IconButton icon="dots" label={t('record.more')} />} items={[
              { label: t('record.copy_link'), icon: 'link', onSelect: () => void navigator.clipboard?.writeText(window.location.href) },
              { label: t(past ? 'shortcut.to_now' : 'record.as_of'), icon: 'history', shortcut: 'H', onSelect: () => setAsOf(past ? undefined : new Date().toISOString()) },
              ...(shareable ? [{ label: t('share.open'), icon: 'user-plus' as const, onSelect: () => openShare(name, id, titleOf(object, record)) }] : []),
              ...(person && administrator ? [{ label: t('record.tell'), icon: 'download' as const, divide: true, onSelect: () => void tellPerson(name, id, called) }] : []),
              ...(object.rights.bin ? [{ label: t('record.bin'), icon: 'trash' as const, danger: true, divide: true, onSelect: bin }] : []),
              ...(person && administrator && object.rights.bin ? [{ label: t('record.erase'), icon: 'x' as const, danger: true, onSelect: () => openErase(name, id, called) }] : []),
            ]} />
          </span>
        </div>
        {!past && parts.facts && <div className={css.facts}>{parts.facts({ object, record })}</div>}
        {!past && parts.next?.({ object, record })}
        {tags.length > 0 && <TagsLine object={name} id={id} may={object.rights.edit && !past} />}
      </header>
      {past && asOf !== undefined ? <AsOf object={object} record={record} at={asOf} onChange={setAsOf} /> : <>
      <div className={css.switch}><Segmented label={t('record.parts')} value={part} choices={choices} onChange={setPart} /></div>
      <div className={css.columns} data-part={part}>
        <section className={css.fields} aria-label={t('record.details')}>
          <FieldList object={object} record={record} first={first ?? object.list.filter((field) => field !== object.title)} hide={[object.title, ...tags, ...(hide ?? [])]} />
        </section>
        <section className={css.centre} aria-label={t(timeline ? 'record.timeline' : 'record.history')}>
          {timeline && <Composer object={name} record={record} />}
          <Timeline object={name} id={id} />
        </section>
        <aside className={css.side} aria-label={t('record.related')}>
          {parts.side?.({ object, record })}
          {person && <Suspense><Consents object={object} id={id} /></Suspense>}
          <FileList object={object} id={id} />
        </aside>
      </div>
      {object.rights.edit && <DropZone object={name} id={id} />}
      </>}
    </main>
  );
}

/** A fact of the header: what it is in small, then its value. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return <div className={css.fact}><small>{label}</small><div>{children}</div></div>;
}

export const useRecordId = (): Id => usePathParam('id');
