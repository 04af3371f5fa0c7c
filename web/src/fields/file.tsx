import { useRef, useState } from 'react';
import { upload } from '~/app/api/upload';
import { messageFor } from '~/app/api/errors';
import { useText } from '~/app/i18n';
import { openFile } from '~/app/shell/overlay';
import { keepTitles, useTitleOf } from '~/records/objects';
import { Button } from '~/ui/controls';
import { Icon } from '~/ui/Icon';
import type { EditProps, FieldKind, ViewProps } from './kind';
import css from './input.module.css';

const idOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

function View({ value }: ViewProps) {
  const id = idOf(value);
  const title = useTitleOf('file', id);
  return id ? <button type="button" className={css.file} tabIndex={-1} onClick={() => openFile(id)}><Icon name="paperclip" size={14} /><span className="truncate">{title ?? '…'}</span></button> : null;
}

/** Picked or dropped; sent at once, the field keeps which file it is. */
function Edit({ value, onDone, onCancel, id, label, describedBy, autoFocus, field }: EditProps) {
  const t = useText();
  const pick = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState('');
  const title = useTitleOf('file', idOf(value));
  const send = async (file: File | undefined) => {
    if (!file) return;
    setError('');
    setShare(0);
    try {
      const stored = await upload(file, {}, setShare);
      keepTitles({ [stored.id]: { object: 'file', title: stored.name } });
      onDone(stored.id);
    } catch (failure) {
      setError(messageFor(failure));
      setShare(null);
    }
  };
  return (
    <div role="group" aria-label={label ?? field.label} aria-describedby={describedBy} className={css.pick} onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); event.stopPropagation(); void send(event.dataTransfer.files[0]); }}
      onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onCancel(); } }}>
      <input ref={pick} type="file" hidden onChange={(event) => void send(event.currentTarget.files?.[0])} />
      <Button id={id} size="small" icon="upload" autoFocus={autoFocus} busy={share !== null} onClick={() => pick.current?.click()}>{share === null ? title ?? t('field.choose_file') : `${Math.round(share * 100)} %`}</Button>
      {idOf(value) && !field.required && <Button size="small" look="quiet" icon="x" aria-label={t('ui.nothing')} onClick={() => onDone(null)} />}
      {error && <p className={css.fault} role="alert">{error}</p>}
    </div>
  );
}

export const file: FieldKind = { View, Edit, ops: ['is_empty', 'not_empty'], width: 180, acts: true };
