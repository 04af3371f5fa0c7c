import type { EditProps, FieldKind, ViewProps } from './kind';
import css from './input.module.css';

const View = ({ value, dense }: ViewProps) => (typeof value === 'string' ? <span className={dense ? undefined : css.pre}>{value}</span> : null);

export function Edit({ value, onChange, onDone, onCancel, id, label, describedBy, invalid, autoFocus }: EditProps) {
  return (
    <textarea
      id={id} className={css.input} aria-label={label} aria-describedby={describedBy} aria-invalid={invalid || undefined} autoFocus={autoFocus}
      value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) { event.preventDefault(); onDone(); }
        if (event.key === 'Escape') { event.stopPropagation(); onCancel(); }
      }}
    />
  );
}

export const long_text: FieldKind = { View, Edit, ops: ['contains', 'is_empty', 'not_empty'], width: 240 };
