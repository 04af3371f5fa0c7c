import { useId, useRef, useState, type FormEvent } from 'react';
import { isApiError } from '~/app/api/errors';
import type { Fields } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { closeOverlay, type Missing } from '~/app/shell/overlay';
import { kindOf } from '~/fields';
import { Button, ProblemNote, Skeletons } from '~/ui';
import { Modal } from '~/ui/overlays';
import { useRecord } from './data';
import { fieldOf, titleOf, useObject } from './objects';
import css from './create.module.css';

/** A change that is refused until other fields say something too: they are asked for where one is. */
export function MissingDialog({ record, problems, save, cancel }: Missing) {
  const t = useText();
  const object = useObject(record.object);
  const { data } = useRecord(record.object, record.id);
  return (
    <Modal open onClose={() => { cancel(); closeOverlay(); }} title={t('missing.title')}>
      {object && data ? (
        <>
          <p className={css.lead}>{t('missing.lead', { record: titleOf(object, data), count: problems.length })}</p>
          <MissingForm record={data} problems={problems} save={save} cancel={cancel} />
        </>
      ) : <Skeletons rows={3} />}
    </Modal>
  );
}

function MissingForm({ record, problems, save, cancel }: Missing) {
  const t = useText();
  const id = useId();
  const object = useObject(record.object);
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Fields>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const names = [...new Set([...problems, ...(isApiError(error) ? error.fields : [])].map((one) => one.field))];
  const fields = names.flatMap((name) => (object && fieldOf(object, name)) ?? []);
  const fault = (name: string) => (isApiError(error) ? error.forField(name) : problems.find((one) => one.field === name)?.message);
  const homeless = error !== null && !(isApiError(error) && error.fields.some((one) => names.includes(one.field)));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await save(values);
      closeOverlay();
    } catch (failure) {
      setError(failure);
      setBusy(false);
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
    }
  };
  return (
    <form ref={form} className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      {fields.map((field, index) => {
        const { Edit } = kindOf(field.type);
        const key = `${id}-${field.name}`;
        const words = fault(field.name);
        if (!Edit) return null;
        return (
          <div key={field.name} className={css.row} data-long={field.type === 'long_text' || field.type === 'rich_text' || undefined}>
            <label htmlFor={key}>{field.label}<span className={css.must} aria-hidden>*</span></label>
            <div>
              <Edit id={key} field={field} value={values[field.name] ?? record.fields[field.name] ?? null} autoFocus={index === 0} invalid={words !== undefined} describedBy={words ? `${key}-fault` : undefined}
                onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))} onDone={(value) => { if (value !== undefined) setValues((before) => ({ ...before, [field.name]: value })); else form.current?.requestSubmit(); }} onCancel={() => { cancel(); closeOverlay(); }} />
              {words && <p className={css.fault} id={`${key}-fault`}>{words}</p>}
            </div>
          </div>
        );
      })}
      {homeless && <ProblemNote error={error} />}
      <div className={css.foot}>
        <span>
          <Button look="quiet" onClick={() => { cancel(); closeOverlay(); }}>{t('ui.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>{t('missing.save')}</Button>
        </span>
      </div>
    </form>
  );
}
