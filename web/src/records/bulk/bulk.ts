import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Fields, Filter, Id, Undone } from '~/app/api/types';
import { translate } from '~/app/i18n';
import { currentFormat } from '~/app/format';
import { invalidateFor } from '~/app/live';
import { toast } from '~/ui/toast';

/** What is done to each of them. */
export interface BulkChange {
  set?: Fields;
  add_tags?: string[];
  remove_tags?: string[];
  assign?: Id;
  bin?: true;
  restore?: true;
}
/** Which: these, or all that a filter finds (and so many are expected, so that no other list is meant). */
export type BulkTarget = { ids: Id[] } | { filter?: Filter; search?: string; count?: number };

interface Left {
  id: Id;
  code: string;
  message: string;
}
export interface BulkDone {
  change_set?: Id | null;
  changed: number;
  /** How many stayed as they were; some of them are told with the reason. */
  failed: number;
  skipped?: Left[];
}
export interface BulkJob extends BulkDone {
  id: Id;
  state: 'running' | 'taking_back' | 'done' | 'cancelled' | 'failed';
  processed: number;
  total: number;
  problems?: Left[];
}
type Answer = BulkDone | { job: { id: Id } };

const wait = (ms: number) => new Promise((done) => window.setTimeout(done, ms));

/** Follows a large one to its end; `onProgress` hears how far it has come. */
async function follow(id: Id, onProgress: (job: BulkJob) => void): Promise<BulkJob> {
  for (let pause = 150; ; pause = Math.min(1000, pause * 1.4)) {
    const job = await api.get<BulkJob>(`/bulk/${id}`);
    onProgress(job);
    if (job.state === 'done' || job.state === 'cancelled' || job.state === 'failed') return job;
    await wait(pause);
  }
}

async function settle(answer: Answer, onProgress: (job: BulkJob) => void): Promise<BulkDone> {
  if (!('job' in answer)) return answer;
  const job = await follow(answer.job.id, onProgress);
  return { ...job, skipped: job.problems ?? [] };
}

/** Takes a whole action back, and says what could not be. */
export async function undoChange(object: string, changeSet: Id): Promise<void> {
  try {
    const answer = await api.post<Undone | { job: { id: Id } }>(`/changes/${changeSet}/undo`);
    const undone = 'job' in answer ? await follow(answer.job.id, () => undefined) : answer;
    const kept = 'kept_total' in undone ? undone.kept_total : undone.failed;
    const count = 'undone' in undone ? undone.undone : undone.changed;
    toast.say(`${translate('timeline.undone', { count })}${kept > 0 ? ` ${translate('bulk.kept', { count: kept })}` : ''}`);
  } catch (error) {
    toast.fail(error);
  }
  invalidateFor(object);
}

/** Does it to all of them, and offers the way back. Returns whether it went through. */
export async function runBulk(object: string, target: BulkTarget, change: BulkChange, onProgress: (job: BulkJob) => void): Promise<boolean> {
  try {
    const done = await settle(await api.post<Answer>(`/records/${object}/bulk`, { ...target, ...change }), onProgress);
    const said = translate(change.bin ? 'bulk.binned' : 'bulk.changed', { count: done.changed, number: currentFormat().number(done.changed) });
    const left = done.failed;
    const why = done.skipped?.[0]?.message;
    const words = left > 0 ? `${said} ${translate('bulk.left', { count: left, number: currentFormat().number(left), why: why ?? '' })}` : said;
    if (done.change_set && done.changed > 0) {
      const { change_set } = done;
      toast.undo(words, translate('ui.undo'), () => void undoChange(object, change_set));
    } else toast.say(words);
    return true;
  } catch (error) {
    toast.fail(error);
    return false;
  } finally {
    invalidateFor(object);
    void queries.invalidateQueries({ queryKey: ['title', object] });
  }
}

export const cancelBulk = (id: Id): Promise<unknown> => api.post(`/bulk/${id}/cancel`);
