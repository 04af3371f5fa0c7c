import type { KeyboardEvent } from 'react';
import type { EditProps } from './kind';
import css from './input.module.css';

type Extra = { type?: string; inputMode?: 'text' | 'email' | 'tel' | 'url' | 'decimal' | 'numeric'; end?: boolean; text?: string; onText?: (text: string) => void };

/** One line of text, as most types are written. Enter is done, Escape takes it back. */
export function LineInput({ value, onChange, onDone, onCancel, id, label, describedBy, invalid, autoFocus, field, type = 'text', inputMode, end, text, onText }: EditProps & Extra) {
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') { event.preventDefault(); onDone(); }
    if (event.key === 'Escape') { event.stopPropagation(); onCancel(); }
  };
  return (
    <input
      id={id} className={end ? `${css.input} ${css.end}` : css.input} type={type} inputMode={inputMode} aria-label={label} aria-describedby={describedBy} aria-invalid={invalid || undefined}
      aria-required={field.required || undefined} autoFocus={autoFocus} data-autofocus={autoFocus || undefined} autoComplete="off" data-1p-ignore
      value={text ?? (typeof value === 'string' ? value : value === null ? '' : String(value))}
      onFocus={(event) => { if (autoFocus && (type === 'text' || type === 'email' || type === 'url' || type === 'tel')) event.currentTarget.select(); }}
      onChange={(event) => (onText ? onText(event.currentTarget.value) : onChange(event.currentTarget.value === '' ? null : event.currentTarget.value))} onKeyDown={keys}
    />
  );
}
