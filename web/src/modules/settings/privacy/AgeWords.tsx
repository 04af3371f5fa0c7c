import type { ObjectType } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { fieldOf } from '~/records/objects';
import { sinceActivity, type Age } from './age';

/** From what the time runs, as a person would say it. */
export function useClockName(object: ObjectType): (since: string) => string {
  const t = useText();
  return (since) => (since === sinceActivity ? t('privacy.since.activity') : since === 'updated_at' || since === 'created_at' ? t(`privacy.since.${since}`) : (fieldOf(object, since)?.label ?? since));
}

export function AgeWords({ object, age }: { object: ObjectType; age: Age }) {
  const t = useText();
  const name = useClockName(object);
  return <>{t('privacy.older', { since: name(age.since).toLocaleLowerCase(), length: t(`filter.length.${age.unit}`, { count: age.count }) })}</>;
}
