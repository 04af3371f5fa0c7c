import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { api } from '~/app/api/client';
import type { FieldType, Value } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { invalidateFor } from '~/app/live';
import { isEmpty, kindOf } from '~/fields';
import { listPath } from '~/records/paths';
import { Button, Modal, ProblemNote, toast } from '~/ui';
import { plainField, type MetaField } from './metadata';
import css from './objects.module.css';

/** A field that is required now and empty in many records: how many, and one value for all of them. */
export function FillDialog({ object, field, count, onClose }: { object: string; field: MetaField; count: number; onClose: () => void }) {
  const t = useText();
  const id = useId();
  const { Edit } = kindOf(field.type as FieldType);
  const filter = { field: field.name, op: 'is_empty' };
  const [value, setValue] = useState<Value>(field.default === 'today' || field.default === 'now' || field.default === 'me' ? null : (field.default ?? null));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const fill = () => {
    setBusy(true);
    setError(null);
    api.post<{ changed?: number }>(`/records/${object}/bulk`, { filter, set: { [field.name]: value } }).then((done) => {
      toast.say(done.changed === undefined ? t('settings.filling') : t('settings.filled', { count: done.changed }));
      invalidateFor(object);
      onClose();
    }, setError).finally(() => setBusy(false));
  };
  return (
    <Modal open onClose={onClose} title={t('settings.lacking_title', { name: field.label })}>
      <div className={css.form}>
        <p>{t('settings.lacking', { count })} <Link className="link" to={listPath(object)} search={{ filter: JSON.stringify(filter) } as never} onClick={onClose}>{t('settings.lacking_show')}</Link></p>
        {Edit && (
          <div className={css.default}>
            <label className={css.caption} htmlFor={id}>{t('settings.fill_with')}</label>
            <Edit id={id} field={plainField(field)} value={value} label={t('settings.fill_with')} onChange={setValue} onDone={(next) => { if (next !== undefined) setValue(next); }} onCancel={() => undefined} />
          </div>
        )}
        <ProblemNote error={error} />
        <div className={css.foot}><Button onClick={onClose}>{t('settings.fill_later')}</Button><Button look="primary" busy={busy} disabled={isEmpty(value)} onClick={fill}>{t('settings.fill')}</Button></div>
      </div>
    </Modal>
  );
}
