import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '~/ui/useDebounced';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { api } from '~/app/api/client';
import type { Field, FieldType, Id, Value } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { isEmpty, kindOf } from '~/fields';
import { Icon, ProblemNote, Tag } from '~/ui';
import css from './formula.module.css';

interface Fault { from: number; to: number; code: string; message: string }
interface Completion { insert: string; from: number; to: number; label: string; kind: string }
interface Sample { record: Id; title: string; value: Value }
interface Checked { type?: FieldType | null; errors: Fault[]; sample?: Sample[] | Sample | null; completions?: Completion[] }

interface Props {
  object: string;
  label: string;
  value: string;
  onChange: (formula: string) => void;
  /** The server's words when it refused to save. */
  problem?: string | undefined;
  hint?: string;
  /** A rule's formula says yes or no; its sample needs no showing. */
  sample?: boolean;
}

/** The text in pieces, so that what is wrong can be underlined where it stands. */
export function pieces(text: string, faults: Pick<Fault, 'from' | 'to'>[]): { text: string; wrong: boolean }[] {
  const made: { text: string; wrong: boolean }[] = [];
  let at = 0;
  for (const fault of [...faults].sort((one, other) => one.from - other.from)) {
    const from = Math.max(at, Math.min(fault.from, text.length));
    const to = Math.max(from, Math.min(fault.to, text.length));
    if (from > at) made.push({ text: text.slice(at, from), wrong: false });
    // Something missing at the end has no letters of its own: the place after it is shown.
    made.push({ text: to > from ? text.slice(from, to) : ' ', wrong: true });
    at = to;
  }
  if (at < text.length) made.push({ text: text.slice(at), wrong: false });
  return made;
}

/** A formula as it is written: checked as one types, what is wrong underlined, what could follow offered, what it gives shown. */
export function FormulaEditor({ object, label, value, onChange, problem, hint, sample = true }: Props) {
  const t = useText();
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const [at, setAt] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const asked = useDebouncedValue(value, 180);
  const place = useDebouncedValue(at, 180);
  const { data, error } = useQuery({
    queryKey: ['formula', object, asked, place],
    queryFn: ({ signal }) => api.post<Checked>(`/objects/${object}/formula`, { formula: asked, at: Math.min(place, asked.length) }, { signal }),
    enabled: object !== '' && asked.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  const current = asked === value && value.trim() !== '';
  const faults = current ? (data?.errors ?? []) : [];
  const completions = open && current && place === at ? (data?.completions ?? []).slice(0, 8) : [];
  const picked = Math.min(chosen, completions.length - 1);
  const take = (completion: Completion) => {
    const next = value.slice(0, completion.from) + completion.insert + value.slice(completion.to);
    const end = completion.from + completion.insert.length;
    onChange(next);
    setOpen(false);
    requestAnimationFrame(() => { input.current?.focus(); input.current?.setSelectionRange(end, end); setAt(end); });
  };
  const keys = (event: KeyboardEvent) => {
    const one = completions[picked];
    if (!one) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setChosen((picked + (event.key === 'ArrowDown' ? 1 : completions.length - 1)) % completions.length);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      take(one);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      event.nativeEvent.stopImmediatePropagation();
      setOpen(false);
    }
  };
  const samples = data?.sample ? (Array.isArray(data.sample) ? data.sample : [data.sample]) : [];
  const wrong = faults.length > 0 || problem !== undefined;
  return (
    <div className={css.editor}>
      <label htmlFor={id}>{label}</label>
      {hint && <p className={css.hint} id={`${id}-hint`}>{hint}</p>}
      <div className={css.box} data-wrong={wrong || undefined}>
        <pre className={css.marks} aria-hidden>{pieces(value, faults).map((piece, index) => (piece.wrong ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>))}{'\n'}</pre>
        <textarea
          ref={input} id={id} className={css.input} rows={2} spellCheck={false} autoCapitalize="off" autoComplete="off" value={value} role="combobox" aria-expanded={completions.length > 0} aria-controls={`${id}-list`}
          aria-autocomplete="list" aria-activedescendant={completions.length > 0 ? `${id}-${picked}` : undefined} aria-invalid={wrong || undefined} aria-describedby={`${id}-says${hint ? ` ${id}-hint` : ''}`}
          onChange={(event) => { onChange(event.currentTarget.value); setAt(event.currentTarget.selectionStart); setOpen(true); setChosen(0); }}
          onSelect={(event) => setAt(event.currentTarget.selectionStart)} onBlur={() => setOpen(false)} onKeyDown={keys}
        />
        <div id={`${id}-list`} role="listbox" aria-label={t('formulas.completions')} className={css.list} hidden={completions.length === 0}>
          {completions.map((completion, index) => (
            <div key={completion.insert + completion.label} id={`${id}-${index}`} role="option" aria-selected={index === picked} onMouseDown={(event) => { event.preventDefault(); take(completion); }}>
              <code>{completion.insert.trim()}</code><span className="faint">{completion.label}</span>
            </div>
          ))}
        </div>
      </div>
      <div id={`${id}-says`} className={css.says} aria-live="polite">
        {faults.map((fault) => <p key={`${fault.from}${fault.code}`} className={css.fault}><Icon name="alert" size={14} />{fault.message}</p>)}
        {faults.length === 0 && problem && <p className={css.fault}><Icon name="alert" size={14} />{problem}</p>}
        {current && faults.length === 0 && !problem && data?.type && <p className={css.fine}><Icon name="check-circle" size={14} />{t('formulas.gives', { type: t(`field_type.${data.type}`).toLowerCase() })}</p>}
      </div>
      <ProblemNote error={error} />
      {sample && current && faults.length === 0 && samples.length > 0 && (
        <table className={css.sample} aria-label={t('formulas.sample')}>
          <tbody>{samples.slice(0, 3).map((one) => <tr key={one.record}><th scope="row">{one.title}</th><td><Given type={data?.type ?? 'text'} value={one.value} /></td></tr>)}</tbody>
        </table>
      )}
    </div>
  );
}

function Given({ type, value }: { type: FieldType; value: Value }) {
  const t = useText();
  const field: Field = { name: 'value', type, label: '' };
  const { View } = kindOf(type);
  return isEmpty(value) ? <Tag>{t('formulas.empty')}</Tag> : <View field={field} value={value} />;
}
