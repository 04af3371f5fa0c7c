import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useLiveUpdates } from '~/app/live';
import { allowed, navigation } from '~/app/module';
import { sessionQuery } from '~/app/session';
import { useShortcuts } from '~/app/shortcuts';
import { useText } from '~/app/i18n';
import { Icon, IconButton, Kbd } from '~/ui';
import { Drawer } from '~/ui/overlays';
import { openPalette, openCreate, openHelp, openNotifications } from './overlay';
import { Bell } from '~/app/notifications/Bell';
import { UserMenu } from './UserMenu';
import './page.css';
import css from './shell.module.css';

const Overlays = lazy(() => import('./Overlays').then((file) => ({ default: file.Overlays })));

const RailViews = lazy(() => import('~/records/views/RailViews').then((file) => ({ default: file.RailViews })));

const narrowKey = 'kith.rail';

export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden>
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path d="M10 8v16M10 17l9-9M13.5 14.5 22 24" fill="none" stroke="var(--on-accent)" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

export function Shell() {
  const { data: session } = useQuery(sessionQuery);
  return session ? <Frame /> : null;
}

function Rail({ narrow, onToggle, onLeave }: { narrow: boolean; onToggle?: () => void; onLeave?: () => void }) {
  const t = useText();
  const path = useLocation({ select: (location) => location.pathname });
  const view = useLocation({ select: (location) => (location.search as Record<string, unknown>)['view'] });
  const { data: session } = useQuery(sessionQuery);
  if (!session) return null;
  const shown = navigation.filter((item) => allowed(item, session.user.level));
  const line = (item: (typeof shown)[number]) => (
    <Link key={item.path} to={item.path} className={css.item} data-page data-on={path === item.path || path.startsWith(`${item.path}/`) || undefined}
      aria-current={path === item.path ? (view ? 'location' : 'page') : undefined} title={narrow ? t(item.label) : undefined} onClick={onLeave}
    >
      <Icon name={item.icon} size={17} />
      <span className="truncate">{t(item.label)}</span>
    </Link>
  );
  const section = (name: 'work' | 'manage' | 'foot') => shown.filter((item) => item.section === name).map(line);
  const manage = section('manage');
  return (
    <>
      {onToggle && (
        <div className={css.brand}>
          <Logo />
          {!narrow && <span className="truncate">{session.workspace.name}</span>}
          <IconButton icon="sidebar" size="small" label={t(narrow ? 'shell.widen' : 'shell.narrow')} onClick={onToggle} aria-expanded={!narrow} />
        </div>
      )}
      <button type="button" className={css.item} onClick={() => { onLeave?.(); openPalette(); }} title={narrow ? t('shell.find') : undefined}>
        <Icon name="search" size={17} /><span>{t('shell.find')}</span>{!narrow && <Kbd>{t('shell.find_keys')}</Kbd>}
      </button>
      <button type="button" className={css.item} onClick={() => { onLeave?.(); openCreate(); }} title={narrow ? t('shell.create') : undefined}>
        <Icon name="plus" size={17} /><span>{t('shell.create')}</span>{!narrow && <Kbd>{t('shell.create_keys')}</Kbd>}
      </button>
      <Bell className={css.item ?? ''} narrow={narrow} onLeave={onLeave} />
      <hr className={css.rule} />
      {section('work')}
      {manage.length > 0 && <hr className={css.rule} />}
      {manage}
      <Suspense><RailViews item={css.item ?? ''} rule={css.rule ?? ''} narrow={narrow} onLeave={onLeave} /></Suspense>
      <div className={css.foot}>
        {section('foot')}
        <UserMenu className={css.item ?? ''} narrow={narrow} />
      </div>
    </>
  );
}

function Frame() {
  useLiveUpdates();
  const t = useText();
  const navigate = useNavigate();
  const path = useLocation({ select: (location) => location.pathname });
  const { data: session } = useQuery(sessionQuery);
  const [narrow, setNarrow] = useState(() => localStorage.getItem(narrowKey) === 'narrow');
  const [drawer, setDrawer] = useState(false);
  const toggle = () => {
    localStorage.setItem(narrowKey, narrow ? 'wide' : 'narrow');
    setNarrow(!narrow);
  };
  useShortcuts([
    { keys: 'mod+k', label: 'shortcut.palette', group: 'shortcut.anywhere', run: () => openPalette(), whileTyping: true },
    { keys: 'c', label: 'shortcut.create', group: 'shortcut.anywhere', run: () => openCreate() },
    { keys: '/', label: 'shortcut.search', group: 'shortcut.anywhere', run: () => openPalette() },
    { keys: '?', label: 'shortcut.help', group: 'shortcut.anywhere', run: () => openHelp() },
    { keys: '[', label: 'shortcut.rail', group: 'shortcut.anywhere', run: toggle },
    { keys: 'g w', label: 'shortcut.week', group: 'shortcut.go', run: () => void navigate({ to: '/week' }) },
    { keys: 'g a', label: 'shortcut.accounts', group: 'shortcut.go', run: () => void navigate({ to: '/accounts' }) },
    { keys: 'g c', label: 'shortcut.contacts', group: 'shortcut.go', run: () => void navigate({ to: '/contacts' }) },
    { keys: 'g t', label: 'shortcut.tasks', group: 'shortcut.go', run: () => void navigate({ to: '/tasks' }) },
    { keys: 'g n', label: 'shortcut.notifications', group: 'shortcut.go', run: openNotifications },
    { keys: 'g d', label: 'shortcut.deals', group: 'shortcut.go', run: () => void navigate({ to: '/deals' }) },
  ]);
  if (!session) return null;
  const phone = navigation.filter((item) => item.phone && allowed(item, session.user.level)).slice(0, 4);
  return (
    <div className={css.frame} data-narrow={narrow || undefined}>
      <a className={css.skip} href="#main">{t('shell.skip')}</a>
      {session.workspace.demo && <aside className={css.banner} aria-label={t('shell.demo_label')}><Icon name="box" size={14} />{t('shell.demo')}</aside>}
      <nav className={css.rail} aria-label={t('shell.navigation')}><Rail narrow={narrow} onToggle={toggle} /></nav>
      <header className={css.top}>
        <b><Logo /><span className="truncate">{session.workspace.name}</span></b>
        <Bell alone />
        <IconButton icon="search" label={t('shell.find')} onClick={() => openPalette()} />
        <IconButton icon="plus" label={t('shell.create')} onClick={() => openCreate()} />
      </header>
      <div className={css.page} id="page" data-scroll-restoration-id="page"><Outlet /></div>
      <nav className={css.phoneBar} aria-label={t('shell.navigation_short')}>
        {phone.map((item) => (
          <Link key={item.path} to={item.path} data-on={path.startsWith(item.path) || undefined} aria-current={path === item.path ? 'page' : undefined}>
            <Icon name={item.icon} size={20} />{t(item.label)}
          </Link>
        ))}
        <button type="button" onClick={() => setDrawer(true)} aria-haspopup="dialog"><Icon name="menu" size={20} />{t('shell.more')}</button>
      </nav>
      <Drawer open={drawer} onClose={() => setDrawer(false)} title={session.workspace.name} side="left">
        <Rail narrow={false} onLeave={() => setDrawer(false)} />
      </Drawer>
      <Suspense><Overlays /></Suspense>
    </div>
  );
}
