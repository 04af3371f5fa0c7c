import { useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, Person } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { useShortcuts } from '~/app/shortcuts';
import { Avatar, Button, Icon, toast } from '~/ui';
import { Popover } from '~/ui/overlays';
import { useState } from 'react';
import css from './together.module.css';

const key = (object: string, id: Id) => ['followers', object, id] as const;
interface Followers { followers: Person[] }

/** Who is told when something happens here, and whether one is among them. */
export function Follow({ object, id }: { object: string; id: Id }) {
  const t = useText();
  const format = useFormat();
  const { user } = useSession();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({ queryKey: key(object, id), queryFn: ({ signal }) => api.get<Followers>(`/records/${object}/${id}/followers`, undefined, { signal }) });
  const followers = data?.followers ?? [];
  const mine = followers.some((one) => one.id === user.id);
  const set = async (next: boolean) => {
    queries.setQueryData<Followers>(key(object, id), (now) => ({ followers: [...(now?.followers ?? []).filter((one) => one.id !== user.id), ...(next ? [{ id: user.id, name: user.name }] : [])] }));
    const path = `/records/${object}/${id}/followers/me`;
    try {
      await (next ? api.put(path, {}) : api.delete(path));
      toast.say(t(next ? 'together.followed' : 'together.unfollowed'));
    } catch (error) {
      toast.fail(error);
    }
    void queries.invalidateQueries({ queryKey: key(object, id) });
  };
  useShortcuts([{ keys: 'f', label: mine ? 'shortcut.unfollow' : 'shortcut.follow', run: () => void set(!mine) }]);
  return (
    <span className={css.follow}>
      <Button size="small" icon={mine ? 'bell' : 'bell-off'} aria-pressed={mine} title={t(mine ? 'together.unfollow_hint' : 'together.follow_hint')} onClick={() => void set(!mine)}>{t(mine ? 'together.following' : 'together.follow')}</Button>
      {followers.length > 0 && (
        <Popover label={t('together.followers')} open={open} onChange={setOpen} width={240} align="end" target={
          <button type="button" className={css.count} aria-expanded={open} aria-label={t('together.followers_count', { count: followers.length })} onClick={() => setOpen(!open)}>{format.number(followers.length)}</button>
        }>
          <h3>{t('together.followers')}</h3>
          <ul className={css.people}>{followers.map((one) => <li key={one.id}><Avatar name={one.name} size={20} /><span className="truncate">{one.name}</span>{one.id === user.id && <Icon name="check" size={13} />}</li>)}</ul>
        </Popover>
      )}
    </span>
  );
}
