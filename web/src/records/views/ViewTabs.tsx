import { useState } from 'react';
import type { ObjectType } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { Button, Icon, IconButton, Menu, Modal, Select, TextInput, toast, type IconName, type MenuItem } from '~/ui';
import { messageFor } from '~/app/api/errors';
import { binRecords, saveFields } from '../data';
import { listPath } from '../paths';
import { kindIcon } from './kinds';
import { sameState, type ViewState } from './state';
import { saveNew, saveState, stateOfView, type SavedView, type Sharing } from './saved';
import type { View } from './useView';
import css from './views.module.css';

type Asking = { what: 'save' | 'copy' } | { what: 'rename'; view: SavedView };

/** The saved views above a list: one's own, the team's and everyone's; and what to do with the one at hand. */
export function ViewTabs({ object, view, start }: { object: ObjectType; view: View; start: ViewState }) {
  const t = useText();
  const { user } = useSession();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { state, saved = [], active } = view;
  const base = active ? stateOfView(active) : start;
  const changed = !sameState(state, base) || view.missing.length > 0;
  const mine = (one: SavedView) => one.owner === user.id || user.role === 'administrator';
  const tell = (error: unknown) => toast.fail(error);
  const reset = () => view.open(active);

  const overwrite = () => {
    if (!active) return setAsking({ what: 'save' });
    const before = stateOfView(active);
    saveState(active, state).then(
      (record) => toast.undo(t('view.saved', { name: active.name }), t('ui.undo'), () => void saveState({ ...active, record }, before).catch(tell)),
      tell,
    );
  };
  const change = (one: SavedView, fields: Record<string, string | boolean>) => void saveFields(one.record, fields).catch(tell);
  const bin = (one: SavedView) => {
    if (one.id === active?.id) view.open(undefined);
    void binRecords('view', [one.id], t('view.binned', { name: one.name }));
  };
  const menu = (one: SavedView): MenuItem[] => [
    ...(mine(one) ? [
      { label: t('view.rename'), icon: 'pencil' as const, onSelect: () => setAsking({ what: 'rename', view: one }) },
      { label: t(one.pinned ? 'view.unpin' : 'view.pin'), icon: one.pinned ? 'unpin' as const : 'pin' as const, onSelect: () => change(one, { pinned: !one.pinned }) },
    ] : []),
    { label: t('view.copy'), icon: 'copy', onSelect: () => setAsking({ what: 'copy' }) },
    { label: t('record.copy_link'), icon: 'link', onSelect: () => void navigator.clipboard.writeText(`${location.origin}${listPath(object.name)}?view=${one.id}`).then(() => toast.say(t('view.copied'))) },
    ...(mine(one) ? [
      { label: t('view.shared'), heading: true },
      ...sharings.map((shared) => ({ label: t(`view.shared.${shared}`), icon: sharingIcon[shared], on: one.shared === shared, onSelect: () => change(one, { shared }) })),
      { label: t('record.bin'), icon: 'trash' as const, danger: true, divide: true, onSelect: () => bin(one) },
    ] : []),
  ];

  if (saved.length === 0 && !changed) return asking && <Ask asking={asking} onClose={() => setAsking(null)} object={object} view={view} />;
  return (
    <div className={css.bar}>
      <nav className={css.tabs} aria-label={t('view.title')} tabIndex={0}>
        <button type="button" className={css.tab} aria-current={active ? undefined : 'page'} data-on={!active || undefined} onClick={() => view.open(undefined)}>{t('view.all', { objects: object.label_plural.toLowerCase() })}</button>
        {saved.map((one) => (
          <span key={one.id} className={css.tab} data-on={one.id === active?.id || undefined}>
            <button type="button" aria-current={one.id === active?.id ? 'page' : undefined} onClick={() => view.open(one)}>
              <Icon name={kindIcon[stateOfView(one).kind]} size={14} /><span className="truncate">{one.name}</span>
              {one.shared !== 'private' && <><Icon name={sharingIcon[one.shared]} size={12} /><span className="visually-hidden">{t(`view.shared.${one.shared}`)}</span></>}
              {one.id === active?.id && changed && <><i className={css.dot} aria-hidden /><span className="visually-hidden">{t('view.changed')}</span></>}
            </button>
            {one.id === active?.id && <Menu label={one.name} align="start" items={menu(one)} target={<button type="button" aria-label={t('view.menu', { name: one.name })}><Icon name="chevron-down" size={13} /></button>} />}
          </span>
        ))}
      </nav>
      {changed && (
        <span className={css.acts}>
          <Button size="small" look="quiet" icon="undo" onClick={reset}>{t('view.reset')}</Button>
          {active && mine(active) && <Button size="small" icon="save" onClick={overwrite}>{t('view.save')}</Button>}
          <Button size="small" look={active && mine(active) ? 'quiet' : 'plain'} icon={active && mine(active) ? undefined as never : 'save'} onClick={() => setAsking({ what: 'save' })}>{t('view.save_as')}</Button>
        </span>
      )}
      {!changed && active && <IconButton icon="copy" size="small" label={t('view.copy')} onClick={() => setAsking({ what: 'copy' })} />}
      {asking && <Ask asking={asking} onClose={() => setAsking(null)} object={object} view={view} />}
    </div>
  );
}

const sharings: Sharing[] = ['private', 'team', 'everyone'];
const sharingIcon: Record<Sharing, IconName> = { private: 'lock', team: 'users', everyone: 'world' };

/** A view's name, and whom it is for. */
function Ask({ asking, onClose, object, view }: { asking: Asking; onClose: () => void; object: ObjectType; view: View }) {
  const t = useText();
  const renamed = asking.what === 'rename' ? asking.view : undefined;
  const [name, setName] = useState(renamed?.name ?? (asking.what === 'copy' && view.active ? t('view.copy_of', { name: view.active.name }) : ''));
  const [shared, setShared] = useState<Sharing>('private');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const save = async () => {
    if (!name.trim()) return setFault(t('view.name_wanted'));
    setBusy(true);
    try {
      if (renamed) await saveFields(renamed.record, { name: name.trim() });
      else view.open(await saveNew(object.name, name.trim(), shared, view.state, Math.max(0, ...(view.saved ?? []).map((one) => Number(one.record.fields['position'] ?? 0))) + 1));
      onClose();
    } catch (error) {
      setFault(messageFor(error, 'name'));
      setBusy(false);
    }
  };
  return (
    <Modal open onClose={onClose} title={t(renamed ? 'view.rename' : 'view.save_as')}>
      <form className={css.ask} onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <TextInput label={t('view.name')} value={name} error={fault} data-autofocus maxLength={120} onChange={(event) => { setName(event.currentTarget.value); setFault(null); }} />
        {!renamed && <Select label={t('view.shared')} allowDeselect={false} value={shared} onChange={(value) => setShared((value ?? 'private') as Sharing)} data={sharings.map((one) => ({ value: one, label: t(`view.shared.${one}`) }))} />}
        <span className={css.askActs}><Button onClick={onClose}>{t('ui.cancel')}</Button><Button look="primary" type="submit" busy={busy}>{t('view.save')}</Button></span>
      </form>
    </Modal>
  );
}
