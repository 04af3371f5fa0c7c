import type { IconName } from '~/ui/Icon';
import type { Kind } from './state';

export const kindIcon: Record<Kind, IconName> = { table: 'table', board: 'kanban', calendar: 'calendar' };
