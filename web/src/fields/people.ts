import { api } from '~/app/api/client';
import type { Page } from '~/app/api/types';
import type { Mentioned } from '~/ui/rich';

/** Who works here, by what was typed: for a mention. */
export async function findPeople(text: string): Promise<Mentioned[]> {
  const page = await api.post<Page>('/records/user/query', {
    ...(text ? { search: text } : { sort: [{ field: 'name', dir: 'asc' }] }), filter: { field: 'active', op: 'eq', value: true }, fields: ['name'], limit: 8, count: 'none',
  });
  return page.records.map((record) => ({ id: record.id, name: String(record.fields['name'] ?? '') }));
}
