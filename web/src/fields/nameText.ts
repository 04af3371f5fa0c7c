import { partsOf } from './partsOf';

/** A person's name as it is said. */
export const nameText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const part = partsOf(value);
  return [part['given'], part['family']].filter(Boolean).join(' ');
};
