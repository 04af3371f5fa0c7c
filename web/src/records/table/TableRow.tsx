import { Link } from '@tanstack/react-router';
import { memo, useState } from 'react';
import type { Field, ObjectType, Record_ } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { isEmpty, kindOf } from '~/fields';
import { Tag } from '~/ui';
import { CellValue, InlineField } from '../InlineField';
import { canEdit, titleOf } from '../objects';
import { recordPath } from '../paths';
import css from './table.module.css';

export type Cell = { row: number; column: number };
export const cellId = (at: Cell) => `cell-${at.row}-${at.column}`;

export interface RowActs {
  toggleAt: (line: number, range: boolean) => void;
  pick: (at: Cell, edits: boolean) => void;
  endEdit: (editing: boolean) => void;
  fold: (group: string) => void;
}

interface Props {
  object: ObjectType;
  columns: Field[];
  pinned: number;
  record: Record_;
  index: number;
  start: number;
  readOnly: boolean;
  /** The row that the keys act on, and its cell (-1: another row's). */
  on: boolean;
  here: number;
  editing: boolean;
  selected: boolean;
  acts: RowActs;
}

const none: ReadonlySet<number> = new Set();

/** One row. Drawn again only when something of its own changes, so that scrolling draws the new rows alone. */
export const TableRow = memo(function TableRow({ object, columns, pinned, record, index, start, readOnly, on, here, editing, selected, acts }: Props) {
  const t = useText();
  // A cell that has been edited keeps its editor: a refusal that comes late is said in it.
  const [edited, setEdited] = useState(none);
  if (editing && !edited.has(here)) setEdited(new Set([...edited, here]));
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={selected} className={css.row} data-on={on || undefined} data-selected={selected || undefined} data-editing={editing || undefined} data-gone={record.gone || undefined}
      style={{ transform: `translateY(${start}px)` }}>
      <div role="gridcell" className={css.check}>
        <input type="checkbox" tabIndex={-1} aria-label={t('table.select', { name: titleOf(object, record) })} checked={selected} onChange={() => undefined} onClick={(event) => acts.toggleAt(index, event.shiftKey)} />
      </div>
      {columns.map((field, column) => {
        const isHere = column === here;
        const at = { row: index, column };
        const may = !readOnly && canEdit(object, field);
        // A new one is new in all it says.
        const change = record.new ? undefined : record.changes?.find((one) => one.field === field.name);
        const view = field.name === object.title
          ? <>{record.new && <Tag tone="good">{t('since.new')}</Tag>}{record.gone && <Tag tone="warn">{t('since.gone')}</Tag>}{(record.new || record.gone) && ' '}<Link className={css.title} to={recordPath(object.name, record.id)} tabIndex={-1}>{titleOf(object, record)}</Link></>
          : undefined;
        const Was = kindOf(field.type).View;
        return (
          <div key={field.name} role="gridcell" id={cellId(at)} data-column={field.name} className={css.cell} data-here={isHere || undefined} data-changed={change ? true : undefined} data-align={kindOf(field.type).align} aria-readonly={!may || undefined}
            {...(column < pinned ? { 'data-pinned': column, style: { left: `var(--left-${column})` } } : {})}
            onClick={(event) => {
              // A list of choices that an editor opened lies elsewhere in the page, but its clicks come by here.
              if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target)) return;
              if (event.target.closest('a, [data-editing]')?.closest('[role=gridcell]')) return;
              if (!isHere || editing) acts.pick(at, false);
              else if (may) acts.pick(at, true);
            }}
            onDoubleClick={(event) => { if (may && event.target instanceof Element && event.currentTarget.contains(event.target)) acts.pick(at, true); }}>
            {change && !(isHere && editing) && <del className={css.was}><span className="visually-hidden">{t('since.was')} </span>{isEmpty(change.from) ? '–' : <Was field={field} value={change.from} dense />}</del>}
            {edited.has(column)
              ? <InlineField object={object} field={field} record={record} cell edge={column > columns.length / 2} editing={isHere && editing} onEditing={acts.endEdit} view={view} />
              : <CellValue field={field} record={record} view={view} />}
          </div>
        );
      })}
    </div>
  );
});
