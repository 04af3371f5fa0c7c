import { useNavigate } from '@tanstack/react-router';
import { Fragment, useId, useRef, useState, type FormEvent } from 'react';
import { isApiError } from '~/app/api/errors';
import type { Field, Fields, ObjectType, Value } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { closeOverlay, openCreate } from '~/app/shell/overlay';
import { isEmpty, kindOf } from '~/fields';
import { Button, Icon, iconNamed, ProblemNote, toast } from '~/ui';
import { Modal } from '~/ui/overlays';
import { createRecord } from './data';
import { isShown, sectionsOf } from './layout';
import { LookAlikes } from './LookAlikes';
import { useObject, useObjects } from './objects';
import { recordPath } from './paths';
import css from './create.module.css';

/** What people make most, in order; the rest follows as the server lists it. */
const usual = ['account', 'contact', 'deal', 'activity', 'note', 'order', 'subscription'];

export function CreateDialog({ object, fields, then }: { object?: string | undefined; fields?: Fields | undefined; then?: ((id: string) => void) | undefined }) {
  const t = useText();
  const type = useObject(object ?? '');
  return (
    <Modal open onClose={closeOverlay} title={type ? t('record.new', { object: type.label.toLowerCase() }) : t('shell.create')} wide={false}>
      {object === undefined ? <Chooser /> : type && <CreateForm key={object} object={type} given={fields ?? {}} then={then} />}
    </Modal>
  );
}

function Chooser() {
  const objects = useObjects();
  const at = (name: string) => { const index = usual.indexOf(name); return index < 0 ? usual.length : index; };
  const shown = objects.filter((object) => object.rights.create && (usual.includes(object.name) || (object.custom && !object.hidden))).sort((one, other) => at(one.name) - at(other.name));
  return (
    <div className={css.chooser}>
      {shown.map((object, index) => (
        <button key={object.name} type="button" autoFocus={index === 0} data-autofocus={index === 0 || undefined} onClick={() => openCreate(object.name)}
          onKeyDown={(event) => {
            const next = event.key === 'ArrowDown' || event.key === 'j' ? event.currentTarget.nextElementSibling : event.key === 'ArrowUp' || event.key === 'k' ? event.currentTarget.previousElementSibling : null;
            if (next instanceof HTMLElement) { event.preventDefault(); next.focus(); }
          }}>
          <Icon name={iconNamed(object.icon)} />{object.label}
        </button>
      ))}
    </div>
  );
}

const mayWrite = (field: Field): boolean => !field.read_only && field.writable !== false && isShown(field);

/** The few fields that matter first, or those an administrator has laid out, in that order; all others one click away. */
function firstFields(object: ObjectType, given: Fields): Field[] {
  const writable = object.fields.filter(mayWrite);
  const laid = sectionsOf(object).flatMap((section) => section.fields.map((field) => field.name));
  const wanted = new Set([object.title, ...(laid.length > 0 ? laid : object.list)]);
  const place = (field: Field) => (laid.includes(field.name) ? laid.indexOf(field.name) : laid.length);
  return writable.filter((field) => field.required || wanted.has(field.name) || !isEmpty(given[field.name]))
    .sort((one, other) => Number(other.name === object.title) - Number(one.name === object.title) || (laid.length > 0 ? place(one) - place(other) : Number(other.required ?? false) - Number(one.required ?? false)));
}

function CreateForm({ object, given, then }: { object: ObjectType; given: Fields; then?: ((id: string) => void) | undefined }) {
  const t = useText();
  const navigate = useNavigate();
  const { user } = useSession();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Fields>(() => ({
    ...Object.fromEntries(object.fields.flatMap((field) => (field.default === undefined || field.default === null || field.default === 'today' || field.default === 'now' ? [] : [[field.name, field.default === 'me' ? user.id : field.default]]))),
    ...given,
  }));
  const [all, setAll] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const first = firstFields(object, given);
  const rest = object.fields.filter((field) => mayWrite(field) && !first.includes(field));
  const headings = new Map(sectionsOf(object, [object.title]).flatMap((section) => { const at = section.fields.find((field) => first.includes(field)); return at && section.label ? [[at.name, section.label] as const] : []; }));
  const set = (name: string, value: Value) => setValues((before) => ({ ...before, [name]: value }));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const record = await createRecord(object.name, Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value))));
      closeOverlay();
      toast.say(t('record.created', { object: object.label }));
      if (then) then(record.id);
      else if (object.custom || object.name === 'account' || object.name === 'contact' || object.name === 'deal') void navigate({ to: recordPath(object.name, record.id) });
    } catch (failure) {
      setError(failure);
      setBusy(false);
      if (isApiError(failure) && failure.fields.some((problem) => rest.some((field) => field.name === problem.field))) setAll(true);
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
    }
  };
  const problem = (name: string) => (isApiError(error) ? error.forField(name) : undefined);
  const homeless = error !== null && !(isApiError(error) && error.fields.length > 0 && error.fields.every((one) => [...first, ...rest].some((field) => field.name === one.field)));
  return (
    <form ref={form} className={css.form} onSubmit={(event) => void save(event)} noValidate>
      {[...first, ...(all ? rest : [])].map((field, index) => {
        const { Edit } = kindOf(field.type);
        if (!Edit) return null;
        const fault = problem(field.name);
        const key = `${id}-${field.name}`;
        return (
          <Fragment key={field.name}>
          {headings.has(field.name) && <h3 className={css.heading}>{headings.get(field.name)}</h3>}
          <div className={css.row} data-long={field.type === 'long_text' || field.type === 'rich_text' || undefined}>
            <label htmlFor={key}>{field.label}{field.required && <span className={css.must} aria-hidden>*</span>}</label>
            <div>
              <Edit id={key} field={field} value={values[field.name] ?? null} autoFocus={index === 0} invalid={fault !== undefined} describedBy={fault ? `${key}-fault` : undefined}
                onChange={(value) => set(field.name, value)} onDone={(value) => { if (value !== undefined) set(field.name, value); else form.current?.requestSubmit(); }} onCancel={closeOverlay} />
              {fault && <p className={css.fault} id={`${key}-fault`} role="alert">{fault}</p>}
            </div>
          </div>
          </Fragment>
        );
      })}
      <LookAlikes object={object.name} values={values} />
      {homeless && <ProblemNote error={error} />}
      <div className={css.foot}>
        {rest.length > 0 && <Button look="quiet" size="small" aria-expanded={all} onClick={() => setAll(!all)}>{t(all ? 'record.fewer_fields' : 'record.all_fields')}</Button>}
        <span>
          <Button look="quiet" onClick={closeOverlay}>{t('ui.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>{t('record.create')}</Button>
        </span>
      </div>
    </form>
  );
}
