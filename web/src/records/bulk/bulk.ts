import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Fields, Filter, Id } from '~/app/api/types';
import { translate } from '~/app/i18n';
import { currentFormat } from '~/app/format';
import { invalidateFor } from '~/app/live';
import { openKept } from '~/app/shell/overlay';
import { toast } from '~/ui/toast';
import { undo } from '../undo';
import { follow, type BulkJob, type BulkProblem } from './job';

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

export interface BulkDone {
  change_set?: Id | null;
  changed: number;
  /** How many stayed as they were; some of them are told with the reason. */
  failed: number;
  skipped?: BulkProblem[];
}
type Answer = BulkDone | { job: { id: Id } };

async function settle(answer: Answer, onProgress: (job: BulkJob) => void): Promise<BulkDone> {
  if (!('job' in answer)) return answer;
  const job = await follow(answer.job.id, onProgress);
  return { ...job, skipped: job.problems ?? [] };
}

/** Does it to all of them, and offers the way back. Returns whether it went through. */
export async function runBulk(object: string, target: BulkTarget, change: BulkChange, onProgress: (job: BulkJob) => void): Promise<boolean> {
  try {
    const done = await settle(await api.post<Answer>(`/records/${object}/bulk`, { ...target, ...change }), onProgress);
    const said = translate(change.bin ? 'bulk.binned' : 'bulk.changed', { count: done.changed, number: currentFormat().number(done.changed) });
    const left = done.failed;
    const skipped = done.skipped ?? [];
    const why = skipped[0]?.message ?? '';
    const words = left > 0 ? `${said} ${translate('bulk.left', { count: left, number: currentFormat().number(left), why: left === 1 ? why : '' })}`.trim() : said;
    if (left > 1) {
      const kept = skipped.filter((one) => one.id !== '0').map((one) => ({ object: one.object ?? object, record: one.id, title: one.title ?? '', fields: [], code: one.code, text: one.message }));
      openKept({ change_set: done.change_set ?? '', undone: done.changed, kept_total: left, kept }, done.change_set ?? '', true);
    }
    if (done.change_set && done.changed > 0) {
      const { change_set } = done;
      toast.undo(words, translate('ui.undo'), () => void undo(change_set, object));
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
