import { useState } from 'react';
import { isApiError, messageFor } from '~/app/api/errors';
import { useText } from '~/app/i18n';
import { closeOverlay, type Unsaved } from '~/app/shell/overlay';
import { Button } from '~/ui';
import { Modal } from '~/ui/overlays';
import { saveFields } from './data';
import { Shown } from './InlineField';
import { titleOf, useObject } from './objects';
import css from './kept.module.css';

/** What was typed and refused after its place had gone from the screen: it is not lost, the person decides. */
export function UnsavedDialog({ record, field, yours, theirs: given, message: told }: Unsaved) {
  const t = useText();
  const object = useObject(record.object);
  const [theirs, setTheirs] = useState(given);
  const [message, setMessage] = useState(told);
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    try {
      await saveFields(record, { [field.name]: yours }, { [field.name]: theirs ?? record.fields[field.name] ?? null });
      closeOverlay();
    } catch (error) {
      const conflict = isApiError(error) ? error.conflicts.find((one) => one.field === field.name) : undefined;
      if (conflict) setTheirs(conflict.theirs);
      setMessage(messageFor(error, field.name));
      setBusy(false);
    }
  };
  return (
    <Modal open onClose={closeOverlay} title={t('unsaved.title')}>
      <p className={css.lead}><b>{object ? titleOf(object, record) : ''} · {field.label}</b><br />{message}</p>
      <div className={css.two}>
        <div><span><small>{t('record.yours')}</small><br /><Shown field={field} value={yours} /></span><Button look="primary" size="small" busy={busy} data-autofocus onClick={() => void keep()}>{t(theirs === undefined ? 'unsaved.again' : 'record.keep_yours')}</Button></div>
        <div><span><small>{t(theirs === undefined ? 'unsaved.now' : 'record.theirs')}</small><br /><Shown field={field} value={theirs ?? record.fields[field.name] ?? null} /></span><Button size="small" onClick={closeOverlay}>{t(theirs === undefined ? 'unsaved.leave' : 'record.take_theirs')}</Button></div>
      </div>
    </Modal>
  );
}
