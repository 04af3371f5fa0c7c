import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { api } from '~/app/api/client';
import type { Page } from '~/app/api/types';
import { recordPath } from '~/records/paths';
import { keepTitles, useObject, useTitleOf } from '~/records/objects';
import { Avatar } from '~/ui/controls';
import { Picker } from '~/ui/Picker';
import type { EditProps, FieldKind, ViewProps } from './kind';
import css from './input.module.css';

function View({ field, value }: ViewProps) {
  const id = typeof value === 'string' && value ? value : undefined;
  const title = useTitleOf(field.to ?? '', id);
  if (!id) return null;
  if (field.to === 'user') return <span className={css.person}><Avatar name={title ?? ''} size={20} /><span className="truncate">{title ?? '…'}</span></span>;
  return <Link className={css.reference} to={recordPath(field.to ?? '', id)} tabIndex={-1}>{title ?? '…'}</Link>;
}

function Edit(props: EditProps) {
  const t = useText();
  const to = props.field.to ?? '';
  const object = useObject(to);
  const id = typeof props.value === 'string' && props.value ? props.value : undefined;
  const title = useTitleOf(to, id);
  const { user } = useSession();
  const titleField = object?.title;
  const search = useCallback(async (text: string, signal: AbortSignal) => {
    if (!titleField) return [];
    const page = await api.post<Page>(`/records/${to}/query`, {
      ...(text ? { search: text } : { sort: [{ field: titleField, dir: 'asc' }] }), limit: 20, count: 'none',
      ...(to === 'user' ? { filter: { field: 'active', op: 'eq', value: true } } : {}),
    }, { signal });
    const found = page.records.map((record) => ({ value: record.id, label: String(record.fields[titleField] ?? '') }));
    keepTitles(Object.fromEntries(found.map((option) => [option.value, { object: to, title: option.label }])));
    if (to === 'user' && !text) found.sort((one, other) => Number(other.value === user.id) - Number(one.value === user.id));
    return found;
  }, [to, titleField, user.id]);
  return <Picker {...props} value={id ?? null} valueLabel={title ?? ''} search={search} clearable={!props.field.required} empty={t('field.nothing_found')} />;
}

export const relation: FieldKind = { View, Edit, ops: ['in', 'not_in', 'is_empty', 'not_empty'], width: 170, acts: true };
export const user: FieldKind = { ...relation, width: 160, acts: false };
