import { useRef, useState } from 'react';
import { useText } from '~/app/i18n';
import { Button, Icon, ProblemNote, join } from '~/ui';
import css from './import.module.css';

export function DropFile({ busy, error, onFile }: { busy: boolean; error: unknown; onFile: (file: File) => void }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <>
      <div
        className={join(css.drop, over && css.over)}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); const file = event.dataTransfer.files[0]; if (file) onFile(file); }}
      >
        <Icon name="import" size={30} />
        <p>{t('import.drop')}</p>
        <Button look="primary" icon="upload" busy={busy} onClick={() => input.current?.click()}>{t('import.choose')}</Button>
        <input ref={input} className="visually-hidden" type="file" accept=".csv,.tsv,.txt,.tab,.xlsx,.vcf,.json,.jsonl,.ndjson,.gz,.zip,text/csv,text/plain" aria-hidden tabIndex={-1} onChange={(event) => { const file = event.currentTarget.files?.[0]; if (file) onFile(file); event.currentTarget.value = ''; }} />
        <p className="faint">{t('import.drop_why')}</p>
      </div>
      <ProblemNote error={error} />
    </>
  );
}
