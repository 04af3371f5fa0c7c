import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Field, FieldType, Filter, Layout, Labels, RelatedSet, Value } from '~/app/api/types';
import { currentLanguage } from '~/app/i18n';
import { invalidateMetadata } from '~/app/live';

/** The description of objects as an administrator sees it: whole, in every language, with what is retired. */

export type MetaType = FieldType | 'rich_text' | 'address' | 'person_name' | 'file' | 'formula' | 'rollup';

export interface MetaOption {
  value: string;
  labels: Labels;
  colour?: string | null;
  retired?: boolean;
}

export const rollupFunctions = ['count', 'sum', 'min', 'max', 'last'] as const;
export interface Rollup {
  related: string;
  function: (typeof rollupFunctions)[number];
  field?: string;
  by?: string;
  where?: Filter;
}

export interface MetaField {
  name: string;
  type: MetaType;
  label: string;
  labels: Labels;
  hints?: Labels;
  required?: boolean;
  unique?: boolean;
  index?: boolean;
  search?: boolean;
  read_only?: boolean;
  default?: Value;
  options?: MetaOption[];
  to?: string;
  many?: boolean;
  inverse?: string;
  inverse_labels?: Labels;
  min?: number | null;
  max?: number | null;
  format?: string;
  formula?: string | null;
  rollup?: Rollup | null;
  result?: FieldType;
  custom?: boolean;
  hidden?: boolean;
  retired?: boolean;
}

export interface MetaRule {
  name: string;
  formula: string;
  labels: Labels;
  field?: string;
}

export interface MetaObject {
  name: string;
  label: string;
  label_plural: string;
  labels: Labels;
  labels_plural: Labels;
  icon: string;
  title: string;
  subtitle: string[];
  list: string[];
  custom?: boolean;
  system?: boolean;
  hidden?: boolean;
  retired?: boolean;
  layout?: Layout | null;
  rules?: MetaRule[];
  indexes?: string[][];
  fields: MetaField[];
  related: RelatedSet[];
  version?: number;
}

export interface Metadata {
  version: number;
  objects: MetaObject[];
}

type Raw = Omit<MetaObject, 'fields'> & { fields: (MetaField & { indexed?: boolean })[] };
/** One form whatever the server leaves out because it says nothing. */
const whole = (object: Raw): MetaObject => ({
  ...object,
  subtitle: object.subtitle ?? [],
  list: object.list ?? [],
  rules: object.rules ?? [],
  indexes: object.indexes ?? [],
  related: object.related ?? [],
  fields: object.fields.map((field) => ({ ...field, index: field.index ?? field.indexed ?? false })),
});

export const metadataQuery = queryOptions({
  queryKey: ['metadata'],
  queryFn: async (): Promise<Metadata> => {
    const answer = await api.get<{ version: number; objects: Raw[] }>('/metadata');
    return { version: answer.version, objects: answer.objects.map(whole) };
  },
  staleTime: 60_000,
});

export const useMetadata = () => useQuery(metadataQuery);
export const freshMetadata = (): Promise<Metadata> => queries.fetchQuery({ ...metadataQuery, staleTime: 0 });
export const metaField = (object: MetaObject, name: string): MetaField | undefined => object.fields.find((field) => field.name === name);
/** The version that a change names: the object's own where the server counts so, else the whole's. */
export const versionOf = (metadata: Metadata, object: MetaObject): number => object.version ?? metadata.version;

/** A change has been taken: every page draws itself anew, this one before the answer is shown. */
async function taken<T>(answer: T): Promise<T> {
  await invalidateMetadata();
  return answer;
}

export type FieldChange = Partial<Omit<MetaField, 'name' | 'label' | 'result' | 'custom'>>;
export type ObjectChange = Partial<Omit<MetaObject, 'name' | 'label' | 'label_plural' | 'fields' | 'related' | 'version' | 'custom' | 'system'>>;
export type NewField = FieldChange & { name?: string; type: MetaType; labels: Labels };
export interface NewObject { name?: string; labels: Labels; labels_plural: Labels; icon: string; fields?: NewField[] }

export const createObject = (object: NewObject) => api.post<MetaObject>('/objects', object).then(taken);
export const changeObject = (object: string, change: ObjectChange, version?: number) => api.patch<MetaObject>(`/objects/${object}`, change, { version }).then(taken);
export const addField = (object: string, field: NewField, version?: number) => api.post<MetaObject>(`/objects/${object}/fields`, field, { version }).then(taken);
export const changeField = (object: string, field: string, change: FieldChange, version?: number) => api.patch<MetaObject>(`/objects/${object}/fields/${field}`, change, { version }).then(taken);

/** A field as the value editors know it, for defaults and samples. */
export const plainField = (field: Pick<MetaField, 'name' | 'type'> & Partial<MetaField>): Field => ({
  name: field.name, type: field.type as FieldType, label: field.label ?? field.name,
  ...(field.format ? { format: field.format } : {}), ...(field.to ? { to: field.to } : field.type === 'user' ? { to: 'user' } : {}),
  ...(field.options ? { options: field.options.filter((option) => !option.retired).map((option) => ({ value: option.value, label: labelIn(option.labels) || option.value })) } : {}),
});

/** The words in the language at hand, else in whichever there is. */
export const labelIn = (labels: Labels | undefined): string => labels?.[currentLanguage()] ?? labels?.['en'] ?? Object.values(labels ?? {})[0] ?? '';
