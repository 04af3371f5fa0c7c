import { useRef, useState, type FormEvent } from 'react';
import { Link } from '@tanstack/react-router';
import { useText } from '~/app/i18n';
import { recordPath } from '~/records/paths';
import { Button, Icon, Modal, ProblemNote, TextInput, toast } from '~/ui';
import { useDraft } from '../useDraft';
import { without } from '../without';
import { FieldSettings, type FieldDraft } from './FieldSettings';
import { LabelsInput } from './LabelsInput';
import { addField, changeField, freshMetadata, labelIn, metaField, versionOf, type MetaField, type MetaObject, type Metadata, type MetaType, type NewField } from './metadata';
import { toSend } from './OptionsEditor';
import { elsewhere, problemOf, recordsIn } from './problems';
import { StaleNote } from './StaleNote';
import { settingsOf, typeGroups, typesOf } from './types';
import css from './objects.module.css';

const members = ['labels', 'hints', 'to', 'many', 'inverse', 'inverse_labels', 'options', 'formula', 'rollup', 'min', 'max', 'format', 'required', 'unique', 'index', 'search', 'default', 'name', 'type'];

/** A field's settings as the form holds them. */
function draftOf(field: MetaField): FieldDraft {
  const { type, labels, hints, required, unique, index, search, options, to, many, inverse_labels, min, max, format, formula, rollup } = field;
  return { type, labels, hints: hints ?? {}, required, unique, index, search, default: field.default ?? null, options, to, many, inverse_labels, min: min ?? null, max: max ?? null, format, formula, rollup };
}
const prepared = <T extends Partial<FieldDraft>>(change: T): T => (change.options ? { ...change, options: toSend(change.options) as never } : change);

interface Props {
  metadata: Metadata;
  object: MetaObject;
  onClose: () => void;
  /** The field is required now, and so many records lack it. */
  onLacking: (field: string, count: number) => void;
}

export function EditField({ metadata, object, field, onClose, onLacking }: Props & { field: MetaField }) {
  const t = useText();
  const lacking = useRef(0);
  const draft = useDraft<FieldDraft>({
    saved: { value: draftOf(field), version: versionOf(metadata, object) },
    send: async (change, version) => {
      const changed = await changeField(object.name, field.name, prepared(without(change, 'type')), version);
      lacking.current = changed.missing?.[field.name] ?? 0;
    },
    latest: async () => {
      const now = await freshMetadata();
      const there = now.objects.find((one) => one.name === object.name);
      const same = there && metaField(there, field.name);
      return there && same ? { value: draftOf(same), version: versionOf(now, there) } : undefined;
    },
  });
  const finish = (done: boolean) => {
    if (!done) return;
    toast.say(t('settings.saved'));
    onClose();
    if (lacking.current > 0) onLacking(field.name, lacking.current);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void draft.save().then(finish);
  };
  return (
    <Modal open onClose={onClose} wide title={t('settings.field_named', { name: field.label })}>
      <form className={css.form} onSubmit={submit} noValidate>
        <p className={css.what}><Icon name={settingsOf(field.type).icon} size={15} />{t(`field_type.${field.type}`)}<code>{field.name}</code></p>
        <StaleNote stale={draft.stale} busy={draft.busy} onMine={() => void draft.keepMine().then(finish)} onTheirs={draft.takeTheirs} />
        <FieldForm object={object} objects={metadata.objects} draft={draft.value} saved={draftOf(field)} set={draft.set} error={draft.error} shipped={!field.custom} />
        <div className={css.foot}><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="submit" look="primary" busy={draft.busy} disabled={!draft.dirty}>{t('settings.save')}</Button></div>
      </form>
    </Modal>
  );
}

