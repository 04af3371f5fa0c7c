import { api } from '~/app/api/client';
import type { Id } from '~/app/api/types';

/** A record that was left as it is, and why. */
export interface BulkProblem {
  object?: string;
  id: Id;
  title?: string;
  fields?: string[];
  code: string;
  message: string;
}
/** Something done to many records, in the background. */
export interface BulkJob {
  id: Id;
  object: string;
  state: 'running' | 'taking_back' | 'done' | 'cancelled' | 'failed';
  processed: number;
  total: number;
  changed: number;
  /** How many were left as they are; `problems` tells of the first of them. */
  failed: number;
  change_set: Id;
  problems: BulkProblem[];
}

/** Follows one to its end; `onProgress` hears how far it has come. */
export async function follow(id: Id, onProgress: (job: BulkJob) => void): Promise<BulkJob> {
  for (let pause = 150; ; pause = Math.min(1000, pause * 1.4)) {
    const job = await api.get<BulkJob>(`/bulk/${id}`);
    onProgress(job);
    if (job.state === 'done' || job.state === 'cancelled' || job.state === 'failed') return job;
    await new Promise((done) => window.setTimeout(done, pause));
  }
}
