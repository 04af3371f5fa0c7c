import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { Notification } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { closeOverlay, openFile } from '~/app/shell/overlay';
import { recordPath } from '~/records/paths';
import { Ago, Avatar, Button, Empty, Icon, ProblemNote, Segmented, Skeletons, toast, type IconName } from '~/ui';
import { Drawer } from '~/ui/overlays';
import { plainOf } from '~/ui/rich/text';
import { markRead, useNotifications } from './data';
import css from './notifications.module.css';

const icons: Record<string, IconName> = { mention: 'at', reminder: 'clock', assigned: 'user', changed: 'pencil', shared: 'users', import: 'import', file: 'paperclip', note: 'note' };

/** Those whose title is the record's alone. */
const told = new Set(['mention', 'assigned', 'changed', 'shared']);

/** What has come for this person, latest first. J and K move, Enter opens, E marks as read. */
export function NotificationPanel() {
  const t = useText();
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useNotifications();
  const [which, setWhich] = useState<'unread' | 'all'>('unread');
  const list = useRef<HTMLUListElement>(null);
  const all = data?.notifications ?? [];
  // What has been read while the list lies open stays where it is until it is opened anew.
  const [kept] = useState(() => new Set<string>());
  const shown = all.filter((one) => which === 'all' || !one.read || kept.has(one.id));
  const open = (one: Notification) => {
    if (!one.read) void markRead([one.id]).catch(toast.fail);
    closeOverlay();
    if (one.kind === 'import') void navigate({ to: '/import' });
    else if (one.object === 'file' && one.record) openFile(one.record);
    else if (one.object && one.record) void navigate({ to: recordPath(one.object, one.record) });
  };
  const keys = (event: KeyboardEvent) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const step = event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0;
    if (step) {
      event.preventDefault();
      items[Math.max(0, Math.min(items.length - 1, at + step))]?.focus();
    }
    const one = shown[at];
    if (event.key === 'e' && one && !one.read) {
      kept.add(one.id);
      void markRead([one.id]).catch(toast.fail);
    }
  };
  return (
    <Drawer open onClose={closeOverlay} title={t('notify.title')}>
      <div onKeyDown={keys}>
        <div className={css.bar}>
          <Segmented label={t('notify.show')} value={which} onChange={setWhich} choices={[{ value: 'unread', label: t('notify.new') }, { value: 'all', label: t('notify.all') }]} />
          {(data?.unread ?? 0) > 0 && <Button size="small" look="quiet" icon="check" onClick={() => void markRead('all').catch(toast.fail)}>{t('notify.read_all')}</Button>}
        </div>
        {error && <ProblemNote error={error} retry={() => void refetch()} />}
        {isPending && !error && <Skeletons rows={5} height={48} />}
        {data && shown.length === 0 && <Empty icon="bell" title={t(which === 'unread' ? 'notify.none_new' : 'notify.none')}>{t('notify.none_hint')}</Empty>}
        <ul className={css.list} ref={list}>
          {shown.map((one, index) => (
            <li key={one.id}>
              <button type="button" className={css.item} data-new={!one.read || undefined} data-autofocus={index === 0 || undefined} onClick={() => open(one)}>
                <span className={css.who}>{one.actor ? <><Avatar name={one.actor.name} size={28} /><i><Icon name={icons[one.kind] ?? 'bell'} size={11} /></i></> : <Icon name={icons[one.kind] ?? 'bell'} size={20} />}</span>
                <span className={css.words}>
                  <b>{told.has(one.kind) ? t(`notify.kind.${one.kind}`, { who: one.actor?.name ?? t('timeline.kith'), title: one.title }) : one.title}</b>
                  {one.text && <span>{plainOf(one.text)}</span>}
                  <small><Ago at={one.at} />{(one.times ?? 1) > 1 && <> · {t('notify.times', { count: one.times ?? 1 })}</>}</small>
                </span>
                {!one.read && <span className={css.dot} role="img" aria-label={t('notify.is_new')} />}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Drawer>
  );
}
