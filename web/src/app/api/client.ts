import { translate } from '~/app/i18n';
import { ApiError } from './errors';
import type { Problem } from './types';

const base = '/api/v1';
let csrf = '';
let signedOut: () => void = () => undefined;

/** The token of the session, sent with everything that is not a GET. */
export const setToken = (token: string): void => {
  csrf = token;
};
/** For what is sent another way than by `api`. */
export const token = (): string => csrf;
/** Called when the server says that nobody is signed in (any more). */
export const onSignedOut = (then: () => void): void => {
  signedOut = then;
};

export type Search = Record<string, string | number | boolean | undefined | null>;

interface Options {
  query?: Search | undefined;
  signal?: AbortSignal | undefined;
  version?: number | undefined;
  raw?: Blob | undefined;
  offset?: number | undefined; // where in its file `raw` begins
  quiet?: boolean | undefined; // a 401 is an answer here, not an end of the session
}

export function address(path: string, query?: Search): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return base + path + (text ? `?${text}` : '');
}

async function request<T>(method: string, path: string, body: unknown, options: Options): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf;
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  if (options.offset !== undefined) headers['Upload-Offset'] = String(options.offset);
  if (options.raw) headers['Content-Type'] = 'application/octet-stream';
  else if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: options.raw ?? (body === undefined ? null : JSON.stringify(body)),
      signal: options.signal ?? null,
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new ApiError({ title: translate('app.offline'), status: 0, code: 'app.offline' });
  }
  const text = await response.text();
  let answer: unknown = null;
  try {
    answer = text === '' ? null : JSON.parse(text);
  } catch {
    if (response.ok) throw new ApiError({ title: translate('app.unreadable'), status: response.status, code: 'app.unreadable' });
  }
  // 300: the answer is a choice (POST /session).
  if (response.ok || response.status === 300) return answer as T;
  if (response.status === 401 && !options.quiet) signedOut();
  const problem = (answer ?? {}) as Partial<Problem>;
  throw new ApiError({
    ...problem,
    title: problem.title ?? translate('app.failed', { status: response.status }),
    status: response.status,
    code: problem.code ?? `http.${response.status}`,
  });
}

/** The typed caller: T is what the contract says the path answers (see types.ts). */
export const api = {
  get: <T>(path: string, query?: Search, options: Options = {}) => request<T>('GET', path, undefined, { ...options, query }),
  post: <T>(path: string, body?: unknown, options: Options = {}) => request<T>('POST', path, body ?? {}, options),
  patch: <T>(path: string, body: unknown, options: Options = {}) => request<T>('PATCH', path, body, options),
  put: <T>(path: string, body: unknown, options: Options = {}) => request<T>('PUT', path, body, options),
  delete: <T>(path: string, options: Options = {}) => request<T>('DELETE', path, undefined, options),
  upload: <T>(path: string, file: Blob, query?: Search) => request<T>('POST', path, undefined, { raw: file, query }),
  part: <T>(path: string, piece: Blob, offset: number) => request<T>('PATCH', path, undefined, { raw: piece, offset }),
};
