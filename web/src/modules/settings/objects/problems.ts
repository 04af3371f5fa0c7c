import { isApiError } from '~/app/api/errors';

/** The server's words about one member of what was sent: `labels` also finds `labels.nb`, `options` finds `options[2].value`. */
export function problemOf(error: unknown, ...names: string[]): string | undefined {
  if (!isApiError(error)) return undefined;
  const found = names.flatMap((name) => error.fields.filter((problem) => problem.field === name || problem.field.startsWith(`${name}.`) || problem.field.startsWith(`${name}[`)));
  return found.length > 0 ? [...new Set(found.map((problem) => problem.message))].join(' ') : undefined;
}

/** What the server said that none of the shown members is about. */
export function elsewhere(error: unknown, shown: string[]): unknown {
  if (!error) return null;
  if (!isApiError(error) || error.fields.length === 0) return error;
  return error.fields.every((problem) => shown.some((name) => problem.field === name || problem.field.startsWith(`${name}.`) || problem.field.startsWith(`${name}[`))) ? null : error;
}

export interface Found { object: string; id: string; title: string }

/** The records a refusal is about: what breaks a unique rule, say. */
export function recordsIn(error: unknown): Found[] {
  if (!isApiError(error)) return [];
  const records = error.told['records'];
  if (!Array.isArray(records)) return [];
  const object = typeof error.told['object'] === 'string' ? error.told['object'] : '';
  return (records as unknown[]).flatMap((record) => {
    if (typeof record !== 'object' || record === null) return [];
    const { id, title, object: own } = record as Record<string, unknown>;
    return typeof id === 'string' ? [{ id, title: typeof title === 'string' ? title : id, object: typeof own === 'string' ? own : object }] : [];
  });
}
