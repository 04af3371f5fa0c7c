import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { useTitle } from '~/app/usePage';
import { Icon, PageHeader } from '~/ui';
import { groups, mayOpen, sections } from './sections';
import css from './frame.module.css';

interface Props {
  section: string | null;
  title?: string;
  /** A page below its section: where it stands, for the way back. */
  within?: { to: string; label: string };
  sub?: ReactNode;
  acts?: ReactNode;
  children?: ReactNode;
}

/** Settings: what there is at the left (on a phone a page of its own), one part of it at the right. */
export function SettingsFrame({ section, title, within, sub, acts, children }: Props) {
  const t = useText();
  const role = useRole();
  const heading = title ?? (section ? t(`settings.tab.${section}`) : t('nav.settings'));
  useTitle(section ? `${heading} · ${t('nav.settings')}` : heading);
  const back = within ?? (section ? { to: '/settings', label: t('nav.settings') } : undefined);
  return (
    <main id="main" className={css.page} data-index={section === null || undefined}>
      <nav className={css.nav} aria-label={t('nav.settings')}>
        <p className={css.navTitle} aria-hidden>{t('nav.settings')}</p>
        {groups.map((group) => {
          const shown = sections.filter((one) => one.group === group && mayOpen(one, role));
          return shown.length > 0 && (
            <section key={group} aria-label={t(`settings.group.${group}`)}>
              <h2>{t(`settings.group.${group}`)}</h2>
              <ul>
                {shown.map((one) => (
                  <li key={one.name}>
                    <Link to="/settings/$section" params={{ section: one.name } as never} data-on={one.name === section || undefined} aria-current={one.name === section ? (within ? 'true' : 'page') : undefined}>
                      <Icon name={one.icon} size={16} /><span>{t(`settings.tab.${one.name}`)}</span><Icon name="chevron-right" size={15} className={css.more} />
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </nav>
      <div className={css.content}>
        {back && <Link to={back.to} className={css.back} data-within={within ? true : undefined}><Icon name="chevron-left" size={14} />{back.label}</Link>}
        <PageHeader title={heading} sub={sub}>{acts}</PageHeader>
        {children}
      </div>
    </main>
  );
}
