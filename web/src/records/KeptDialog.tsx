import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '~/app/api/client';
import type { History, Id, Record_, Undone } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { closeOverlay } from '~/app/shell/overlay';
import { Icon, Skeleton } from '~/ui';
import { Modal } from '~/ui/overlays';
import { Shown } from './InlineField';
import { fieldOf, keepTitles, useObject } from './objects';
import { recordPath } from './paths';
import css from './kept.module.css';

type Kept = Undone['kept'][number];
/** So many are told with their values; the rest by their names. */
const detailed = 20;

/** What undoing left as it is: which record, why, and for each field what it is and what it would have become. */
export function KeptDialog({ undone, set, done }: { undone: Undone; set: Id; done: boolean }) {
  const t = useText();
  const format = useFormat();
  return (
    <Modal open onClose={closeOverlay} title={t(done ? 'kept.not_all' : 'kept.title')} wide>
      <p className={css.lead}>{undone.undone > 0 && <>{done ? t('bulk.changed', { count: undone.undone, number: format.number(undone.undone) }) : t('timeline.undone', { count: undone.undone })} </>}{t('kept.lead', { count: undone.kept_total })}</p>
      <ul className={css.list}>
        {undone.kept.map((one, index) => <Item key={`${one.record}${index}`} kept={one} set={set} detail={index < detailed} />)}
      </ul>
      {undone.kept_total > undone.kept.length && <p className="faint">{t('kept.more', { count: undone.kept_total - undone.kept.length })}</p>}
    </Modal>
  );
}

function Item({ kept, set, detail }: { kept: Kept; set: Id; detail: boolean }) {
  const t = useText();
  const object = useObject(kept.object);
  const { data, isPending } = useQuery({
    queryKey: ['kept', kept.object, kept.record, set],
    enabled: detail && kept.fields.length > 0,
    queryFn: async ({ signal }) => {
      const [record, history] = await Promise.all([
        api.get<Record_>(`/records/${kept.object}/${kept.record}`, undefined, { signal }), api.get<History>(`/records/${kept.object}/${kept.record}/history`, { limit: 200 }, { signal }),
      ]);
      keepTitles(record.related);
      keepTitles(history.related);
      return { record, entries: history.entries.filter((entry) => entry.change_set === set) };
    },
  });
  return (
    <li>
      <div className={css.name}>
        <Link className="link" to={recordPath(kept.object, kept.record)} onClick={closeOverlay}>{kept.title || object?.label}</Link>
        <span className="soft">{kept.text}</span>
      </div>
      {detail && kept.fields.length > 0 && (isPending ? <Skeleton height={20} /> : data && (
        <dl>
          {kept.fields.map((name) => {
            const field = object && fieldOf(object, name);
            const entry = data.entries.find((one) => one.field === name);
            if (!field) return null;
            return (
              <div key={name}>
                <dt>{field.label}</dt>
                <dd><small>{t('kept.is')}</small> <Shown field={field} value={data.record.fields[name] ?? null} /></dd>
                {entry && <dd className="soft"><Icon name="arrow-right" size={12} /> <small>{t('kept.would_be')}</small> <Shown field={field} value={entry.from} /></dd>}
              </div>
            );
          })}
        </dl>
      ))}
    </li>
  );
}
