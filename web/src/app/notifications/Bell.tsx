import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { openNotifications } from '~/app/shell/overlay';
import { Icon } from '~/ui';
import { useNotifications } from './data';
import css from './notifications.module.css';

/** How many have come and not been read; opens the list. */
export function Bell({ className, narrow, alone, onLeave }: { className?: string; narrow?: boolean; alone?: boolean; onLeave?: (() => void) | undefined }) {
  const t = useText();
  const format = useFormat();
  const unread = useNotifications().data?.unread ?? 0;
  const label = unread > 0 ? t('notify.unread', { count: unread }) : t('notify.title');
  return (
    <button type="button" className={className ?? css.alone} aria-haspopup="dialog" aria-label={label} title={alone || narrow ? label : undefined} onClick={() => { onLeave?.(); openNotifications(); }}>
      <b className={css.bell} aria-hidden><Icon name="bell" size={alone ? 18 : 17} />{unread > 0 && (alone || narrow) && <i />}</b>
      {!alone && <span aria-hidden>{t('notify.title')}</span>}
      {!alone && unread > 0 && <b className={css.count} aria-hidden>{unread > 99 ? '99+' : format.number(unread)}</b>}
    </button>
  );
}
