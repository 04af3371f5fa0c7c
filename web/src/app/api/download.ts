import { translate } from '~/app/i18n';
import { address, token } from './client';
import { ApiError } from './errors';
import type { ExportJob, ExportStarted, Problem } from './types';

/** A file that came with the answer, or the work that will make it. */
export type Exported = { file: Blob; name: string } | { job: ExportJob };

/** Asks for a list as a file: a small one is the answer, a large one is written in the background. */
export async function requestExport(object: string, wish: unknown): Promise<Exported> {
  let response: Response;
  try {
    response = await fetch(address(`/records/${object}/export`), {
      method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token() }, body: JSON.stringify(wish),
    });
  } catch {
    throw new ApiError({ title: translate('app.offline'), status: 0, code: 'app.offline' });
  }
  if (response.status === 202) return { job: ((await response.json()) as ExportStarted).export };
  if (response.ok) {
    const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
    return { file: await response.blob(), name: name ? decodeURIComponent(name) : object };
  }
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  throw new ApiError({ ...problem, title: problem.title ?? translate('app.failed', { status: response.status }), status: response.status, code: problem.code ?? `http.${response.status}` });
}

/** Hands a file to the browser, which keeps it where the person keeps such. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
