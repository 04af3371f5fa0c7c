import { translate } from '~/app/i18n';
import { address, token, type Search } from './client';
import { ApiError } from './errors';
import type { FileInfo, Problem } from './types';

/** Sends a file as it is and tells how much of it has gone (0 to 1): fetch cannot, this older way can. */
export function upload(file: File, where: Search, onShare: (share: number) => void, stop?: AbortSignal): Promise<FileInfo> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', address('/files', { name: file.name, ...where }));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-CSRF-Token', token());
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.onprogress = (event) => { if (event.lengthComputable) onShare(event.loaded / event.total); };
    const refuse = (problem: Partial<Problem>) => failed(new ApiError({ ...problem, title: problem.title ?? translate('app.failed', { status: request.status }), status: request.status, code: problem.code ?? `http.${request.status}` }));
    request.onerror = () => failed(new ApiError({ title: translate('app.offline'), status: 0, code: 'app.offline' }));
    request.onabort = () => failed(new DOMException('', 'AbortError'));
    request.onload = () => {
      let answer: unknown = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        return refuse({});
      }
      if (request.status >= 200 && request.status < 300) done(answer as FileInfo);
      else refuse(answer as Partial<Problem>);
    };
    stop?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
