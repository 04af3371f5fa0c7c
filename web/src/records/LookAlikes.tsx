import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '~/app/api/client';
import type { Fields, Id } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { closeOverlay } from '~/app/shell/overlay';
import { isEmpty } from '~/fields';
import { Icon } from '~/ui';
import { useDebouncedValue } from '~/ui/useDebounced';
import { recordPath } from './paths';
import css from './create.module.css';

interface Candidate { id: Id; object: string; title: string; subtitle: string; score: number; reasons: { field: string; text: string }[] }

/** Whether an object's records are compared at all is the server's to say; once it has said no, it is not asked again. */
const notCompared = new Set<string>();

/** While somebody types a new record: those there are that look like it. */
export function LookAlikes({ object, values }: { object: string; values: Fields }) {
  const t = useText();
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
  const fields = useDebouncedValue(JSON.stringify(filled), 250);
  const { data } = useQuery({
    queryKey: ['look_alikes', object, fields],
    queryFn: async ({ signal }): Promise<Candidate[]> => {
      try {
        return (await api.post<{ candidates: Candidate[] }>('/duplicates/check', { object, fields: JSON.parse(fields) as Fields }, { signal })).candidates;
      } catch {
        if (!signal.aborted) notCompared.add(object);
        return [];
      }
    },
    enabled: !notCompared.has(object) && fields.length > 4,
    placeholderData: (before) => before,
    retry: false,
  });
  if (!data || data.length === 0) return null;
  return (
    <div className={css.alike} role="status">
      <Icon name="copy" size={15} />
      <ul>
        {data.slice(0, 3).map((one) => (
          <li key={one.id}>
            {t('record.looks_like')} <Link className="link" to={recordPath(one.object, one.id)} onClick={closeOverlay}>{one.title}</Link>
            <small>{[one.subtitle, one.reasons.map((reason) => reason.text.toLowerCase()).join(', ')].filter(Boolean).join(' · ')}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
