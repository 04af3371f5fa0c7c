import { useSyncExternalStore } from 'react';
import { upload } from '~/app/api/upload';
import { messageFor } from '~/app/api/errors';
import type { Id } from '~/app/api/types';
import { invalidateFor } from '~/app/live';

export interface Upload {
  key: number;
  record: string;
  name: string;
  bytes: number;
  share: number;
  error?: string;
  stop: () => void;
  again?: () => void;
}

/** What is on its way; it goes on when one leaves the record's page. */
let all: Upload[] = [];
let last = 0;
const listeners = new Set<() => void>();
const publish = (next: Upload[]) => {
  all = next;
  for (const listener of listeners) listener();
};
const change = (key: number, by: Partial<Upload>) => publish(all.map((one) => (one.key === key ? { ...one, ...by } : one)));
const drop = (key: number) => publish(all.filter((one) => one.key !== key));

function send(object: string, id: Id, file: File): void {
  const key = ++last;
  const stop = new AbortController();
  publish([...all, { key, record: id, name: file.name, bytes: file.size, share: 0, stop: () => { stop.abort(); drop(key); } }]);
  upload(file, { object, record: id }, (share) => change(key, { share }), stop.signal).then(
    () => {
      drop(key);
      invalidateFor('file');
    },
    (error: unknown) => {
      if (!(error instanceof DOMException)) change(key, { error: messageFor(error), again: () => { drop(key); send(object, id, file); } });
    },
  );
}

/** Three at a time would gain nothing on one line: the browser queues what is too much. */
export function sendFiles(object: string, id: Id, files: Iterable<File>): void {
  for (const file of files) send(object, id, file);
}

export const useUploads = (id: Id): Upload[] => {
  const now = useSyncExternalStore((listener) => { listeners.add(listener); return () => void listeners.delete(listener); }, () => all);
  return now.filter((one) => one.record === id);
};

/** Files among what was pasted or dropped; text and links are no business of ours. */
export const filesOf = (data: DataTransfer | null): File[] => [...(data?.files ?? [])];
