import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, address } from '~/app/api/client';
import type { Id, Person } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { usePageSearch } from '~/app/usePage';
import { kindOf } from '~/fields';
import { useObject, useObjects } from '~/records/objects';
import { recordPath } from '~/records/paths';
import { Button, DateInput, Empty, Icon, ProblemNote, Select, Skeletons, Table, TextInput } from '~/ui';
import { useDebouncedValue } from '~/ui/useDebounced';
import { plainField } from '../objects/metadata';
import { areas, Details } from './words';
import css from '../settings.module.css';

export interface AuditEntry {
  id: Id;
  at: string;
  kind: string;
  /** What the kind is called, in the person's language. */
  label?: string | null;
  actor: Person | null;
  source?: string | null;
  ip?: string | null;
  object?: string | null;
  record?: Id | null;
  details?: Record<string, unknown> | null;
}
interface AuditPage { entries: AuditEntry[]; cursor?: string | null }

/** Who came in, who was given what, what left the house: to look through and to take out, never to change. */
export function Audit() {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const [search, setSearch] = usePageSearch();
  const text = useDebouncedValue(search['text'] ?? '', 250);
  const filter = { kind: search['kind'], user: search['user'], from: search['from'], to: search['to'], text };
  const list = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => api.get<AuditPage>('/audit', { ...filter, limit: 100, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor || undefined,
  });
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  const filtered = Object.values(filter).some(Boolean);
  return (
    <>
      <p className={css.hint}>{t('audit_log.hint')}</p>
      <div className={css.filters} role="group" aria-label={t('filter.title')}>
        <Select label={t('audit_log.kind')} clearable searchable placeholder={t('audit_log.all')} value={search['kind'] ?? null} data={areas.map((area) => ({ value: area, label: t(`audit_log.area.${area}`) }))} onChange={(kind) => setSearch({ kind: kind ?? undefined })} />
        <Who value={search['user'] ?? null} onChange={(user) => setSearch({ user: user ?? undefined })} />
        <DateInput label={t('audit_log.from')} value={search['from'] ?? ''} onChange={(event) => setSearch({ from: event.currentTarget.value || undefined })} />
        <DateInput label={t('audit_log.to')} value={search['to'] ?? ''} onChange={(event) => setSearch({ to: event.currentTarget.value || undefined })} />
        <TextInput label={t('audit_log.text')} leftSection={<Icon name="search" size={15} />} value={search['text'] ?? ''} onChange={(event) => setSearch({ text: event.currentTarget.value || undefined })} />
        <a className={css.download} href={address('/audit/export', filter)} download><Icon name="download" />{t('audit_log.export')}</a>
      </div>
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? <Skeletons rows={8} /> : entries.length === 0 ? !list.error && <Empty icon="history" title={t(filtered ? 'audit_log.none_found' : 'audit_log.none')} /> : (
        <div className={css.log}>
        <Table label={t('settings.tab.audit')} head={[{ key: 'at', label: t('audit_log.at') }, { key: 'who', label: t('audit_log.who') }, { key: 'what', label: t('audit_log.what') }, { key: 'about', label: t('audit_log.about') }, { key: 'from', label: t('audit_log.ip') }]}>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td><time dateTime={entry.at} title={format.relative(entry.at)}>{format.dateTime(entry.at)}</time></td>
              <td>{entry.actor ? <Link className="link" to={recordPath('user', entry.actor.id)}>{entry.actor.name}</Link> : <span className="faint">{t('audit_log.nobody')}</span>}</td>
              <td>{entry.label || entry.kind}</td>
              <td>
                {entry.object && (entry.record
                  ? <Link className="link" to={recordPath(entry.object, entry.record)}>{objects.find((one) => one.name === entry.object)?.label ?? entry.object}</Link>
                  : <span>{objects.find((one) => one.name === entry.object)?.label_plural ?? entry.object}</span>)}
                <Details details={entry.details} />
              </td>
              <td className="soft">{[entry.ip, entry.source && entry.source !== 'app' ? entry.source : ''].filter(Boolean).join(' · ')}</td>
            </tr>
          ))}
        </Table>
        </div>
      )}
      {list.hasNextPage && <div className={css.formActs}><Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('audit_log.more')}</Button></div>}
    </>
  );
}

function Who({ value, onChange }: { value: Id | null; onChange: (user: Id | null) => void }) {
  const t = useText();
  const { Edit } = kindOf('user');
  const there = useObject('user');
  if (!Edit || !there) return null;
  return (
    <div className={css.field}>
      <label htmlFor="audit-who">{t('audit_log.who')}</label>
      <Edit key={value} id="audit-who" label={t('audit_log.who')} field={plainField({ name: 'who', type: 'user' })} value={value} onChange={() => undefined} onCancel={() => undefined} onDone={(picked) => onChange(typeof picked === 'string' && picked ? picked : null)} />
    </div>
  );
}
