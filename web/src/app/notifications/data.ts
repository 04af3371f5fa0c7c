import { useQuery, queryOptions } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, Notifications } from '~/app/api/types';
import { hear } from '~/app/live';

export const notificationsQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: ({ signal }) => api.get<Notifications>('/notifications', { limit: 50 }, { signal }),
  staleTime: 60_000,
});
hear('notification', () => void queries.invalidateQueries({ queryKey: notificationsQuery.queryKey }));

export const useNotifications = () => useQuery(notificationsQuery);

/** Read at once here; the server follows. */
export async function markRead(ids: Id[] | 'all'): Promise<void> {
  queries.setQueryData(notificationsQuery.queryKey, (now) => {
    if (!now) return now;
    const hit = (id: Id) => ids === 'all' || ids.includes(id);
    const less = now.notifications.filter((one) => !one.read && hit(one.id)).length;
    return { ...now, unread: ids === 'all' ? 0 : Math.max(0, now.unread - less), notifications: now.notifications.map((one) => (hit(one.id) ? { ...one, read: true } : one)) };
  });
  await api.post('/notifications/read', ids === 'all' ? { all: true } : { ids });
  await queries.invalidateQueries({ queryKey: notificationsQuery.queryKey });
}