export function AddField({ metadata, object, onClose, onLacking, only }: Props & { only?: MetaType }) {
  const t = useText();
  const [draft, setDraft] = useState<NewField | null>(only ? { type: only, labels: {} } : null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  if (!draft) return <Modal open onClose={onClose} wide title={t('settings.new_field')}><TypeChooser onChoose={(type) => setDraft({ type, labels: {}, ...(type === 'rollup' ? { rollup: { related: object.related[0]?.name ?? '', function: 'count' } } : {}), ...(settingsOf(type).options ? { options: [] } : {}) })} /></Modal>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const { hints, ...rest } = prepared(draft);
    const sent = Object.fromEntries(Object.entries({ ...rest, ...(hints && Object.keys(hints).length > 0 ? { hints } : {}) }).filter(([, value]) => value !== null && value !== undefined && value !== '')) as unknown as NewField;
    addField(object.name, sent).then((changed) => {
      toast.say(t('settings.field_added', { name: labelIn(draft.labels) }));
      onClose();
      for (const [field, count] of Object.entries(changed.missing ?? {})) if (count > 0 && !metaField(object, field)) onLacking(field, count);
    }, setError).finally(() => setBusy(false));
  };
  return (
    <Modal open onClose={onClose} wide title={t('settings.new_field_of', { type: t(`field_type.${draft.type}`).toLowerCase() })}>
      <form className={css.form} onSubmit={submit} noValidate>
        <FieldForm object={object} objects={metadata.objects} draft={draft} saved={null} set={(change) => { setDraft({ ...draft, ...change }); setError(null); }} error={error} shipped={false} />
        <TextInput label={t('settings.api_name')} description={t('settings.api_name_hint')} value={draft.name ?? ''} error={problemOf(error, 'name')} spellCheck={false} onChange={(event) => { const name = event.currentTarget.value.trim(); setDraft({ ...without(draft, 'name'), ...(name ? { name } : {}) }); }} />
        <div className={css.foot}>
          {!only && <Button look="quiet" onClick={() => { setDraft(null); setError(null); }}>{t('settings.other_type')}</Button>}
          <span><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="submit" look="primary" busy={busy} disabled={labelIn(draft.labels).trim() === ''}>{t('settings.add_field')}</Button></span>
        </div>
      </form>
    </Modal>
  );
}

/** The words of a field and what its type lets one say; each refusal beside what it is about. */
function FieldForm({ object, objects, draft, saved, set, error, shipped }: { object: MetaObject; objects: MetaObject[]; draft: FieldDraft; saved: FieldDraft | null; set: (change: Partial<FieldDraft>) => void; error: unknown; shipped: boolean }) {
  const t = useText();
  const problem = (...names: string[]) => problemOf(error, ...names);
  const records = recordsIn(error);
  return (
    <>
      <LabelsInput label={t('settings.label')} required autoFocus value={draft.labels ?? {}} onChange={(labels) => set({ labels })} problem={(language) => problem(`labels.${language}`) ?? (language === 'en' ? error && problemOf(error, 'labels') && !problem('labels.nb') ? problem('labels') : undefined : undefined)} />
      <FieldSettings object={object} objects={objects} draft={draft} saved={saved} set={set} problem={problem} shipped={shipped} />
      <LabelsInput label={t('settings.hint')} value={draft.hints ?? {}} onChange={(hints) => set({ hints })} problem={(language) => problem(`hints.${language}`)} />
      <ProblemNote error={elsewhere(error, members)} />
      {records.length > 0 && (
        <div className={css.breaking}>
          <p>{t('settings.breaking', { count: records.length })}</p>
          <ul>{records.map((record) => <li key={record.id}><Link className="link" to={recordPath(record.object || object.name, record.id)} target="_blank">{record.title}</Link></li>)}</ul>
        </div>
      )}
    </>
  );
}

function TypeChooser({ onChoose }: { onChoose: (type: MetaType) => void }) {
  const t = useText();
  return (
    <div className={css.types}>
      {typeGroups.map((group) => (
        <section key={group} aria-label={t(`settings.types.${group}`)}>
          <h3>{t(`settings.types.${group}`)}</h3>
          <ul>
            {typesOf(group).map((type) => (
              <li key={type}><button type="button" data-autofocus={type === 'text' || undefined} onClick={() => onChoose(type)}><Icon name={settingsOf(type).icon} size={16} /><span><b>{t(`field_type.${type}`)}</b><small>{t(`field_type.${type}.hint`)}</small></span></button></li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
