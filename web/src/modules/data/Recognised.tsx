import { useState } from 'react';
import { useText } from '~/app/i18n';
import { Ago, Button, Icon, toast } from '~/ui';
import { forgetMapping, type ImportFile } from './imports';
import css from './import.module.css';

/** Where the mapping comes from, when it is more than a guess: a known system's export, or what was chosen last time. */
export function Recognised({ file, onFresh }: { file: ImportFile; onFresh: () => void }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  if (!file.known && !file.remembered) return null;
  const memory = file.remembered_as;
  const forget = () => {
    if (!memory) return;
    setBusy(true);
    forgetMapping(memory.id).then(() => { toast.say(t('import.forgotten')); onFresh(); }, toast.fail).finally(() => setBusy(false));
  };
  return (
    <div className={css.recognised} role="status">
      <Icon name={file.remembered ? 'history' : 'check-circle-filled'} size={16} />
      <span><b>{file.remembered ? t('import.as_last_time') : file.known?.label}</b> {t(file.remembered ? 'import.as_last_time_why' : 'import.known_why')}{memory && <small> {memory.file} · <Ago at={memory.used_at} /></small>}</span>
      {file.remembered && <Button size="small" disabled={busy} onClick={onFresh}>{t('import.guess_anew')}</Button>}
      {memory && <Button size="small" look="quiet" busy={busy} onClick={forget}>{t('import.forget')}</Button>}
    </div>
  );
}
