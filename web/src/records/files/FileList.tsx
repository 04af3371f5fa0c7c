import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '~/app/shortcuts';
import { address } from '~/app/api/client';
import type { Id, ObjectType, Record_ } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { openFile } from '~/app/shell/overlay';
import { Ago, Icon, IconButton, type IconName } from '~/ui';
import { binRecords, useRelated } from '../data';
import { useObject } from '../objects';
import { filesOf, sendFiles, useUploads } from './uploads';
import { bytesText } from './bytes';
import css from './files.module.css';

export const iconOfFile = (type: string): IconName => (type.startsWith('image/') ? 'photo' : type === 'application/pdf' ? 'pdf' : type.startsWith('text/') ? 'file-text' : 'file');

/** The files of a record: drop them anywhere on its page, paste them, or pick them. */
export function FileList({ object, id }: { object: ObjectType; id: Id }) {
  const t = useText();
  const format = useFormat();
  const kind = useObject('file');
  const pick = useRef<HTMLInputElement>(null);
  const uploads = useUploads(id);
  const { data } = useRelated('file', {
    filter: { and: [{ field: 'object', op: 'eq', value: object.name }, { field: 'record', op: 'eq', value: id }] }, limit: 50,
  }, kind !== undefined);
  const may = object.rights.edit && kind?.rights.create !== false;
  useShortcuts(may ? [{ keys: 'u', label: 'shortcut.upload', run: () => pick.current?.click() }] : []);
  if (!kind) return null;
  const files = data?.records ?? [];
  const text = (record: Record_, name: string) => String(record.fields[name] ?? '');
  return (
    <section className={css.set} aria-label={t('files.title')}>
      <div className={css.head}>
        <h2>{t('files.title')}{files.length > 0 && <span>{format.number(files.length)}</span>}</h2>
        {may && <IconButton icon="upload" size="small" label={t('files.add')} onClick={() => pick.current?.click()} />}
        <input ref={pick} type="file" multiple hidden aria-label={t('files.add')} onChange={(event) => {
          sendFiles(object.name, id, event.currentTarget.files ?? []);
          event.currentTarget.value = '';
        }} />
      </div>
      <ul>
        {uploads.map((one) => (
          <li key={`up${one.key}`} className={css.file} data-bad={one.error ? true : undefined}>
            <Icon name={one.error ? 'alert' : 'upload'} size={17} />
            <span className={css.words}>
              <b className="truncate">{one.name}</b>
              {one.error ? <small role="alert">{one.error}</small> : <progress max={1} value={one.share} aria-label={t('files.sending', { name: one.name })} />}
            </span>
            {one.again && <IconButton icon="refresh" size="small" label={t('ui.retry')} onClick={one.again} />}
            <IconButton icon="x" size="small" label={t(one.error ? 'ui.close' : 'ui.cancel')} onClick={one.stop} />
          </li>
        ))}
        {files.map((record) => {
          const type = text(record, 'media_type');
          return (
            <li key={record.id} className={css.file}>
              <button type="button" className={css.open} onClick={() => openFile(record.id)}>
                <Thumb id={record.id} type={type} />
                <span className={css.words}><b className="truncate">{text(record, 'name')}</b><small>{bytesText(Number(record.fields['bytes'] ?? 0), format.locale)} · <Ago at={record.created_at} /></small></span>
              </button>
              <a className={css.act} href={address(`/files/${record.id}/content`)} download={text(record, 'name')} aria-label={t('files.download', { name: text(record, 'name') })} title={t('files.download', { name: text(record, 'name') })}><Icon name="download" size={15} /></a>
              {may && <button type="button" className={css.act} aria-label={t('files.bin', { name: text(record, 'name') })} title={t('files.bin', { name: text(record, 'name') })} onClick={() => void binRecords('file', [record.id], t('record.binned_named', { name: text(record, 'name') }))}><Icon name="trash" size={15} /></button>}
            </li>
          );
        })}
      </ul>
      {may && files.length + uploads.length === 0 && (
        <button type="button" className={css.zone} onClick={() => pick.current?.click()}><Icon name="paperclip" size={16} />{t('files.hint')}</button>
      )}
    </section>
  );
}

/** A small picture of it, where it can be had. */
function Thumb({ id, type }: { id: Id; type: string }) {
  const [broken, setBroken] = useState(false);
  const drawn = (type.startsWith('image/') && type !== 'image/svg+xml') || type === 'application/pdf';
  return drawn && !broken ? <img src={address(`/files/${id}/preview`, { as: 'picture' })} alt="" loading="lazy" width={30} height={30} onError={() => setBroken(true)} /> : <i><Icon name={iconOfFile(type)} size={17} /></i>;
}

/** The whole page takes what is dropped on it or pasted into it. */
export function DropZone({ object, id }: { object: string; id: Id }) {
  const t = useText();
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => { if (carries(event)) { depth += 1; setOver(true); } };
    const leave = (event: DragEvent) => { if (carries(event) && --depth <= 0) { depth = 0; setOver(false); } };
    const hover = (event: DragEvent) => { if (carries(event)) event.preventDefault(); };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (event.defaultPrevented || !carries(event)) return;
      event.preventDefault();
      sendFiles(object, id, filesOf(event.dataTransfer));
    };
    const paste = (event: ClipboardEvent) => {
      const files = filesOf(event.clipboardData);
      // Copied cells come as a picture, too: where one writes, their text is meant.
      if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
      event.preventDefault();
      sendFiles(object, id, files);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', hover);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', hover);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, [object, id]);
  return over ? <div className={css.over} aria-hidden><span><Icon name="upload" size={22} />{t('files.drop')}</span></div> : null;
}
