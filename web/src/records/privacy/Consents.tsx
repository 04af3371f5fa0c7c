import { useState } from 'react';
import type { Id, ObjectType } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Ago, Button, Icon, IconButton, ProblemNote, Skeleton, Tag, type IconName, type Tone } from '~/ui';
import { AllSaid } from './AllSaid';
import { ConsentDialog, type Begun } from './ConsentDialog';
import { byPurpose, useConsents, type Consent, type ConsentState } from './consents';
import css from './privacy.module.css';

const looks: Record<ConsentState, { tone: Tone; icon: IconName }> = { given: { tone: 'good', icon: 'check' }, withdrawn: { tone: 'neutral', icon: 'undo' }, objected: { tone: 'bad', icon: 'x' } };

export function StateTag({ state }: { state: ConsentState }) {
  const t = useText();
  return <Tag tone={looks[state].tone} icon={looks[state].icon}>{t(`consent.state.${state}`)}</Tag>;
}

/** What a person has agreed to: what holds now for each purpose and channel, and the way to all that was said. */
export function Consents({ object, id }: { object: ObjectType; id: Id }) {
  const t = useText();
  const format = useFormat();
  const { data, error, refetch } = useConsents(object.name, id);
  const [adding, setAdding] = useState<Begun | null>(null);
  const [all, setAll] = useState(false);
  const may = object.rights.edit;
  const groups = byPurpose(data?.current ?? []);
  const said = data?.history.length ?? 0;
  // What they say next about it is most often the other thing.
  const next = (consent: Consent): Begun => ({ purpose: consent.purpose, channel: consent.channel, state: consent.state === 'given' ? 'withdrawn' : 'given' });
  return (
    <section className={css.set} aria-label={t('consent.title')}>
      <div className={css.head}>
        <h2>{t('consent.title')}</h2>
        {may && <IconButton icon="plus" size="small" label={t('consent.add')} onClick={() => setAdding({})} />}
      </div>
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data ? !error && <Skeleton height={32} /> : (
        <ul className={css.purposes}>
          {groups.map((group) => (
            <li key={group.purpose}>
              <b>{group.name || t('consent.gone_purpose')}</b>
              <ul>
                {group.consents.map((consent) => {
                  const line = <><span>{t(`consent.channel.${consent.channel}`)}</span><StateTag state={consent.state} /><small><Ago at={consent.at} /></small></>;
                  return (
                    <li key={consent.id}>
                      {may ? <button type="button" className={css.line} title={t('consent.change')} onClick={() => setAdding(next(consent))}>{line}<Icon name="pencil" size={13} /></button> : <div className={css.line}>{line}</div>}
                    </li>
                  );
                })}
              </ul>
            </li>
          ))}
          {groups.length === 0 && <li className={css.none}>{t('consent.none')}</li>}
        </ul>
      )}
      {said > 0 && <Button look="quiet" size="small" icon="history" onClick={() => setAll(true)}>{t('consent.all', { count: said, number: format.number(said) })}</Button>}
      {adding && <ConsentDialog object={object.name} id={id} begun={adding} onClose={() => setAdding(null)} />}
      {all && data && <AllSaid consents={data.history} onClose={() => setAll(false)} />}
    </section>
  );
}
