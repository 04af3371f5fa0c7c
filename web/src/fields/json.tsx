import type { FieldKind, ViewProps } from './kind';

/** Reasons and the like: shown by the words they carry, set by rules only. */
function View({ value }: ViewProps) {
  if (value === null || typeof value !== 'object') return null;
  const text = (value as Record<string, unknown>)['text'];
  return typeof text === 'string' ? <>{text}</> : null;
}

export const json: FieldKind = { View, ops: ['is_empty', 'not_empty'], width: 180 };
