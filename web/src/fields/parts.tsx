import { useId, useRef, type KeyboardEvent } from 'react';
import type { EditProps } from './kind';
import { partsOf } from './partsOf';
import css from './input.module.css';

export interface PartOf {
  name: string;
  label: string;
  /** Shares its line with the next. */
  narrow?: boolean;
  autoComplete?: string;
}

/** A value of several parts, each a line of its own; Enter goes on to the next and at the last one is done. */
export function PartsEdit({ parts, value, onChange, onDone, onCancel, id, label, describedBy, invalid, autoFocus, field, children }: EditProps & { parts: PartOf[]; children?: React.ReactNode }) {
  const own = useId();
  const box = useRef<HTMLDivElement>(null);
  const now = partsOf(value);
  const set = (name: string, text: string) => {
    const next = { ...now, [name]: text };
    if (text === '') delete next[name];
    onChange(Object.keys(next).length === 0 ? null : next);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') { event.stopPropagation(); onCancel(); }
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const inputs = [...(box.current?.querySelectorAll('input') ?? [])];
    const next = inputs[inputs.indexOf(event.target) + 1];
    if (next && !(event.ctrlKey || event.metaKey)) next.focus();
    else onDone();
  };
  return (
    <div ref={box} role="group" aria-label={label ?? field.label} aria-describedby={describedBy} className={css.parts} onKeyDown={keys}>
      {parts.map((part, index) => (
        <input key={part.name} id={index === 0 ? id : `${own}-${part.name}`} className={css.input} data-narrow={part.narrow || undefined} aria-label={part.label} placeholder={part.label} title={part.label} aria-invalid={invalid || undefined}
          autoFocus={autoFocus && index === 0} autoComplete="off" data-1p-ignore value={now[part.name] ?? ''} onChange={(event) => set(part.name, event.currentTarget.value)} />
      ))}
      {children}
    </div>
  );
}
