import { partsOf } from './partsOf';

/** A person's name as it is said. */
export const nameText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const part = partsOf(value);
  return [part['prefix'], part['first'], part['middle'], part['last'], part['suffix']].filter(Boolean).join(' ');
};
