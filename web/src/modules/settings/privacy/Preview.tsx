import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '~/app/api/client';
import type { Filter, ObjectType, Page } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { writeFilterCode } from '~/records/views/code';
import { titleOf } from '~/records/objects';
import { listPath, recordPath } from '~/records/paths';
import { Ago, Card, ProblemNote, Skeletons } from '~/ui';
import { useDebouncedValue } from '~/ui/useDebounced';
import type { RuleAction } from './retention';
import css from './privacy.module.css';

/** How many a filter finds now and which have lain longest, asked as a rule will ask. */
export const useFound = (object: ObjectType, filter: Filter | undefined, limit = 10) =>
  useQuery({
    queryKey: ['records', object.name, 'retention', filter, limit],
    queryFn: ({ signal }) => api.post<Page>(`/records/${object.name}/query`, { filter, sort: [{ field: 'updated_at', dir: 'asc' }], limit, count: 'exact' }, { signal }),
    enabled: filter !== undefined,
    placeholderData: keepPreviousData,
  });

/** What the rule would do if it ran now: as it is being written, and before it is saved. */
export function Preview({ object, filter, action }: { object: ObjectType; filter: Filter | undefined; action: RuleAction }) {
  const t = useText();
  const format = useFormat();
  const asked = useDebouncedValue(filter, 250);
  const { data, error, refetch } = useFound(object, asked);
  const count = data?.count ?? 0;
  return (
    <Card title={t('privacy.preview')} className={css.preview}>
      {!asked ? <p className="soft">{t('privacy.preview_nothing')}</p> : error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Skeletons rows={3} height={20} /> : (
        <>
          <p className={css.figure} role="status"><b>{format.number(count, 0)}</b> {t(count === 0 ? 'privacy.would_none' : `privacy.would.${action}`, { objects: (count === 1 ? object.label : object.label_plural).toLocaleLowerCase() })}</p>
          {count > 0 && (
            <>
              <h3>{t('privacy.oldest')}</h3>
              <ul className={css.sample}>
                {data.records.map((record) => <li key={record.id}><Link className="link" to={recordPath(object.name, record.id)}>{titleOf(object, record)}</Link><small>{t('privacy.changed')} <Ago at={record.updated_at} /></small></li>)}
              </ul>
              {count > data.records.length && <Link className={css.all} to={listPath(object.name)} search={{ filter: writeFilterCode(asked) } as never}>{t('privacy.see_all', { number: format.number(count, 0) })}</Link>}
            </>
          )}
        </>
      )}
    </Card>
  );
}
