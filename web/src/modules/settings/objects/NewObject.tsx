import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useText } from '~/app/i18n';
import { Button, Icon, IconButton, Modal, ProblemNote, Select, TextInput, toast } from '~/ui';
import { IconChooser } from './IconChooser';
import { LabelsInput } from './LabelsInput';
import { createObject, labelIn, type MetaType, type NewField } from './metadata';
import { elsewhere, problemOf } from './problems';
import { typeGroups, typesOf } from './types';
import { currentLanguage } from '~/app/i18n';
import css from './objects.module.css';

/** What the first fields can be without more to say of them. */
const plain: MetaType[] = typeGroups.filter((group) => group !== 'computed' && group !== 'other').flatMap(typesOf).filter((type) => type !== 'relation' && type !== 'select' && type !== 'multi_select');

interface First { label: string; type: MetaType }

/** A kind of records of one's own: what it is called, how it is drawn, its first fields. */
export function NewObject({ onClose }: { onClose: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const [labels, setLabels] = useState({});
  const [plurals, setPlurals] = useState({});
  const [icon, setIcon] = useState('box');
  const [fields, setFields] = useState<First[]>([]);
  const [name, setName] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const first: NewField[] = fields.filter((field) => field.label.trim() !== '').map((field) => ({ type: field.type, labels: { [currentLanguage()]: field.label.trim() } }));
    createObject({ labels, labels_plural: plurals, icon, ...(name ? { name } : {}), ...(first.length > 0 ? { fields: first } : {}) }).then((made) => {
      toast.say(t('settings.object_added', { name: labelIn(plurals) }));
      onClose();
      void navigate({ to: `/settings/objects/${made.name}` });
    }, setError).finally(() => setBusy(false));
  };
  const one = (at: number, change: Partial<First>) => setFields(fields.map((field, index) => (index === at ? { ...field, ...change } : field)));
  const spoken = (member: string) => (language: string) => problemOf(error, `${member}.${language}`) ?? (language === currentLanguage() ? problemOf(error, member) : undefined);
  return (
    <Modal open onClose={onClose} wide title={t('settings.new_object')}>
      <form className={css.form} onSubmit={submit} noValidate>
        <LabelsInput label={t('settings.one_of_them')} required autoFocus value={labels} onChange={(next) => { setLabels(next); setError(null); }} problem={spoken('labels')} />
        <LabelsInput label={t('settings.many_of_them')} required value={plurals} onChange={(next) => { setPlurals(next); setError(null); }} problem={spoken('labels_plural')} />
        <IconChooser value={icon} onChange={setIcon} />
        <div className={css.firsts}>
          <span className={css.caption}>{t('settings.first_fields')}</span>
          <p className={css.small}>{t('settings.first_fields_hint')}</p>
          {fields.map((field, index) => (
            <div key={index} className={css.first}>
              <TextInput aria-label={t('settings.field_name', { place: index + 1 })} placeholder={t('settings.label')} value={field.label} error={problemOf(error, `fields.${index}`, `fields[${index}]`)} onChange={(event) => one(index, { label: event.currentTarget.value })} />
              <Select aria-label={t('settings.field_type_of', { place: index + 1 })} searchable allowDeselect={false} value={field.type} data={plain.map((type) => ({ value: type, label: t(`field_type.${type}`) }))} onChange={(type) => type && one(index, { type: type as MetaType })} />
              <IconButton icon="x" label={t('settings.remove', { name: field.label || String(index + 1) })} onClick={() => setFields(fields.filter((_, at) => at !== index))} />
            </div>
          ))}
          <Button size="small" icon="plus" onClick={() => setFields([...fields, { label: '', type: 'text' }])}>{t('settings.add_field')}</Button>
        </div>
        <TextInput label={t('settings.api_name')} description={t('settings.api_name_hint')} value={name} error={problemOf(error, 'name')} spellCheck={false} onChange={(event) => { setName(event.currentTarget.value.trim()); setError(null); }} />
        <ProblemNote error={elsewhere(error, ['labels', 'labels_plural', 'name', 'fields'])} />
        <div className={css.foot}><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="submit" look="primary" busy={busy} disabled={labelIn(labels) === '' || labelIn(plurals) === ''}>{t('settings.create_object')}<Icon name="arrow-right" size={15} /></Button></div>
      </form>
    </Modal>
  );
}
