import { Combobox, useCombobox } from '@mantine/core';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useText } from '~/app/i18n';
import type { Value } from '~/app/api/types';
import { Icon } from './Icon';
import css from './picker.module.css';

export interface PickerOption {
  value: string;
  label: string;
  hint?: string;
  /** A dot before the name. */
  colour?: string;
}

interface Props {
  value: string | null;
  /** What the value is called, when the options are not all here. */
  valueLabel?: string;
  options?: PickerOption[];
  /** Asked as one types, when there are too many to have them all. */
  search?: (text: string, signal: AbortSignal) => Promise<PickerOption[]>;
  onDone: (value?: Value) => void;
  onCancel?: () => void;
  clearable?: boolean;
  empty?: string;
  id?: string;
  label?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  autoFocus?: boolean | undefined;
  placeholder?: string;
  /** Several are picked one after the other: it stays open for the next. */
  many?: boolean;
  /** What was typed may become a choice of its own: how that line is called. */
  create?: (text: string) => string;
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** One of many, found by typing: options at hand or asked for. */
export function Picker({ value, valueLabel, options, search, onDone, onCancel, clearable, empty, id, label, describedBy, invalid, autoFocus, placeholder, create, many }: Props) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const [found, setFound] = useState<PickerOption[]>([]);
  const [asking, setAsking] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const box = useCombobox({ onDropdownClose: () => { box.resetSelectedOption(); setTyped(null); } });
  const current = options?.find((option) => option.value === value)?.label ?? valueLabel ?? (value ? value : '');
  const open = box.dropdownOpened;

  useEffect(() => {
    if (autoFocus) {
      input.current?.focus();
      box.openDropdown();
    }
    // Once, when it appears.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    if (!search || !open) return undefined;
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      setAsking(true);
      search(typed ?? '', stop.signal).then(
        (answer) => { if (!stop.signal.aborted) { setFound(answer); setAsking(false); } },
        () => { if (!stop.signal.aborted) { setFound([]); setAsking(false); } },
      );
    }, typed ? 120 : 0);
    return () => { stop.abort(); window.clearTimeout(timer); };
  }, [search, typed, open]);

  const shown = useMemo(() => {
    if (search) return found;
    const wanted = folded(typed ?? '');
    return (options ?? []).filter((option) => folded(option.label).includes(wanted)).slice(0, 300);
  }, [search, found, options, typed]);

  const fresh = typed?.trim() ?? '';
  const creates = create !== undefined && fresh !== '' && !asking && !shown.some((option) => folded(option.label) === folded(fresh));

  // A list without a line is none: what is said then stands in its place.
  const listId = useId();
  const listed = open && (shown.length > 0 || creates);

  useEffect(() => {
    if (!open) return;
    if (typed === null && shown.some((option) => option.value === value)) box.selectActiveOption();
    else box.selectFirstOption();
    // The list changed: its first line is the likeliest.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown, creates]);

  return (
    <Combobox store={box} withinPortal shadow="md" position="bottom-start" onOptionSubmit={(picked) => {
      if (many) setTyped(null);
      else box.closeDropdown();
      onDone(picked === '' ? null : picked);
    }}>
      <Combobox.Target>
        <span className={css.box}>
          <input
            ref={input} id={id} className={css.input} role="combobox" aria-expanded={listed} aria-controls={listed ? listId : undefined} aria-haspopup="listbox" aria-label={label} aria-describedby={describedBy} aria-invalid={invalid || undefined}
            data-autofocus={autoFocus || undefined} autoComplete="off" placeholder={placeholder ?? (current || undefined)} value={open ? (typed ?? '') : current}
            onFocus={() => box.openDropdown()} onClick={() => box.openDropdown()} onBlur={() => box.closeDropdown()}
            onChange={(event) => { setTyped(event.currentTarget.value); box.openDropdown(); }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') { event.stopPropagation(); box.closeDropdown(); onCancel?.(); }
            }}
          />
          <Icon name="chevron-down" size={14} className={css.arrow} />
        </span>
      </Combobox.Target>
      <Combobox.Dropdown miw={200}>
        {listed && <Combobox.Options id={listId} aria-label={label} mah={280} style={{ overflowY: 'auto' }}>
          {shown.map((option) => (
            <Combobox.Option key={option.value} value={option.value} active={option.value === value}>
              <span className={css.option}>{option.colour && <i className={css.dot} style={{ background: option.colour }} aria-hidden />}<span className="truncate">{option.label}</span>{option.hint && <small>{option.hint}</small>}{option.value === value && <Icon name="check" size={14} />}</span>
            </Combobox.Option>
          ))}
          {clearable && value && !typed && shown.length > 0 && <Combobox.Option value="" className={css.clear}><span className="faint">{t('ui.nothing')}</span></Combobox.Option>}
          {creates && <Combobox.Option value={fresh}><span className={css.option}><Icon name="plus" size={14} /><span className="truncate">{create(fresh)}</span></span></Combobox.Option>}
        </Combobox.Options>}
        {open && !listed && !asking && <Combobox.Empty role="status">{empty ?? t('ui.no_match')}</Combobox.Empty>}
      </Combobox.Dropdown>
    </Combobox>
  );
}
