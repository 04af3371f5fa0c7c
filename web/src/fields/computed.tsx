import { useText } from '~/app/i18n';
import { Icon } from '~/ui/Icon';
import type { ViewProps } from './kind';
import css from './input.module.css';

/** Beside the name of a value that is worked out: that it is, and from what. */
export function Computed({ field }: Pick<ViewProps, 'field'>) {
  const t = useText();
  const words = field.formula ?? (field.rollup ? t('field.rollup', { function: t(`field.rollup.${field.rollup.function}`), related: field.rollup.related, field: field.rollup.field ?? '' }).trim() : undefined);
  if (words === undefined && field.type !== 'formula' && field.type !== 'rollup') return null;
  const told = words === undefined ? t('field.computed') : `${t('field.computed')}: ${words}`;
  return <span className={css.computed} title={told} role="img" aria-label={told}><Icon name="formula" size={13} /></span>;
}
