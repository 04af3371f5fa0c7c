import { Link, useLocation } from '@tanstack/react-router';
import { useText } from '~/app/i18n';
import { Icon, iconNamed } from '~/ui/Icon';
import { useObjects } from '../objects';
import { listPath } from '../paths';
import { stateOfView, useAllViews } from './saved';
import { kindIcon } from './kinds';

/** In the left rail under the modules' pages: pinned views, then the objects of this workspace's own. */
export function RailViews({ item, rule, narrow, onLeave }: { item: string; rule: string; narrow: boolean; onLeave?: (() => void) | undefined }) {
  const t = useText();
  const { pathname, search } = useLocation();
  const objects = useObjects();
  const pinned = (useAllViews().data ?? []).filter((view) => view.pinned && objects.some((object) => object.name === view.object));
  const custom = objects.filter((object) => object.custom && !object.system && !object.hidden && object.rights.see);
  const view = (search as Record<string, unknown>)['view'];
  return (
    <>
      {pinned.length > 0 && (
        <>
          <hr className={rule} aria-hidden />
          {pinned.map((one) => {
            const path = listPath(one.object);
            const on = pathname === path && view === one.id;
            return (
              <Link key={one.id} to={path} search={{ view: one.id } as never} className={item} data-on={on || undefined} aria-current={on ? 'page' : undefined} title={narrow ? one.name : undefined} aria-label={`${t('shell.views')}: ${one.name}`} onClick={onLeave}>
                <Icon name={kindIcon[stateOfView(one).kind]} size={17} /><span className="truncate">{one.name}</span>
              </Link>
            );
          })}
        </>
      )}
      {custom.length > 0 && (
        <>
          <hr className={rule} aria-hidden />
          {custom.map((object) => {
            const path = listPath(object.name);
            const on = (pathname === path && !pinned.some((one) => one.id === view && one.object === object.name)) || pathname.startsWith(`${path}/`);
            return (
              <Link key={object.name} to={path} className={item} data-on={on || undefined} aria-current={on && pathname === path ? 'page' : undefined} title={narrow ? object.label_plural : undefined} onClick={onLeave}>
                <Icon name={iconNamed(object.icon)} size={17} /><span className="truncate">{object.label_plural}</span>
              </Link>
            );
          })}
        </>
      )}
    </>
  );
}
