import { useCallback, useEffect, useId, useRef, useState, type FocusEvent, type ReactNode } from 'react';
import { isApiError, messageFor } from '~/app/api/errors';
import type { Conflict, Field, ObjectType, Record_, Value } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { isEmpty, kindOf, sameValue } from '~/fields';
import { openUnsaved } from '~/app/shell/overlay';
import { Button, Icon } from '~/ui';
import { saveFields, valueOf } from './data';
import { canEdit } from './objects';
import { useEditingTold } from './together/presence';
import css from './inline.module.css';

interface Props {
  object: ObjectType;
  field: Field;
  record: Record_;
  /** In a table's cell the table says when editing starts; elsewhere a click does. */
  cell?: boolean;
  editing?: boolean;
  onEditing?: (editing: boolean) => void;
  placeholder?: string;
  /** Shown in place of the value: a title that leads to its record. */
  view?: ReactNode;
  /** Near the right edge: what opens, opens to the left. */
  edge?: boolean;
}

interface Fault {
  message: string;
  conflict?: Conflict | undefined;
}

/** The value in a table's cell, for as long as nobody edits it. */
export function CellValue({ field, record, view }: Pick<Props, 'field' | 'record' | 'view'>) {
  const value = valueOf(record, field.name);
  const kind = kindOf(field.type);
  return <div className={css.cellView}>{view ?? (isEmpty(value) ? <Hidden field={field} record={record} /> : <kind.View field={field} value={value} dense />)}</div>;
}

/** There is something, but not for this person. */
function Hidden({ field, record }: Pick<Props, 'field' | 'record'>) {
  const t = useText();
  return record.hidden?.includes(field.name) ? <span className={css.hidden} title={t('record.hidden_hint')}><Icon name="lock" size={13} />{t('record.hidden')}</span> : null;
}

/** A value where it is read: click (or E), change, leave. A refusal stays beside it in the server's words. */
export function InlineField({ object, field, record, cell, editing: wanted, onEditing, placeholder, view, edge }: Props) {
  const t = useText();
  const kind = kindOf(field.type);
  const value = valueOf(record, field.name);
  const editable = canEdit(object, field) && kind.Edit !== undefined;
  const [own, setOwn] = useState(false);
  const [draft, setDraft] = useState<Value>(value);
  const [fault, setFault] = useState<Fault | null>(null);
  const seen = useRef<Value>(value);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const closing = useRef(false);
  const gone = useRef(false);
  const refused = useRef(false);
  const id = useId();
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  const editing = editable && ((wanted ?? own) || fault !== null);

  useEditingTold(object.name, record.id, field.name, editing);

  const setEditing = useCallback((next: boolean) => {
    setOwn(next);
    onEditing?.(next);
  }, [onEditing]);

  useEffect(() => {
    if (!editing) return;
    if (refused.current) {
      refused.current = false; // opened again with what was typed
      return;
    }
    seen.current = value;
    setDraft(value);
    closing.current = false;
    // From the moment the editor opens: what another person saves meanwhile must not change the draft.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editing]);

  const close = (focus: boolean) => {
    setFault(null);
    setEditing(false);
    if (focus && !cell) requestAnimationFrame(() => button.current?.focus());
  };

  const save = (next: Value, focus: boolean) => {
    if (closing.current) return;
    if (sameValue(next, seen.current) && !fault) return close(focus);
    closing.current = true;
    close(focus);
    saveFields(record, { [field.name]: next }, { [field.name]: seen.current }).catch((error: unknown) => {
      // Scrolled away or left meanwhile: there is no place any more to say it beside.
      const conflict = isApiError(error) ? error.conflicts.find((one) => one.field === field.name) : undefined;
      if (gone.current) return openUnsaved({ record, field, yours: next, theirs: conflict?.theirs, message: messageFor(error, field.name) });
      seen.current = conflict ? conflict.theirs : seen.current;
      setFault({ message: messageFor(error, field.name), conflict });
      setDraft(next);
      refused.current = true;
      closing.current = false;
      setEditing(true);
    });
  };

  const leave = (event: FocusEvent) => {
    const to = event.relatedTarget;
    // A choice list lies outside the cell but belongs to it.
    if (to instanceof Node && (box.current?.contains(to) || (to instanceof Element && to.closest('[data-portal], .mantine-Combobox-dropdown')))) return;
    if (fault && sameValue(draft, fault.conflict?.yours ?? draft) && fault.conflict) return; // the choice between two values waits
    if (fault && sameValue(draft, seen.current)) return close(false);
    if (!fault) save(draft, false);
  };

  const Edit = kind.Edit;
  if (editing && Edit) {
    return (
      <div ref={box} className={cell ? css.cellEdit : css.edit} onBlur={leave} data-editing>
        <Edit
          field={field} value={draft} onChange={(next) => { setDraft(next); if (fault && !fault.conflict) setFault({ ...fault }); }} id={id} label={field.label} invalid={fault !== null} autoFocus describedBy={fault ? `${id}-fault` : undefined}
          onDone={(next) => save(next === undefined ? draft : next, true)} onCancel={() => { closing.current = true; close(true); }}
        />
        {fault && (
          <div className={cell ? css.faultBelow : css.fault} data-edge={edge || undefined} id={`${id}-fault`} role="alert">
            <span><Icon name="alert" size={14} />{fault.message}</span>
            {fault.conflict && (
              <div className={css.two}>
                <div><small>{t('record.yours')}</small><Shown field={field} value={fault.conflict.yours} /><Button size="small" onMouseDown={(event) => event.preventDefault()} onClick={() => { const mine = fault.conflict?.yours ?? null; setFault(null); save(mine, true); }}>{t('record.keep_yours')}</Button></div>
                <div><small>{t('record.theirs')}</small><Shown field={field} value={fault.conflict.theirs} /><Button size="small" onMouseDown={(event) => event.preventDefault()} onClick={() => { closing.current = true; close(true); }}>{t('record.take_theirs')}</Button></div>
              </div>
            )}
          </div>
        )}
      </div>
    );
  }

  const shown = view ?? (isEmpty(value) && record.hidden?.includes(field.name) ? <Hidden field={field} record={record} /> : isEmpty(value) ? <span className={css.empty}>{cell ? null : (placeholder ?? (editable ? t('record.add') : '–'))}</span> : <kind.View field={field} value={value} dense={cell ?? false} />);
  if (cell) return <div className={css.cellView}>{shown}</div>;
  if (!editable) return <div className={css.view}>{shown}</div>;
  // A link inside is followed by its own click; the pencil beside it edits.
  if (kind.acts && !isEmpty(value)) {
    return (
      <div className={css.view} data-editable>
        {shown}
        <button ref={button} type="button" className={css.pencil} aria-label={t('record.edit_field', { field: field.label })} onClick={() => setEditing(true)}><Icon name="pencil" size={13} /></button>
      </div>
    );
  }
  return (
    <button ref={button} type="button" className={css.view} data-editable aria-label={t('record.edit_field', { field: field.label })} aria-describedby={`${id}-value`} onClick={() => setEditing(true)}>
      <span id={`${id}-value`} className={css.value}>{shown}</span>
    </button>
  );
}

export function Shown({ field, value }: { field: Field; value: Value }) {
  const t = useText();
  const kind = kindOf(field.type);
  return isEmpty(value) ? <span className="faint">{t('record.nothing')}</span> : <kind.View field={field} value={value} />;
}
