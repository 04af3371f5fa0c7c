import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import { nameText } from '~/fields/nameText';
import { plainOf } from '~/ui/rich/text';
import type { Field, Id, ObjectType, Record_, RelatedTitles, Title } from '~/app/api/types';

/** What kinds of records there are, as the server describes them in the person's language. */
export const objectsQuery = queryOptions({
  queryKey: ['objects'],
  queryFn: async () => (await api.get<{ objects: ObjectType[] }>('/objects')).objects,
  staleTime: 10 * 60_000,
});

export function useObjects(): ObjectType[] {
  return useQuery(objectsQuery).data ?? [];
}
export function useObject(name: string): ObjectType | undefined {
  const { data } = useQuery(objectsQuery);
  return useMemo(() => data?.find((object) => object.name === name), [data, name]);
}

export const fieldOf = (object: ObjectType, name: string): Field | undefined => object.fields.find((field) => field.name === name);
export const isReference = (field: Field): boolean => field.type === 'relation' || field.type === 'user';

/** The field of the record that a reference leads to, as a column says it: "account.country". */
export const isBeyond = (field: Field): boolean => field.name.includes('.');
const beyond = new WeakMap<Field, Map<string, Field>>();

/** The field a column shows: the object's own, or one that lies a step over a reference, which is never written from here. */
export function columnField(objects: ObjectType[], object: ObjectType, path: string): Field | undefined {
  const own = fieldOf(object, path);
  if (own) return own;
  const dot = path.indexOf('.');
  const over = dot > 0 ? fieldOf(object, path.slice(0, dot)) : undefined;
  const target = over && isReference(over) && !over.many ? objects.find((one) => one.name === over.to) : undefined;
  const field = target && fieldOf(target, path.slice(dot + 1));
  if (!over || !field || field.type === 'json') return undefined;
  const known = beyond.get(field) ?? new Map<string, Field>();
  beyond.set(field, known);
  const label = `${over.label} › ${field.label}`;
  const made = known.get(`${path} ${label}`) ?? { ...field, name: path, label, read_only: true, writable: false };
  known.set(`${path} ${label}`, made);
  return made;
}

/** May be changed by hand by this person. */
export const canEdit = (object: ObjectType, field: Field): boolean => object.rights.edit && !field.read_only && field.writable !== false;
export function titleOf(object: ObjectType, record: Record_): string {
  const value = record.fields[object.title] ?? '';
  const text = fieldOf(object, object.title)?.type === 'person_name' ? nameText(value) : String(value);
  return plainOf(text).split('\n')[0] || '–';
}

const titleKey = (object: string, id: Id) => ['title', object, id] as const;

/** The titles that came with a page: kept, so that showing a reference asks for nothing. */
export function keepTitles(titles: RelatedTitles | undefined): void {
  for (const [id, title] of Object.entries(titles ?? {})) queries.setQueryData<Title>(titleKey(title.object, id), title);
}

/** What a referenced record is called; asked for only when no page has brought it. */
export function useTitleOf(object: string, id: Id | undefined): string | undefined {
  const { data } = useQuery({
    queryKey: titleKey(object, id ?? ''),
    queryFn: async (): Promise<Title> => {
      const [record, types] = await Promise.all([api.get<Record_>(`/records/${object}/${id}`), queries.ensureQueryData(objectsQuery)]);
      const type = types.find((candidate) => candidate.name === object);
      return { object, title: type ? titleOf(type, record) : record.id };
    },
    enabled: id !== undefined && object !== '',
    staleTime: 5 * 60_000,
  });
  return data?.title;
}
