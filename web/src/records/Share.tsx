import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Field, Id, Person } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { closeOverlay } from '~/app/shell/overlay';
import { kindOf } from '~/fields';
import { Ago, Avatar, Button, Icon, IconButton, ProblemNote, Segmented, Skeletons, toast } from '~/ui';
import { Modal } from '~/ui/overlays';
import css from './share.module.css';

type Right = 'see' | 'edit';
interface Shared {
  id: Id;
  user?: Person;
  team?: Person;
  right: Right;
  shared_at?: string | null;
  shared_by?: string | null;
}

/** Lets a person or a team see or edit one record that their role does not reach. */
export function Share({ object, id, title }: { object: string; id: Id; title: string }) {
  const t = useText();
  const path = `/records/${object}/${id}/shares`;
  const key = ['shares', object, id];
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: async () => (await api.get<{ shares: Shared[] }>(path)).shares });
  const [with_, setWith] = useState<'user' | 'team'>('user');
  const [right, setRight] = useState<Right>('see');
  const [fault, setFault] = useState<unknown>(null);
  const input = useId();
  const { Edit } = kindOf('relation');
  const again = () => queries.invalidateQueries({ queryKey: key });
  const give = (who: 'user' | 'team', whom: Id, what: Right) => {
    setFault(null);
    return api.post(path, { [who]: whom, right: what }).then(again, setFault);
  };
  const take = (share: Shared) => {
    const who = share.user ? 'user' : 'team';
    const whom = share.user ?? share.team;
    api.delete(`${path}/${share.id}`).then(() => {
      toast.undo(t('share.taken', { name: whom?.name ?? '' }), t('ui.undo'), () => { if (whom) void give(who, whom.id, share.right); });
      return again();
    }, setFault);
  };
  const field: Field = { name: 'with', type: with_ === 'user' ? 'user' : 'relation', label: t('share.with'), to: with_ };
  const rights = (['see', 'edit'] as const).map((value) => ({ value, label: t(`share.${value}`) }));
  return (
    <Modal open onClose={closeOverlay} title={t('share.title', { name: title })}>
      <div className={css.share}>
        <p className="soft">{t('share.hint')}</p>
        <div className={css.add}>
          <Segmented<'user' | 'team'> label={t('share.with')} value={with_} onChange={setWith} choices={[{ value: 'user', label: t('share.person') }, { value: 'team', label: t('share.team') }]} />
          <Segmented<Right> label={t('share.right')} value={right} onChange={setRight} choices={rights} />
          <label htmlFor={input} className="visually-hidden">{t(with_ === 'user' ? 'share.person' : 'share.team')}</label>
          <span className={css.who}>
            {Edit && <Edit key={`${with_}${data?.length ?? 0}`} id={input} field={field} value={null} label={t(with_ === 'user' ? 'share.person' : 'share.team')} onChange={() => undefined} onCancel={() => undefined} onDone={(picked) => { if (typeof picked === 'string' && picked) void give(with_, picked, right); }} />}
          </span>
        </div>
        <ProblemNote error={fault ?? error} {...(error && !fault ? { retry: () => void refetch() } : {})} />
        {!data ? !error && <Skeletons rows={2} height={26} /> : data.length === 0 ? <p className="faint">{t('share.nobody')}</p> : (
          <ul className={css.list} aria-label={t('share.shared_with')}>
            {data.map((share) => {
              const whom = share.user ?? share.team;
              return (
                <li key={share.id}>
                  {share.user ? <Avatar name={whom?.name ?? ''} size={22} /> : <Icon name="users-group" size={18} />}
                  <span className={css.name}><b>{whom?.name}</b>{share.shared_at && <small>{share.shared_by ? t('share.by', { name: share.shared_by }) : ''} <Ago at={share.shared_at} /></small>}</span>
                  <Segmented<Right> label={t('share.right_of', { name: whom?.name ?? '' })} value={share.right} onChange={(next) => { if (whom) void give(share.user ? 'user' : 'team', whom.id, next); }} choices={rights} />
                  <IconButton icon="x" size="small" label={t('share.take', { name: whom?.name ?? '' })} onClick={() => take(share)} />
                </li>
              );
            })}
          </ul>
        )}
        <div className={css.foot}><Button onClick={closeOverlay}>{t('ui.close')}</Button></div>
      </div>
    </Modal>
  );
}
