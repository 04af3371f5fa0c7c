import { api } from '~/app/api/client';
import { ApiError } from '~/app/api/errors';
import type { Id } from '~/app/api/types';

export interface Upload { id: Id; offset: number }
/** How parts travel; another one in tests. */
export interface Line {
  begin: (name: string, bytes: number) => Promise<Upload>;
  part: (id: Id, piece: Blob, offset: number) => Promise<Upload>;
  state: (id: Id) => Promise<Upload>;
  pause: (milliseconds: number) => Promise<void>;
}

const line: Line = {
  begin: (name, bytes) => api.post<Upload>('/uploads', { name, bytes }),
  part: (id, piece, offset) => api.part<Upload>(`/uploads/${id}`, piece, offset),
  state: (id) => api.get<Upload>(`/uploads/${id}`),
  pause: (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); }),
};

export const PART = 8 * 1024 * 1024;
const PATIENCE = 6; // failures in a row: about a minute

const passes = (failure: unknown) => failure instanceof ApiError && [0, 409, 502, 503, 504].includes(failure.status);

/** Sends a file in parts and gives the upload's id. A line that breaks costs one part: it goes on from where the server has come to. */
export async function sendInParts(file: File, over: Line = line): Promise<Id> {
  const { id } = await over.begin(file.name, file.size);
  let offset = 0;
  let failures = 0;
  while (offset < file.size) {
    try {
      offset = (await over.part(id, file.slice(offset, offset + PART), offset)).offset;
      failures = 0;
    } catch (failure) {
      failures += 1;
      if (!passes(failure) || failures > PATIENCE) throw failure;
      await over.pause(500 * 2 ** failures);
      const before = offset;
      offset = await over.state(id).then((upload) => upload.offset, () => before);
    }
  }
  return id;
}
