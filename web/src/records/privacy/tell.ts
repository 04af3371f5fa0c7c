import { requestFile, saveFile } from '~/app/api/download';
import type { Id } from '~/app/api/types';
import { translate } from '~/app/i18n';
import { toast } from '~/ui/toast';

/** All that is held of a person as one zip, to hand to them. */
export async function tellPerson(object: string, id: Id, title: string): Promise<void> {
  toast.say(translate('record.telling'));
  try {
    const { file } = await requestFile(`/records/${object}/${id}/subject-access`, {}, object);
    saveFile(file, `${title.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').trim() || id}.zip`);
  } catch (error) {
    toast.fail(error);
  }
}
