import { useId, useState } from 'react';
import type { Field, Filter, ObjectType, Value } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { kindOf, isEmpty } from '~/fields';
import { Button, Segmented, toast } from '~/ui';
import { Popover } from '~/ui/overlays';
import { Picker } from '~/ui/Picker';
import { canEdit, fieldOf } from '../objects';
import { cancelBulk, runBulk, type BulkChange, type BulkTarget } from './bulk';
import type { BulkJob } from './job';
import { everything, noSelection, sizeOf, type Selection } from './selection';
import css from '../list.module.css';

interface Props {
  object: ObjectType;
  selection: Selection;
  /** All that the view finds, where it is known exactly. */
  count: number | undefined;
  query: { filter?: Filter; search?: string };
  onSelect: (selection: Selection) => void;
}

/** What can be done to the chosen records, or to all that the view finds. */
export function BulkBar({ object, selection, count, query, onSelect }: Props) {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState<'edit' | 'assign' | 'tag' | null>(null);
  const [job, setJob] = useState<BulkJob | null>(null);
  const [busy, setBusy] = useState(false);
  const size = sizeOf(selection, count);
  const target = (): BulkTarget => {
    if (!selection.all) return { ids: [...selection.ids] };
    const but: Filter[] = selection.ids.size ? [{ field: 'id', op: 'not_in', value: [...selection.ids] }] : [];
    const parts = [...(query.filter ? [query.filter] : []), ...but];
    const [only] = parts;
    return { filter: only && parts.length === 1 ? only : { and: parts }, ...(query.search ? { search: query.search } : {}), ...(count === undefined ? {} : { count: size }) };
  };
  const run = (change: BulkChange) => {
    setOpen(null);
    setBusy(true);
    void runBulk(object.name, target(), change, setJob).then((done) => {
      setBusy(false);
      setJob(null);
      if (done) onSelect(noSelection);
    });
  };
  useShortcuts([
    ...(object.rights.bin ? [{ keys: 'delete', label: 'shortcut.bin', run: () => run({ bin: true }) }] : []),
    ...(object.rights.edit ? [{ keys: 'shift+e', label: 'shortcut.bulk_edit', run: () => setOpen('edit') }] : []),
  ]);
  const owner = fieldOf(object, 'owner');
  const assignable = owner && owner.to === 'user' && canEdit(object, owner) ? owner : undefined;
  const tagged = object.related.some((related) => related.name === 'tags') || fieldOf(object, 'tags') !== undefined;
  const toggle = (what: 'edit' | 'assign' | 'tag') => setOpen(open === what ? null : what);
  return (
    <div className={css.selection} role="region" aria-label={t('table.selection')}>
      <span>{t('table.selected', { count: size, number: format.number(size) })}</span>
      {busy ? (
        <>
          <progress className={css.progress} aria-label={t('bulk.working')} {...(job && job.total > 0 ? { value: job.processed, max: job.total } : {})} />
          {job && <span className="figures faint">{format.number(job.processed)} / {format.number(job.total)}</span>}
          {job && <Button size="small" onClick={() => void cancelBulk(job.id).catch(toast.fail)}>{t('ui.cancel')}</Button>}
        </>
      ) : (
        <>
          {!selection.all && count !== undefined && count > selection.ids.size && <Button size="small" look="quiet" onClick={() => onSelect(everything)}>{t('bulk.all', { count, number: format.number(count) })}</Button>}
          {object.rights.edit && (
            <Popover label={t('bulk.edit')} open={open === 'edit'} onChange={(next) => setOpen(next ? 'edit' : null)} width={320} target={<Button size="small" icon="pencil" onClick={() => toggle('edit')}>{t('bulk.edit')}</Button>}>
              <EditForm object={object} size={size} onRun={run} />
            </Popover>
          )}
          {assignable && (
            <Popover label={t('bulk.assign')} open={open === 'assign'} onChange={(next) => setOpen(next ? 'assign' : null)} width={260} target={<Button size="small" icon="user" onClick={() => toggle('assign')}>{t('bulk.assign')}</Button>}>
              <OneField field={{ ...assignable, required: true }} onValue={(value) => { if (typeof value === 'string') run({ assign: value }); }} />
            </Popover>
          )}
          {tagged && object.rights.edit && (
            <Popover label={t('bulk.tag')} open={open === 'tag'} onChange={(next) => setOpen(next ? 'tag' : null)} width={260} target={<Button size="small" icon="tag" onClick={() => toggle('tag')}>{t('bulk.tag')}</Button>}>
              <TagForm onRun={run} />
            </Popover>
          )}
          {object.rights.bin && <Button size="small" icon="trash" onClick={() => run({ bin: true })}>{t('record.bin')}</Button>}
          <Button size="small" look="quiet" icon="x" onClick={() => onSelect(noSelection)}>{t('table.unselect')}</Button>
        </>
      )}
    </div>
  );
}

