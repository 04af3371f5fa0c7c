import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '~/app/api/client';
import type { Page } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { Icon } from '~/ui/Icon';
import { Picker, type PickerOption } from '~/ui/Picker';
import type { EditProps, ViewProps } from './kind';
import { tagColour } from './tagColour';
import css from './input.module.css';

const namesOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);

/** The colours of the workspace's tags: asked for once, however many are shown. */
export function useTagColours(): (name: string) => string {
  const { data } = useQuery({
    queryKey: ['records', 'tag', 'colours'],
    queryFn: ({ signal }) => api.post<Page>('/records/tag/query', { fields: ['name', 'colour'], limit: 500, count: 'none' }, { signal }),
    staleTime: 5 * 60_000,
  });
  return useCallback((name: string) => tagColour(data?.records.find((record) => record.fields['name'] === name)?.fields['colour'], name), [data]);
}

/** Those there are, by what was typed. */
export async function findTags(text: string, signal: AbortSignal): Promise<PickerOption[]> {
  const page = await api.post<Page>('/records/tag/query', {
    ...(text ? { filter: { field: 'name', op: 'contains', value: text } } : {}), sort: [{ field: 'name', dir: 'asc' }], limit: 12, count: 'none',
  }, { signal });
  return page.records.map((record) => {
    const name = String(record.fields['name'] ?? '');
    return { value: name, label: name, colour: tagColour(record.fields['colour'], name) };
  });
}

export function TagsView({ value, dense }: ViewProps) {
  const colourOf = useTagColours();
  return (
    <span className={dense ? css.tagLine : css.chips}>
      {namesOf(value).map((name) => <span key={name} className={css.chip}><i className={css.dot} style={{ background: colourOf(name) }} aria-hidden /><span className="truncate">{name}</span></span>)}
    </span>
  );
}

/** Names beside colours, one more by typing. */
export function TagsEdit({ field, value, onChange, onDone, onCancel, id, label, describedBy, invalid, autoFocus }: EditProps) {
  const t = useText();
  const colourOf = useTagColours();
  const chosen = namesOf(value);
  const set = (next: string[]) => onChange(next.length ? next : null);
  return (
    <div role="group" aria-label={label ?? field.label} aria-describedby={describedBy} className={css.chips}
      onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); onDone(); } }}>
      {chosen.map((name) => (
        <span key={name} className={css.chip}><i className={css.dot} style={{ background: colourOf(name) }} aria-hidden /><span className="truncate">{name}</span><button type="button" aria-label={t('field.remove', { what: name })} onClick={() => set(chosen.filter((one) => one !== name))}><Icon name="x" size={12} /></button></span>
      ))}
      <Picker many id={id} label={label ?? field.label} invalid={invalid} autoFocus={autoFocus} value={null} placeholder={t('field.add_one')} onCancel={onCancel} create={(text) => t('field.create_tag', { tag: text })}
        search={async (text, signal) => (await findTags(text, signal)).filter((option) => !chosen.includes(option.value))} onDone={(picked) => { if (typeof picked === 'string' && picked.trim() && !chosen.includes(picked.trim())) set([...chosen, picked.trim()]); }} />
    </div>
  );
}
