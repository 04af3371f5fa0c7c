import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Modal } from '~/ui';
import { fieldOf, useObject } from '../objects';
import { StateTag } from './Consents';
import type { Consent } from './consents';
import css from './privacy.module.css';

/** All that a person has said, the newest first, as it was put down then. */
export function AllSaid({ consents, onClose }: { consents: Consent[]; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const purpose = useObject('purpose');
  const bases = (purpose && fieldOf(purpose, 'lawful_basis')?.options) ?? [];
  return (
    <Modal open wide onClose={onClose} title={t('consent.all_title')}>
      <p className={css.lead}>{t('consent.all_hint')}</p>
      <ol className={css.said}>
        {consents.map((consent) => (
          <li key={consent.id}>
            <div className={css.saidHead}>
              <StateTag state={consent.state} />
              <b>{consent.purpose_name || t('consent.gone_purpose')}</b>
              <span>{t(`consent.channel.${consent.channel}`)}</span>
              <time dateTime={consent.at} title={format.relative(consent.at)}>{format.dateTime(consent.at)}</time>
            </div>
            {consent.wording && <blockquote>{consent.wording}</blockquote>}
            <p className={css.facts}>
              <span>{t('consent.from', { source: consent.source })}</span>
              <span>{t('consent.on_basis', { basis: bases.find((one) => one.value === consent.basis)?.label ?? consent.basis })}</span>
              <span>{t('consent.put_down_by', { name: consent.actor.name })}</span>
            </p>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
