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

type RawField = Omit<MetaField, 'label'>;
type Raw = Omit<MetaObject, 'fields' | 'label' | 'label_plural' | 'related'> & { fields: RawField[]; related?: Omit<RelatedSet, 'label'>[] };

/** A computed field is what it is worked out by; the type of what it gives stands beside it. */
function wholeField(field: RawField): MetaField {
  const type: MetaType = field.formula ? 'formula' : field.rollup ? 'rollup' : field.type;
  return { ...field, label: labelIn(field.labels) || field.name, type, ...(type === field.type ? {} : { result: field.type as FieldType }) };
}

/** One form whatever the server leaves out because it says nothing, with the words in the language at hand. */
function whole(object: Raw, all: Raw[]): MetaObject {
  return {
    ...object,
    label: labelIn(object.labels) || object.name,
    label_plural: labelIn(object.labels_plural) || labelIn(object.labels) || object.name,
    subtitle: object.subtitle ?? [],
    list: object.list ?? [],
    rules: object.rules ?? [],
    indexes: object.indexes ?? [],
    fields: object.fields.map(wholeField),
    related: (object.related ?? []).map((set) => ({ ...set, label: labelIn(all.find((one) => one.name === set.object)?.fields.find((field) => field.name === set.field)?.inverse_labels) || set.name })),
  };
}

export const metadataQuery = queryOptions({
  queryKey: ['metadata'],
  queryFn: async (): Promise<Metadata> => {
    const answer = await api.get<{ version: number; objects: Raw[] }>('/metadata');
    return { version: answer.version, objects: answer.objects.map((object) => whole(object, answer.objects)) };
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

/** What a change is answered with: the object, and of fields now required how many records lack them. */
export interface Changed { name: string; version?: number; missing?: Record<string, number> }

export type FieldChange = Partial<Omit<MetaField, 'name' | 'label' | 'result' | 'custom' | 'format'>> & { format?: string | null };
export type ObjectChange = Partial<Omit<MetaObject, 'name' | 'label' | 'label_plural' | 'fields' | 'related' | 'version' | 'custom' | 'system'>>;
export type NewField = FieldChange & { name?: string; type: MetaType; labels: Labels };
export interface NewObject { name?: string; labels: Labels; labels_plural: Labels; icon: string; fields?: NewField[] }

export const createObject = (object: NewObject) => api.post<Changed>('/objects', object).then(taken);
/** In the body and not as If-Match: what nobody has changed yet has the version 0. */
const at = (version: number | undefined) => (version === undefined ? {} : { version });
export const changeObject = (object: string, change: ObjectChange, version?: number) => api.patch<Changed>(`/objects/${object}`, { ...change, ...at(version) }).then(taken);
export const addField = (object: string, field: NewField, version?: number) => api.post<Changed>(`/objects/${object}/fields`, { ...field, ...at(version) }).then(taken);
export const changeField = (object: string, field: string, change: FieldChange, version?: number) => api.patch<Changed>(`/objects/${object}/fields/${field}`, { ...change, ...at(version) }).then(taken);

/** A field as the value editors know it, for defaults and samples. */
export const plainField = (field: Pick<MetaField, 'name' | 'type'> & Partial<Omit<MetaField, 'format'>> & { format?: string | null }): Field => ({
  name: field.name, type: field.type as FieldType, label: field.label ?? field.name,
  ...(field.format ? { format: field.format } : {}), ...(field.to ? { to: field.to } : field.type === 'user' ? { to: 'user' } : {}),
  ...(field.options ? { options: field.options.filter((option) => !option.retired).map((option) => ({ value: option.value, label: labelIn(option.labels) || option.value })) } : {}),
});

/** The words in the language at hand, else in whichever there is. */
export const labelIn = (labels: Labels | undefined): string => labels?.[currentLanguage()] ?? labels?.['en'] ?? Object.values(labels ?? {})[0] ?? '';
