import { useRef, useState } from 'react';
import { useText } from '~/app/i18n';
import { Button, Icon, ProblemNote, join } from '~/ui';
import css from './import.module.css';

/** One file, or all that another system gave at once. */
export function DropFile({ busy, sending, error, onFiles }: { busy: boolean; sending: { at: number; of: number } | null; error: unknown; onFiles: (files: File[]) => void }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <>
      <div
        className={join(css.drop, over && css.over)}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); if (!busy) onFiles([...event.dataTransfer.files]); }}
      >
        <Icon name="import" size={30} />
        <p>{t('import.drop')}</p>
        <Button look="primary" icon="upload" busy={busy} onClick={() => input.current?.click()}>{t('import.choose')}</Button>
        {sending && <p className="soft" role="status">{t('import.sending', { at: sending.at, of: sending.of })}</p>}
        <input ref={input} className="visually-hidden" type="file" multiple accept=".csv,.tsv,.txt,.tab,.xlsx,.vcf,.json,.jsonl,.ndjson,.gz,.zip,text/csv,text/plain" aria-hidden tabIndex={-1} onChange={(event) => { onFiles([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ''; }} />
        <p className="faint">{t('import.drop_why')}</p>
      </div>
      <ProblemNote error={error} />
    </>
  );
}
