import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api } from '~/app/api/client';
import { isApiError } from '~/app/api/errors';
import { queries } from '~/app/api/query';
import type { Id, Person } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { forget } from '~/app/palette/recent';
import { invalidateFor } from '~/app/live';
import { closeOverlay } from '~/app/shell/overlay';
import { Button, Icon, LinkButton, Modal, ProblemNote, TextInput } from '~/ui';
import { listPath } from '../paths';
import css from './privacy.module.css';

/** The proof that somebody was erased: all that is left of it. */
export interface Erasure {
  id: Id;
  object: string;
  record: Id;
  at: string;
  actor: Person;
  reason: string;
  records?: number;
  changes?: number;
  files?: number;
  done: boolean;
}

const reaches = ['record', 'words', 'files', 'copies'] as const;
const leaves = ['references', 'audit', 'backups'] as const;

/** Erases a person for good. There is no undo, so it is asked for by their name. */
export function Erase({ object, id, title }: { object: string; id: Id; title: string }) {
  const t = useText();
  const navigate = useNavigate();
  const [confirm, setConfirm] = useState('');
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [proof, setProof] = useState<Erasure | null>(null);
  const problem = (field: string) => (isApiError(error) ? error.forField(field) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    api.post<Erasure>(`/records/${object}/${id}/erase`, { confirm: confirm.trim(), reason: reason.trim() }).then((answer) => {
      setProof(answer);
      forget(id);
      void navigate({ to: listPath(object) });
      for (const key of ['record', 'consents', 'history', 'title', 'tags', 'timeline']) queries.removeQueries({ queryKey: [key, object, id] });
      for (const key of ['erasures', 'search', 'notifications']) void queries.invalidateQueries({ queryKey: [key] });
      invalidateFor(object);
    }, setError).finally(() => setBusy(false));
  };
  if (proof) return <Done proof={proof} />;
  return (
    <Modal open onClose={closeOverlay} title={t('erase.title', { name: title })}>
      <form className={css.form} onSubmit={submit} noValidate>
        <p>{t('erase.lead')}</p>
        <div className={css.reach}>
          <div><h3>{t('erase.reaches')}</h3><ul>{reaches.map((one) => <li key={one}><Icon name="check" size={14} />{t(`erase.reaches.${one}`)}</li>)}</ul></div>
          <div><h3>{t('erase.leaves')}</h3><ul>{leaves.map((one) => <li key={one}><Icon name="x" size={14} />{t(`erase.leaves.${one}`)}</li>)}</ul></div>
        </div>
        <TextInput label={t('erase.reason')} description={t('erase.reason_hint')} withAsterisk data-autofocus value={reason} error={problem('reason')} onChange={(event) => setReason(event.currentTarget.value)} />
        <TextInput label={t('erase.confirm')} description={title} withAsterisk autoComplete="off" spellCheck={false} value={confirm} error={problem('confirm')} onChange={(event) => setConfirm(event.currentTarget.value)} />
        {error !== null && !problem('reason') && !problem('confirm') && <ProblemNote error={error} />}
        <div className={css.foot}><Button onClick={closeOverlay}>{t('ui.cancel')}</Button><Button type="submit" look="danger" icon="trash" busy={busy} disabled={confirm.trim() === '' || reason.trim() === ''}>{t('erase.do')}</Button></div>
      </form>
    </Modal>
  );
}

function Done({ proof }: { proof: Erasure }) {
  const t = useText();
  return (
    <Modal open onClose={closeOverlay} title={t('erase.done_title')}>
      <div className={css.form}>
        <p>{t('erase.done_lead')}</p>
        <ul className={css.counts}>
          <li>{t('erase.count_records', { count: proof.records ?? 0 })}</li>
          <li>{t('erase.count_changes', { count: proof.changes ?? 0 })}</li>
          <li>{t('erase.count_files', { count: proof.files ?? 0 })}</li>
        </ul>
        {!proof.done && <p className="soft"><Icon name="clock" size={14} /> {t('erase.by_night')}</p>}
        <p className="soft">{t('erase.backups_again')}</p>
        <div className={css.foot}><LinkButton to="/settings/privacy" onClick={closeOverlay}>{t('erase.to_proofs')}</LinkButton><Button look="primary" onClick={closeOverlay}>{t('ui.close')}</Button></div>
      </div>
    </Modal>
  );
}
