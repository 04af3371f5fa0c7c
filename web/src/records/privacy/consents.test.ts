import { describe, expect, it } from 'vitest';
import type { ObjectType, Record_ } from '~/app/api/types';
import { byPurpose, isPerson, type Consent } from './consents';

const said = (purpose: string, name: string, channel: Consent['channel']): Consent => ({
  id: `${purpose}${channel}`, purpose, purpose_name: name, channel, state: 'given', basis: 'consent', source: 'form', at: '2026-01-01T00:00:00Z', actor: { id: '1', name: 'A' },
});

describe('what holds now', () => {
  it('stands by purpose, its channels in their usual order', () => {
    const groups = byPurpose([said('2', 'Product news', 'any'), said('1', 'Newsletter', 'sms'), said('1', 'Newsletter', 'email')]);
    expect(groups.map((group) => [group.name, group.consents.map((one) => one.channel)])).toEqual([['Newsletter', ['email', 'sms']], ['Product news', ['any']]]);
  });
});

describe('who can be asked', () => {
  const object = (change: Partial<ObjectType>): ObjectType => ({
    name: 'account', label: '', label_plural: '', icon: '', title: 'name', subtitle: [], list: [], rights: { see: true, create: true, edit: true, bin: true }, timeline: true, searchable: true,
    fields: [{ name: 'email', type: 'email', label: '' }], related: [], ...change,
  });
  const record = (kind?: string): Record_ => ({ id: '1', object: 'account', version: 1, fields: kind ? { kind } : {}, created_at: '', updated_at: '' });
  it('is a person and no organization, user or thing', () => {
    expect(isPerson(object({}), record('person'))).toBe(true);
    expect(isPerson(object({}), record('organization'))).toBe(false);
    expect(isPerson(object({ name: 'contact' }), record())).toBe(true);
    expect(isPerson(object({ name: 'user' }), record())).toBe(false);
    expect(isPerson(object({ name: 'deal', fields: [] }), record())).toBe(false);
  });
});
