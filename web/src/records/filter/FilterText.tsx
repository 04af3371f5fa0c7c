import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { api } from '~/app/api/client';
import { messageFor } from '~/app/api/errors';
import type { Filter, ObjectType } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { Icon } from '~/ui';
import { writeFilterCode } from '../views/code';
import css from './filter.module.css';

interface Place {
  from: number;
  to: number;
}
interface Completion extends Place {
  insert: string;
  label: string;
  kind: string;
}
/** What `POST /objects/{object}/filter-text` answers. */
interface Answer {
  filter: Filter | null;
  text: string | null;
  errors?: (Place & { code: string; message: string })[];
  completions?: Completion[];
}

/** The filter as one writes it, `country = NO and no activities for 60 days`: with what may follow, and mistakes where they are. */
export function FilterText({ object, filter, onFilter }: { object: ObjectType; filter: Filter | undefined; onFilter: (filter: Filter | undefined) => void }) {
  const t = useText();
  const id = useId();
  const [text, setText] = useState('');
  const [errors, setErrors] = useState<NonNullable<Answer['errors']>>([]);
  const [offers, setOffers] = useState<Completion[]>([]);
  const [chosen, setChosen] = useState(-1);
  const [failure, setFailure] = useState<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const own = useRef<string | undefined>(undefined);
  const stop = useRef<AbortController | null>(null);
  const timer = useRef(0);
  const code = writeFilterCode(filter);

  const ask = async (body: object): Promise<Answer | null> => {
    stop.current?.abort();
    const now = (stop.current = new AbortController());
    try {
      const answer = await api.post<Answer>(`/objects/${object.name}/filter-text`, body, { signal: now.signal });
      setFailure(null);
      return now.signal.aborted ? null : answer;
    } catch (error) {
      if (!now.signal.aborted) setFailure(messageFor(error));
      return null;
    }
  };
  useEffect(() => () => { stop.current?.abort(); window.clearTimeout(timer.current); }, []);

  // Changed in the groups below, or by the address: written anew.
  const first = useRef(true);
  useEffect(() => {
    const begins = first.current;
    first.current = false;
    if (!begins && code === own.current) return;
    own.current = code;
    setErrors([]);
    setOffers([]);
    if (!filter) return setText('');
    void ask({ filter }).then((answer) => { if (answer) setText(answer.text ?? ''); });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [code]);

  /** The text that what is offered belongs to: while one types fast, it is behind. */
  const offeredFor = useRef('');
  const read = (next: string, at: number, wait: number, takeFirst = false) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      void ask({ text: next, at }).then((answer) => {
        if (!answer) return;
        setErrors(answer.errors ?? []);
        offeredFor.current = next;
        const best = answer.completions?.[0];
        if (takeFirst && best) return take(best, next);
        setOffers(answer.completions ?? []);
        setChosen(-1);
        if (answer.errors?.length || (answer.filter === null && next.trim() !== '')) return;
        const read = answer.filter ?? undefined;
        own.current = writeFilterCode(read);
        if (own.current !== code) onFilter(read);
      });
    }, wait);
  };
  const type = (next: string, at: number) => {
    setText(next);
    setErrors([]); // they belong to the text that was
    read(next, at, 90);
  };
  const take = (offer: Completion, whole = text) => {
    const next = whole.slice(0, offer.from) + offer.insert + whole.slice(offer.to);
    const at = offer.from + offer.insert.length;
    setText(next);
    setOffers([]);
    read(next, at, 0);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(at, at);
    });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!offers.length) return;
      event.preventDefault();
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : -1) + offers.length + (chosen < 0 && event.key === 'ArrowUp' ? 1 : 0)) % offers.length);
    } else if (event.key === 'Enter') {
      event.preventDefault(); // a filter is one line
      const offer = offers[chosen];
      if (offer) take(offer);
      else setOffers([]);
    } else if (event.key === 'Tab' && !event.shiftKey && offers.length && text.trim() !== '' && text !== offeredFor.current) {
      event.preventDefault();
      read(text, box.current?.selectionStart ?? text.length, 0, true);
    } else if (event.key === 'Tab' && !event.shiftKey && offers.length && (chosen >= 0 || text.trim() !== '')) {
      const offer = offers[Math.max(0, chosen)];
      if (offer && text.slice(offer.from, offer.to) !== offer.insert) { event.preventDefault(); take(offer); }
    } else if (event.key === 'Escape' && offers.length) {
      event.preventDefault();
      event.stopPropagation();
      setOffers([]);
    }
  };
  const open = offers.length > 0;
  const message = errors[0]?.message ?? failure;
  return (
    <div className={css.textBox} onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) setOffers([]); }}>
      <div className={css.textField} data-wrong={errors.length > 0 || undefined}>
        <div className={css.mirror} aria-hidden><Marked text={text} errors={errors} /></div>
        <textarea
          ref={box} rows={1} className={css.textInput} spellCheck={false} autoCapitalize="off" autoComplete="off" role="combobox" aria-label={t('filter.text')} aria-expanded={open} aria-autocomplete="list" aria-controls={`${id}-offers`}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined} aria-invalid={errors.length > 0 || undefined} aria-describedby={message ? `${id}-fault` : undefined} placeholder={t('filter.text_hint')} value={text}
          onChange={(event) => type(event.currentTarget.value.replace(/\n/g, ' '), event.currentTarget.selectionStart)} onKeyDown={keys} onFocus={(event) => read(event.currentTarget.value, event.currentTarget.selectionStart, 0)}
        />
      </div>
      <ul id={`${id}-offers`} role="listbox" aria-label={t('filter.offers')} className={css.offers} hidden={!open}>
        {offers.map((offer, index) => (
          <li key={`${offer.kind} ${offer.insert}`} id={`${id}-${index}`} role="option" aria-selected={index === chosen} onMouseDown={(event) => { event.preventDefault(); take(offer); }}>
            <span>{offer.insert.trim()}</span>{offer.label && offer.label !== offer.insert.trim() && <small>{offer.label}</small>}
          </li>
        ))}
      </ul>
      {message && <p id={`${id}-fault`} className={css.textFault} role="alert"><Icon name="alert" size={13} />{message}</p>}
    </div>
  );
}

/** The text again beneath the field, with a wave under what is wrong. */
function Marked({ text, errors }: { text: string; errors: Place[] }) {
  const [error] = errors;
  if (!error) return <>{text}</>;
  const from = Math.min(error.from, text.length);
  const to = Math.max(from, Math.min(error.to, text.length));
  // At the very end there is nothing to stand under: a blank is marked.
  return <>{text.slice(0, from)}<mark>{text.slice(from, to) || '\u00a0\u00a0'}</mark>{text.slice(to)}</>;
}
