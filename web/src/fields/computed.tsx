import { useText } from '~/app/i18n';
import { Icon } from '~/ui/Icon';
import type { ViewProps } from './kind';
import css from './input.module.css';

/** Beside the name of a value that is worked out: that it is, and from what. */
export function Computed({ field }: Pick<ViewProps, 'field'>) {
  const t = useText();
  const words = field.formula ?? (field.rollup ? t('field.rollup', { function: t(`field.rollup.${field.rollup.function}`), related: field.rollup.related, field: field.rollup.field ?? '' }).trim() : undefined);
  if (words === undefined) return null;
  const told = `${t('field.computed')}: ${words}${field.problem ? `. ${field.problem.message}` : ''}`;
  return <span className={css.computed} title={told} role="img" aria-label={told}><Icon name={field.problem ? 'alert' : 'formula'} size={13} /></span>;
}
