import { useState, type FormEvent } from 'react';
import { isApiError } from '~/app/api/errors';
import { useText } from '~/app/i18n';
import { Button, LinkButton, Modal, ProblemNote, Segmented, Select, TextArea, TextInput, toast } from '~/ui';
import type { Id } from '~/app/api/types';
import { useRelated } from '../data';
import { fieldOf, useObject } from '../objects';
import { addConsent, channels, consentStates, type Channel, type ConsentState } from './consents';
import css from './privacy.module.css';

/** What is known of it when the dialog opens. */
export interface Begun { purpose?: Id; channel?: Channel; state?: ConsentState }

const two = (number: number) => String(number).padStart(2, '0');
const wallClock = (at: Date) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
const shown = ['purpose', 'channel', 'state', 'basis', 'source', 'wording', 'at'];

/** Puts down what a person has said: nothing that was put down before is changed by it. */
export function ConsentDialog({ object, id, begun, onClose }: { object: string; id: Id; begun: Begun; onClose: () => void }) {
  const t = useText();
  const type = useObject('purpose');
  const purposes = useRelated('purpose', { sort: [{ field: 'name', dir: 'asc' }], limit: 200, count: 'none' }, type !== undefined);
  const [purpose, setPurpose] = useState<Id | null>(begun.purpose ?? null);
  const [channel, setChannel] = useState<Channel>(begun.channel ?? 'email');
  const [state, setState] = useState<ConsentState>(begun.state ?? 'given');
  const [basis, setBasis] = useState<string | null>(null);
  const [source, setSource] = useState('');
  const [wording, setWording] = useState('');
  const [opened] = useState(() => wallClock(new Date()));
  const [at, setAt] = useState(opened);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const all = purposes.data?.records ?? [];
  // One that is out of use can still be withdrawn from.
  const offered = all.filter((one) => one.fields['active'] !== false || one.id === begun.purpose);
  const chosen = all.find((one) => one.id === purpose);
  const bases = (type && fieldOf(type, 'lawful_basis')?.options) ?? [];
  const own = chosen?.fields['lawful_basis'];
  const problem = (field: string) => (isApiError(error) ? error.forField(field) : undefined);
  const homeless = error !== null && !(isApiError(error) && error.fields.length > 0 && error.fields.every((one) => shown.includes(one.field)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const when = new Date(at);
    addConsent(object, id, {
      ...(purpose ? { purpose } : {}), channel, state, source: source.trim(),
      ...(basis ? { basis } : {}), ...(wording.trim() ? { wording: wording.trim() } : {}),
      // Left as it was: now, by the server's clock.
      ...(at !== opened && !Number.isNaN(when.getTime()) ? { at: when.toISOString() } : {}),
    }).then(() => { toast.say(t('consent.added')); onClose(); }, setError).finally(() => setBusy(false));
  };
  return (
    <Modal open onClose={onClose} title={t('consent.add')}>
      {purposes.data && offered.length === 0 ? (
        <div className={css.form}>
          <p className="soft">{t(type?.rights.create ? 'consent.no_purposes' : 'consent.no_purposes_ask')}</p>
          <div className={css.foot}>{type?.rights.create ? <LinkButton to="/settings/privacy" look="primary">{t('consent.to_purposes')}</LinkButton> : <Button onClick={onClose}>{t('ui.close')}</Button>}</div>
        </div>
      ) : (
        <form className={css.form} onSubmit={submit} noValidate>
          <Select label={t('consent.purpose')} withAsterisk searchable allowDeselect={false} data-autofocus={begun.purpose === undefined || undefined} value={purpose} error={problem('purpose')} onChange={(next) => { setPurpose(next); setBasis(null); }} data={offered.map((one) => ({ value: one.id, label: String(one.fields['name'] ?? '') }))} />
          <div className={css.field}>
            <span>{t('consent.what')}</span>
            <Segmented<ConsentState> label={t('consent.what')} value={state} onChange={setState} choices={consentStates.map((value) => ({ value, label: t(`consent.state.${value}`) }))} />
            {problem('state') && <p className={css.fault} role="alert">{problem('state')}</p>}
          </div>
          <div className={css.two}>
            <Select label={t('consent.channel')} allowDeselect={false} value={channel} error={problem('channel')} onChange={(next) => next && setChannel(next as Channel)} data={channels.map((value) => ({ value, label: t(`consent.channel.${value}`) }))} />
            <TextInput label={t('consent.at')} type="datetime-local" max={wallClock(new Date())} value={at} error={problem('at')} onChange={(event) => setAt(event.currentTarget.value)} />
          </div>
          <TextInput label={t('consent.source')} description={t('consent.source_hint')} withAsterisk data-autofocus={begun.purpose !== undefined || undefined} value={source} error={problem('source')} onChange={(event) => setSource(event.currentTarget.value)} />
          <TextArea label={t('consent.wording')} description={t('consent.wording_hint')} minRows={2} maxRows={8} value={wording} error={problem('wording')} onChange={(event) => setWording(event.currentTarget.value)} />
          <Select label={t('consent.basis')} allowDeselect={false} disabled={!chosen} value={basis ?? (typeof own === 'string' ? own : null)} error={problem('basis')} onChange={setBasis} data={bases.map(({ value, label }) => ({ value, label }))} />
          {homeless && <ProblemNote error={error} />}
          <div className={css.foot}><span className="faint">{t('consent.kept')}</span><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="submit" look="primary" busy={busy}>{t('consent.put_down')}</Button></div>
        </form>
      )}
    </Modal>
  );
}
