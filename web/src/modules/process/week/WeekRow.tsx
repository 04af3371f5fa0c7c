import { Link } from '@tanstack/react-router';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { phoneText } from '~/fields/phoneText';
import { recordPath } from '~/records/paths';
import { Button, Category, Checkbox, Icon, Tag, join } from '~/ui';
import type { Deed, WeekItem } from './data';
import type { DialogDeed } from './TouchDialog';
import css from './week.module.css';

interface Props {
  item: WeekItem;
  open: boolean;
  onToggle: () => void;
  onAsk: (deed: DialogDeed) => void;
  onDo: (deed: Deed, body: Record<string, unknown>) => void;
}

/** One account of the list: a line that opens to why, how, whom to talk to and what happened last. */
export function WeekRow({ item, open, onToggle, onAsk, onDo }: Props) {
  const t = useText();
  const format = useFormat();
  const { account, contact } = item;
  const settled = item.state !== 'planned';
  const place = [account.city, account.industry].filter(Boolean).join(' · ');
  return (
    <li className={join(css.item, open && css.open, settled && css.settled)} id={`touch-${item.touch}`}>
      <div className={css.row}>
        <button
          type="button" className={css.box} data-state={item.state} aria-label={settled ? t('week.reopen_one', { account: account.name }) : t('week.do_one', { account: account.name })}
          onClick={() => (settled ? onDo('reopen', {}) : onAsk('done'))}
        >
          {item.state === 'done' && <Icon name="check" size={12} />}
          {item.state === 'skipped' && <Icon name="skip" size={11} />}
        </button>
        <Category value={account.category} />
        <button
          type="button" className={css.name} aria-expanded={open} onClick={onToggle}
          // Opened by a click, it has the focus: Enter still means done, the space bar closes it.
          onKeyDown={(event) => { if (event.key === 'Enter' && open && !settled) { event.preventDefault(); onAsk('done'); } }}
        >
          <span className="truncate">{account.name}</span>
          {place && <small className="truncate">{place}</small>}
        </button>
        <span className={css.why}>
          {account.account_type && <Tag tone={account.account_type === 'expand' ? 'good' : 'neutral'}>{t(`week.type.${account.account_type}`)}</Tag>}
          {item.carried_weeks > 0 && item.state === 'planned' && <Tag tone="warn">{t('week.weeks_over', { count: item.carried_weeks })}</Tag>}
          {item.reasons.filter((reason) => reason.code !== 'carried_over').slice(0, 2).map((reason) => (
            reason.tone === 'neutral' ? <span key={reason.code + reason.text}>{reason.text} </span> : <Tag key={reason.code + reason.text} tone={reason.tone} title={reason.text}>{reason.text}</Tag>
          ))}
        </span>
        <span className={css.person}>{contact ? <>{contact.name}{contact.job_title && <small>{contact.job_title}</small>}</> : null}</span>
        <span className={css.when}>{item.done_on && settled ? format.date(item.done_on, 'day') : format.minutes(item.minutes)}</span>
      </div>
      {open && (
        <div className={css.more}>
          <div className={css.body}>
            <div>
              <h3>{item.name}</h3>
              {item.steps.length > 0 && (
                <ul className={css.steps}>
                  {item.steps.map((step, index) => (
                    <li key={index}>
                      <Checkbox label={step.text} checked={step.done} disabled={settled} onChange={(event) => onDo('steps', { done: item.steps.flatMap((other, place_) => ((place_ === index ? event.currentTarget.checked : other.done) ? [place_] : [])) })} />
                    </li>
                  ))}
                </ul>
              )}
              {item.reasons.length > 0 && <ul className={css.plain}>{item.reasons.map((reason) => <li key={reason.code + reason.text} className="soft">{reason.text}</li>)}</ul>}
            </div>
            <div>
              <h3>{t('week.lately')}</h3>
              {item.lately.length === 0 ? <p className="faint">{t('week.nothing_lately')}</p> : (
                <ul className={css.plain}>{item.lately.map((entry) => <li key={entry.at + entry.text}><span className="faint">{format.date(entry.at, 'day')}</span> {entry.text}</li>)}</ul>
              )}
            </div>
            <div>
              <h3>{t('week.open')}</h3>
              {item.open.length === 0 ? <p className="faint">{t('week.nothing_open')}</p> : (
                <ul className={css.plain}>
                  {item.open.map((entry) => (
                    <li key={entry.id}>{entry.object === 'deal' ? <Link to={recordPath('deal', entry.id)} className="link">{entry.text}</Link> : entry.text}</li>
                  ))}
                </ul>
              )}
            </div>
          </div>
          {item.note && <p className={css.note}>{item.note}</p>}
          <div className={join(css.bar, 'no-print')}>
            {settled ? <Button onClick={() => onDo('reopen', {})} icon="refresh">{t('week.reopen')}</Button> : <Button look="primary" shortcut="↵" onClick={() => onAsk('done')}>{t('week.do')}</Button>}
            {contact?.phone && <a className={css.link} href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}><Icon name="phone" />{phoneText(contact.phone)}</a>}
            {contact?.email && <a className={css.link} href={`mailto:${contact.email}`}><Icon name="mail" />{t('week.mail', { name: contact.name.split(' ')[0] ?? contact.name })}</a>}
            {!settled && (
              <>
                <Button shortcut="R" onClick={() => onAsk('reschedule')}>{t('week.reschedule')}</Button>
                <Button shortcut="H" onClick={() => onAsk('hand-over')}>{t('week.hand_over')}</Button>
                <Button shortcut="S" onClick={() => onAsk('skip')}>{t('week.skip')}</Button>
              </>
            )}
            <Link className={css.link} to={recordPath('account', account.id)}><Icon name="building" />{t('week.account')}</Link>
          </div>
        </div>
      )}
    </li>
  );
}