function OneField({ field, onValue }: { field: Field; onValue: (value: Value) => void }) {
  const id = useId();
  const { Edit } = kindOf(field.type);
  return Edit ? <Edit id={id} field={field} value={null} label={field.label} autoFocus onChange={() => undefined} onDone={(value) => { if (value !== undefined) onValue(value); }} onCancel={() => undefined} /> : null;
}

/** One field, one value, for all of them. */
function EditForm({ object, size, onRun }: { object: ObjectType; size: number; onRun: (change: BulkChange) => void }) {
  const t = useText();
  const format = useFormat();
  const id = useId();
  const fields = object.fields.filter((field) => canEdit(object, field) && !field.unique && kindOf(field.type).Edit !== undefined);
  const [name, setName] = useState<string | null>(null);
  const [value, setValue] = useState<Value>(null);
  const field = fieldOf(object, name ?? '');
  const Edit = field && kindOf(field.type).Edit;
  const clears = isEmpty(value);
  return (
    <form className={css.bulkForm} onSubmit={(event) => { event.preventDefault(); if (field && !(clears && field.required)) onRun({ set: { [field.name]: value } }); }}>
      <Picker label={t('bulk.field')} placeholder={t('bulk.field')} autoFocus options={fields.map((one) => ({ value: one.name, label: one.label }))} value={name} onDone={(picked) => { if (typeof picked === 'string') { setName(picked); setValue(null); } }} />
      {field && Edit && <Edit key={field.name} id={id} field={field} value={value} label={t('bulk.value', { field: field.label })} autoFocus onChange={setValue} onDone={(next) => { if (next !== undefined) setValue(next); }} onCancel={() => undefined} />}
      {field && <Button look="primary" type="submit" disabled={clears && field.required}>{t(clears ? 'bulk.clear' : 'bulk.apply', { count: size, number: format.number(size) })}</Button>}
    </form>
  );
}

function TagForm({ onRun }: { onRun: (change: BulkChange) => void }) {
  const t = useText();
  const [text, setText] = useState('');
  const [how, setHow] = useState<'add' | 'remove'>('add');
  const tags = text.split(',').map((one) => one.trim()).filter(Boolean);
  return (
    <form className={css.bulkForm} onSubmit={(event) => { event.preventDefault(); if (tags.length) onRun(how === 'add' ? { add_tags: tags } : { remove_tags: tags }); }}>
      <Segmented label={t('bulk.tag')} value={how} onChange={setHow} choices={[{ value: 'add', label: t('bulk.tag_add') }, { value: 'remove', label: t('bulk.tag_remove') }]} />
      <input className={css.bulkText} aria-label={t('bulk.tags')} placeholder={t('filter.list_hint')} value={text} data-autofocus onChange={(event) => setText(event.currentTarget.value)} />
      <Button look="primary" type="submit" disabled={!tags.length}>{t(how === 'add' ? 'bulk.tag_add' : 'bulk.tag_remove')}</Button>
    </form>
  );
}
