import { translate } from '~/app/i18n';
import { address, token } from './client';
import { ApiError } from './errors';
import type { ExportJob, ExportStarted, Problem } from './types';

/** A file that came with the answer, or the work that will make it. */
export type Exported = { file: Blob; name: string } | { job: ExportJob };

async function ask(path: string, wish: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address(path), {
      method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token() }, body: JSON.stringify(wish),
    });
  } catch {
    throw new ApiError({ title: translate('app.offline'), status: 0, code: 'app.offline' });
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  throw new ApiError({ ...problem, title: problem.title ?? translate('app.failed', { status: response.status }), status: response.status, code: problem.code ?? `http.${response.status}` });
}

async function fileIn(response: Response, otherwise: string): Promise<{ file: Blob; name: string }> {
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  return { file: await response.blob(), name: name ? decodeURIComponent(name) : otherwise };
}

/** What answers a POST with a file; `otherwise` is its name where the answer gives none. */
export const requestFile = async (path: string, wish: unknown, otherwise: string): Promise<{ file: Blob; name: string }> => fileIn(await ask(path, wish), otherwise);

/** Asks for a list as a file: a small one is the answer, a large one is written in the background. */
export async function requestExport(object: string, wish: unknown): Promise<Exported> {
  const response = await ask(`/records/${object}/export`, wish);
  return response.status === 202 ? { job: ((await response.json()) as ExportStarted).export } : fileIn(response, object);
}

/** Hands a file to the browser, which keeps it where the person keeps such. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
