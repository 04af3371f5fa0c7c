import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, Undone } from '~/app/api/types';
import { translate } from '~/app/i18n';
import { invalidateFor } from '~/app/live';
import { openKept } from '~/app/shell/overlay';
import { toast } from '~/ui/toast';
import { follow } from './bulk/job';

/** A large one is done in the background: followed to its end. */
async function ended(id: Id): Promise<Undone> {
  const job = await follow(id, () => undefined);
  return {
    change_set: job.change_set, undone: job.changed, kept_total: job.failed,
    kept: job.problems.map(({ object = job.object, id: record, title = '', fields = [], code, message }) => ({ object, record, title, fields, code, text: message })),
  };
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
