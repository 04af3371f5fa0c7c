import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { api } from '~/app/api/client';
import type { Filter, Page } from '~/app/api/types';
import { recordPath } from '~/records/paths';
import { keepTitles, useObject, useTitleOf } from '~/records/objects';
import { Avatar } from '~/ui/controls';
import { Icon } from '~/ui/Icon';
import { Picker } from '~/ui/Picker';
import type { EditProps, FieldKind, ViewProps } from './kind';
import css from './input.module.css';

const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);

function View(props: ViewProps) {
  return props.field.many ? <Many {...props} /> : <One {...props} />;
}

function Many({ field, value, dense }: ViewProps) {
  return <span className={dense ? undefined : css.chips}>{idsOf(value).map((id, index) => <span key={id} className={dense ? undefined : css.chip}>{dense && index > 0 ? ', ' : ''}<One field={field} value={id} /></span>)}</span>;
}

function One({ field, value }: ViewProps) {
  const id = typeof value === 'string' && value ? value : undefined;
  const title = useTitleOf(field.to ?? '', id);
  if (!id) return null;
  if (field.to === 'user') return <span className={css.person}><Avatar name={title ?? ''} size={20} /><span className="truncate">{title ?? '…'}</span></span>;
  return <Link className={css.reference} to={recordPath(field.to ?? '', id)} tabIndex={-1}>{title ?? '…'}</Link>;
}

function Edit(props: EditProps) {
  return props.field.many ? <EditMany {...props} /> : <EditOne {...props} />;
}

/** What one may choose, by its title. */
function useSearch(to: string) {
  const object = useObject(to);
  const { user } = useSession();
  const titleField = object?.title;
  const searchable = object?.searchable ?? false;
  return useCallback(async (text: string, signal: AbortSignal) => {
    if (!titleField) return [];
    // Not everything is searched (stages, pipelines): their names are few, and filtered.
    const and: Filter[] = [...(to === 'user' ? [{ field: 'active', op: 'eq' as const, value: true }] : []), ...(text && !searchable ? [{ field: titleField, op: 'contains' as const, value: text }] : [])];
    const page = await api.post<Page>(`/records/${to}/query`, {
      ...(text && searchable ? { search: text } : { sort: [{ field: titleField, dir: 'asc' }] }), limit: 20, count: 'none', ...(and.length ? { filter: { and } } : {}),
    }, { signal });
    const found = page.records.map((record) => ({ value: record.id, label: String(record.fields[titleField] ?? '') }));
    keepTitles(Object.fromEntries(found.map((option) => [option.value, { object: to, title: option.label }])));
    if (to === 'user' && !text) found.sort((one, other) => Number(other.value === user.id) - Number(one.value === user.id));
    return found;
  }, [to, titleField, searchable, user.id]);
}

/** Chips, and a field that finds one more. */
function EditMany({ field, value, onChange, onDone, onCancel, id, label, describedBy, invalid, autoFocus }: EditProps) {
  const t = useText();
  const search = useSearch(field.to ?? '');
  const chosen = idsOf(value);
  const set = (next: string[]) => onChange(next.length ? next : null);
  return (
    <div role="group" aria-label={label ?? field.label} aria-describedby={describedBy} className={css.chips}
      onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); onDone(); } }}>
      {chosen.map((one) => <Chip key={one} to={field.to ?? ''} id={one} onRemove={() => set(chosen.filter((other) => other !== one))} />)}
      <Picker many id={id} label={label ?? field.label} invalid={invalid} autoFocus={autoFocus} value={null} placeholder={t('field.add_one')} empty={t('field.nothing_found')} onCancel={onCancel}
        search={async (text, signal) => (await search(text, signal)).filter((option) => !chosen.includes(option.value))} onDone={(picked) => { if (typeof picked === 'string' && picked) set([...chosen, picked]); }} />
    </div>
  );
}

function Chip({ to, id, onRemove }: { to: string; id: string; onRemove: () => void }) {
  const t = useText();
  const title = useTitleOf(to, id) ?? '…';
  return <span className={css.chip}><span className="truncate">{title}</span><button type="button" aria-label={t('field.remove', { what: title })} onClick={onRemove}><Icon name="x" size={12} /></button></span>;
}

function EditOne(props: EditProps) {
  const t = useText();
  const to = props.field.to ?? '';
  const id = typeof props.value === 'string' && props.value ? props.value : undefined;
  const title = useTitleOf(to, id);
  const search = useSearch(to);
  return <Picker {...props} value={id ?? null} valueLabel={title ?? ''} search={search} clearable={!props.field.required} empty={t('field.nothing_found')} />;
}

export const relation: FieldKind = { View, Edit, ops: ['in', 'not_in', 'is_empty', 'not_empty'], width: 170, acts: true };
export const user: FieldKind = { ...relation, width: 160, acts: false };
