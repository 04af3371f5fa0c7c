import { useText } from '~/app/i18n';
import { Icon } from '~/ui/Icon';
import type { EditProps, FieldKind, ViewProps } from './kind';
import css from './input.module.css';

function View({ value }: ViewProps) {
  const t = useText();
  if (typeof value !== 'boolean') return null;
  return value ? <span><Icon name="check" size={15} /><span className="visually-hidden">{t('field.yes')}</span></span> : <>{t('field.no')}</>;
}

function Edit({ value, onDone, onCancel, id, label, describedBy, autoFocus }: EditProps) {
  return (
    <input type="checkbox" id={id} className={css.check} aria-label={label} aria-describedby={describedBy} autoFocus={autoFocus} checked={value === true} onChange={(event) => onDone(event.currentTarget.checked)}
      onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onCancel(); } }} />
  );
}

export const boolean: FieldKind = { View, Edit, ops: ['eq'], width: 90 };
