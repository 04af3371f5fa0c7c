import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, Undone } from '~/app/api/types';
import { translate } from '~/app/i18n';
import { invalidateFor } from '~/app/live';
import { openKept } from '~/app/shell/overlay';
import { toast } from '~/ui/toast';

interface Job {
  id: Id;
  state: string;
  changed: number;
  failed: number;
  change_set?: Id | null;
}

/** A large one is done in the background: followed to its end. */
async function ended(job: Id): Promise<Undone> {
  for (let pause = 150; ; pause = Math.min(1500, pause * 1.5)) {
    const now = await api.get<Job>(`/bulk/${job}`);
    if (['done', 'cancelled', 'failed'].includes(now.state)) return { change_set: now.change_set ?? '', undone: now.changed, kept_total: now.failed, kept: [] };
    await new Promise((done) => window.setTimeout(done, pause));
  }
}

/**
 * Takes back all that one action wrote. What could not be, because it was changed since, is told whole: which
 * record, why, what it is now and what it would have been. The undoing can be undone itself.
 */
export async function undo(set: Id, object: string): Promise<void> {
  try {
    const answer = await api.post<Undone | { job: { id: Id } }>(`/changes/${set}/undo`);
    const undone = 'job' in answer ? await ended(answer.job.id) : answer;
    if (undone.kept_total > 0) openKept(undone, set);
    if (undone.undone > 0) toast.undo(translate('timeline.undone', { count: undone.undone }), translate('timeline.redo'), () => void undo(undone.change_set, object));
  } catch (error) {
    toast.fail(error);
  }
  invalidateFor(object);
  void queries.invalidateQueries({ queryKey: ['timeline'] });
  void queries.invalidateQueries({ queryKey: ['history'] });
}
