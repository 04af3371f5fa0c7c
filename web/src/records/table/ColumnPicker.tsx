import { useId, useState } from 'react';
import type { Field, ObjectType } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { Button, Icon } from '~/ui';
import { Popover } from '~/ui/overlays';
import { columnField, isReference, useObjects } from '../objects';
import type { Column } from '../views/state';
import { shownColumns, toColumns } from './layout';
import css from './columns.module.css';

interface Group {
  label: string;
  over?: Field;
  fields: Field[];
}

const shows = (field: Field): boolean => field.type !== 'json' && field.format !== 'tags';
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Which columns a list has: the object's fields, and behind each reference those of what it leads to. */
export function ColumnPicker({ object, columns, onColumns }: { object: ObjectType; columns: Column[] | undefined; onColumns: (columns: Column[] | undefined) => void }) {
  const t = useText();
  const id = useId();
  const objects = useObjects();
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const shown = shownColumns(objects, object, columns);
  const wanted = folded(words.trim());
  const fits = (field: Field) => folded(field.label).includes(wanted);
  const groups: Group[] = [
    { label: object.label, fields: object.fields.filter((field) => field.type !== 'json') },
    ...object.fields.filter((field) => isReference(field) && !field.many).map((over): Group => {
      const target = objects.find((one) => one.name === over.to);
      return { label: over.label, over, fields: (target?.fields ?? []).filter(shows).flatMap((field) => columnField(objects, object, `${over.name}.${field.name}`) ?? []) };
    }).filter((group) => group.fields.length > 0),
  ];
  const toggle = (field: Field, on: boolean) => onColumns(on ? [...toColumns(shown), { field: field.name }] : toColumns(shown.filter((one) => one.field.name !== field.name)));
  return (
    <Popover
      label={t('table.columns')} open={open} onChange={(next) => { setOpen(next); setWords(''); }} width={320} align="end"
      target={<Button look="quiet" size="small" icon="columns" className={css.button} aria-expanded={open} onClick={() => setOpen(!open)}>{t('table.columns')}</Button>}
    >
      <div className={css.picker}>
        <label className={css.search}><Icon name="search" size={14} /><input type="search" value={words} data-autofocus placeholder={t('columns.search')} aria-label={t('columns.search')} onChange={(event) => setWords(event.currentTarget.value)} /></label>
        <div className={css.list}>
          {groups.map(({ label, over, fields }) => {
            const key = over?.name ?? '';
            const found = wanted ? fields.filter(fits) : fields;
            const chosen = fields.filter((field) => shown.some((one) => one.field.name === field.name)).length;
            const isOpen = !over || wanted !== '' || unfolded.has(key);
            if (found.length === 0) return null;
            return (
              <div key={key} role="group" aria-labelledby={`${id}-${key}`}>
                {over ? (
                  <button type="button" id={`${id}-${key}`} className={css.over} aria-expanded={isOpen} onClick={() => setUnfolded((before) => { const after = new Set(before); if (!after.delete(key)) after.add(key); return after; })}>
                    <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={14} />{t('columns.of', { field: label })}{chosen > 0 && <span className={css.chosen}>{chosen}</span>}
                  </button>
                ) : <span id={`${id}-${key}`} className="visually-hidden">{label}</span>}
                {isOpen && found.map((field) => {
                  const on = shown.some((one) => one.field.name === field.name);
                  const name = over ? field.label.slice(over.label.length + 3) : field.label;
                  return (
                    <label key={field.name} className={css.one} data-deep={over ? true : undefined}>
                      <input type="checkbox" checked={on} disabled={field.name === object.title} aria-label={field.label} onChange={(event) => toggle(field, event.currentTarget.checked)} /><span className="truncate">{name}</span>
                    </label>
                  );
                })}
              </div>
            );
          })}
          {groups.every((group) => !group.fields.some(fits)) && <p className="faint">{t('columns.none')}</p>}
        </div>
        {columns && <Button size="small" look="quiet" icon="undo" onClick={() => onColumns(undefined)}>{t('columns.reset')}</Button>}
      </div>
    </Popover>
  );
}
