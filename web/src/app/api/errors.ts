import type { Conflict, FieldProblem, Problem } from './types';

/** A refusal with the server's own words. `status` 0: no answer came at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldProblem[];
  readonly conflicts: Conflict[];
  readonly version: number | undefined;
  readonly requestId: string | undefined;
  /** All that the server told, also what only one kind of refusal carries. */
  readonly told: Readonly<Record<string, unknown>>;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.fields = problem.fields ?? [];
    this.conflicts = problem.conflicts ?? [];
    this.version = problem.version;
    this.requestId = problem.request_id;
    this.told = { ...problem };
  }

  /** The words for one field, or none. */
  forField(name: string): string | undefined {
    return this.fields.find((problem) => problem.field === name)?.message;
  }
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError;

/** What to show beside the field: its own message first, else the whole problem's. */
export function messageFor(error: unknown, field?: string): string {
  if (!(error instanceof Error)) return String(error);
  if (field !== undefined && isApiError(error)) return error.forField(field) ?? error.message;
  return error.message;
}
