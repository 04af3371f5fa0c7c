import { useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, ObjectType, Person, Record_ } from '~/app/api/types';

export const channels = ['email', 'phone', 'sms', 'post', 'web', 'any'] as const;
export const consentStates = ['given', 'withdrawn', 'objected'] as const;
export type Channel = (typeof channels)[number];
export type ConsentState = (typeof consentStates)[number];

/** One thing a person said; never changed, only followed by another. */
export interface Consent {
  id: Id;
  purpose: Id;
  purpose_name?: string;
  channel: Channel;
  state: ConsentState;
  basis: string;
  source: string;
  wording?: string;
  at: string;
  actor: Person;
}
export interface Consents {
  current: Consent[];
  history: Consent[];
}
export interface NewConsent {
  purpose?: Id;
  channel: Channel;
  state: ConsentState;
  basis?: string;
  source: string;
  wording?: string;
  at?: string;
}

const key = (object: string, id: Id) => ['consents', object, id] as const;
const path = (object: string, id: Id) => `/records/${object}/${id}/consents`;

export const useConsents = (object: string, id: Id) =>
  useQuery({ queryKey: key(object, id), queryFn: ({ signal }) => api.get<Consents>(path(object, id), undefined, { signal }) });

/** What was said, added to what was said before; the answer is all of it. */
export async function addConsent(object: string, id: Id, consent: NewConsent): Promise<void> {
  queries.setQueryData(key(object, id), await api.post<Consents>(path(object, id), consent));
}

/** What holds now, by purpose in the order of their names. */
export function byPurpose(current: Consent[]): { purpose: Id; name: string; consents: Consent[] }[] {
  const found = new Map<Id, { purpose: Id; name: string; consents: Consent[] }>();
  for (const consent of current) {
    const group = found.get(consent.purpose) ?? { purpose: consent.purpose, name: consent.purpose_name ?? '', consents: [] };
    group.consents.push(consent);
    found.set(consent.purpose, group);
  }
  const place = (channel: Channel) => channels.indexOf(channel);
  for (const group of found.values()) group.consents.sort((one, other) => place(one.channel) - place(other.channel));
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name));
}

/** A human being: somebody who can be asked, told and forgotten. An organization cannot. */
export const isPerson = (object: ObjectType, record: Record_): boolean =>
  !object.system && object.name !== 'user' && record.fields['kind'] !== 'organization' && object.fields.some((field) => field.type === 'email' || field.type === 'phone' || field.type === 'person_name');
