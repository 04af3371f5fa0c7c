import type { IconName } from '~/ui/Icon';
import type { MetaType } from './metadata';

/** What an administrator may say of a field of each type: the forms show that and nothing else. */
export interface TypeSettings {
  group: 'text' | 'numbers' | 'choices' | 'time' | 'links' | 'computed' | 'other';
  icon: IconName;
  required?: boolean;
  unique?: boolean;
  index?: boolean;
  search?: boolean;
  range?: boolean;
  /** A value may stand there from the start; 'today', 'now' and 'me' are the type's own words for one. */
  default?: 'value' | 'today' | 'now' | 'me';
  options?: boolean;
  format?: string[];
}

export const typeSettings: Record<MetaType, TypeSettings> = {
  text: { group: 'text', icon: 'note', required: true, unique: true, index: true, search: true, default: 'value', format: ['country', 'language', 'domain', 'time_zone'] },
  long_text: { group: 'text', icon: 'list', required: true, search: true, default: 'value' },
  rich_text: { group: 'text', icon: 'pencil', required: true, search: true },
  email: { group: 'text', icon: 'mail', required: true, unique: true, index: true, search: true },
  phone: { group: 'text', icon: 'phone', required: true, unique: true, index: true, search: true },
  url: { group: 'text', icon: 'link', required: true, unique: true, search: true },
  person_name: { group: 'text', icon: 'user', required: true, search: true },
  address: { group: 'text', icon: 'map-pin', required: true, search: true },
  integer: { group: 'numbers', icon: 'chart', required: true, unique: true, index: true, range: true, default: 'value' },
  decimal: { group: 'numbers', icon: 'chart', required: true, index: true, range: true, default: 'value' },
  money: { group: 'numbers', icon: 'receipt', required: true, index: true, range: true, default: 'value' },
  percent: { group: 'numbers', icon: 'target', required: true, index: true, range: true, default: 'value' },
  duration: { group: 'numbers', icon: 'clock', required: true, index: true, range: true, default: 'value' },
  boolean: { group: 'choices', icon: 'check-circle', index: true, default: 'value' },
  select: { group: 'choices', icon: 'circle', required: true, index: true, default: 'value', options: true },
  multi_select: { group: 'choices', icon: 'checklist', required: true, default: 'value', options: true },
  date: { group: 'time', icon: 'calendar', required: true, unique: true, index: true, default: 'today' },
  datetime: { group: 'time', icon: 'calendar-event', required: true, index: true, default: 'now' },
  relation: { group: 'links', icon: 'external', required: true, unique: true, index: true },
  user: { group: 'links', icon: 'user-circle', required: true, index: true, default: 'me' },
  file: { group: 'links', icon: 'upload', required: true },
  formula: { group: 'computed', icon: 'bolt' },
  rollup: { group: 'computed', icon: 'columns' },
  json: { group: 'other', icon: 'command' },
};

export const typeGroups = ['text', 'numbers', 'choices', 'time', 'links', 'computed', 'other'] as const;
export const typesOf = (group: TypeSettings['group']): MetaType[] => (Object.keys(typeSettings) as MetaType[]).filter((type) => typeSettings[type].group === group);
/** A type newer than this app has nothing to set but its words. */
export const settingsOf = (type: MetaType): TypeSettings => typeSettings[type] ?? { group: 'other', icon: 'box' };
