import { dayText } from '~/app/format';
import type { Record_ } from '~/app/api/types';

export type Group = 'overdue' | 'today' | 'week' | 'later' | 'whenever';
export const order: Group[] = ['overdue', 'today', 'week', 'later', 'whenever'];

/** By when a task is due, seen from `now`: the rest of this week ends on Sunday. */
export function groupOf(due: unknown, now: Date): Group {
  if (typeof due !== 'string' || due === '') return 'whenever';
  const today = dayText(now);
  const sunday = dayText(new Date(now.getFullYear(), now.getMonth(), now.getDate() + ((7 - now.getDay()) % 7)));
  return due < today ? 'overdue' : due === today ? 'today' : due <= sunday ? 'week' : 'later';
}

export function grouped(tasks: Record_[], now: Date): { group: Group; tasks: Record_[] }[] {
  return order.map((group) => ({ group, tasks: tasks.filter((task) => groupOf(task.fields['due'], now) === group) })).filter((one) => one.tasks.length > 0);
}
