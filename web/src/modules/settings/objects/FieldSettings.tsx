import { useId } from 'react';
import type { Value } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { kindOf } from '~/fields';
import type { FieldType } from '~/app/api/types';
import { NumberInput, Select, Switch } from '~/ui';
import { FormulaEditor } from './FormulaEditor';
import { LabelsInput } from './LabelsInput';
import { labelIn, plainField, type FieldChange, type MetaObject, type MetaType } from './metadata';
import { OptionsEditor } from './OptionsEditor';
import { RollupEditor } from './RollupEditor';
import { settingsOf } from './types';
import css from './objects.module.css';

export type FieldDraft = FieldChange & { type: MetaType };

interface Props {
  object: MetaObject;
  objects: MetaObject[];
  draft: FieldDraft;
  saved: FieldDraft | null;
  set: (change: Partial<FieldDraft>) => void;
  problem: (...names: string[]) => string | undefined;
  /** A shipped field's nature is its module's: its words, order and duties may change. */
  shipped: boolean;
}

/** What may be said of a field of this type, and nothing else. */
export function FieldSettings({ object, objects, draft, saved, set, problem, shipped }: Props) {
  const t = useText();
  const has = settingsOf(draft.type);
  const switches = ([['required', has.required], ['unique', has.unique], ['index', has.index], ['search', has.search]] as const).filter(([, shown]) => shown);
  const targets = objects.filter((one) => !one.retired && !one.system).map((one) => ({ value: one.name, label: one.label }));
  return (
    <>
      {draft.type === 'relation' && !saved && (
        <div className={css.grid}>
          <Select label={t('relations.to')} searchable allowDeselect={false} value={draft.to ?? null} error={problem('to')} data={targets} onChange={(to) => to && set({ to })} />
          <Select label={t('relations.how_many')} allowDeselect={false} value={draft.many ? 'many' : 'one'} error={problem('many')} data={[{ value: 'one', label: t('relations.one') }, { value: 'many', label: t('relations.many') }]} onChange={(next) => set({ many: next === 'many' })} />
        </div>
      )}
      {(draft.type === 'relation' || (draft.type === 'user' && saved?.inverse_labels)) && (
        <LabelsInput label={t('relations.inverse', { object: objects.find((one) => one.name === draft.to)?.label ?? t('relations.other') })} required value={draft.inverse_labels ?? {}} onChange={(inverse_labels) => set({ inverse_labels })} problem={(language) => problem(`inverse_labels.${language}`) ?? (language === 'en' ? problem('inverse', 'inverse_labels') : undefined)} />
      )}
      {has.options && <OptionsEditor value={draft.options ?? []} saved={saved?.options ?? []} onChange={(options) => set({ options })} problem={problem('options')} />}
      {draft.type === 'formula' && <FormulaEditor object={object.name} label={t('formulas.title')} hint={t('formulas.hint')} value={draft.formula ?? ''} onChange={(formula) => set({ formula })} problem={problem('formula')} />}
      {draft.type === 'rollup' && <RollupEditor object={object} objects={objects} value={draft.rollup ?? { related: object.related[0]?.name ?? '', function: 'count' }} onChange={(rollup) => set({ rollup })} problem={(name) => problem(name)} />}
      {has.range && !shipped && (
        <div className={css.grid}>
          <NumberInput label={t('settings.min')} value={draft.min ?? ''} error={problem('min')} onChange={(min) => set({ min: min === '' ? null : Number(min) })} />
          <NumberInput label={t('settings.max')} value={draft.max ?? ''} error={problem('max')} onChange={(max) => set({ max: max === '' ? null : Number(max) })} />
        </div>
      )}
      {has.format && !shipped && (!draft.format || has.format.includes(draft.format)) && (
        <Select label={t('settings.format')} clearable placeholder={t('settings.format.none')} value={draft.format ?? null} error={problem('format')} data={has.format.map((value) => ({ value, label: t(`settings.format.${value}`) }))} onChange={(format) => set({ format })} />
      )}
      {switches.length > 0 && (
        <div className={css.switches}>
          {switches.map(([name]) => (
            <Switch key={name} label={t(`settings.${name}`)} description={t(`settings.${name}_hint`)} checked={draft[name] === true} error={problem(name)} onChange={(event) => set({ [name]: event.currentTarget.checked })} />
          ))}
        </div>
      )}
      {has.default && <DefaultInput draft={draft} set={set} problem={problem('default')} />}
    </>
  );
}

/** What a new record has from the start, written with the type's own editor. */
function DefaultInput({ draft, set, problem }: { draft: FieldDraft; set: (change: Partial<FieldDraft>) => void; problem: string | undefined }) {
  const t = useText();
  const id = useId();
  const own = settingsOf(draft.type).default;
  const { Edit } = kindOf(draft.type as FieldType);
  const given = draft.default ?? null;
  if (own && own !== 'value') {
    return <Switch label={t(`settings.default.${own}`)} checked={given === own} error={problem} onChange={(event) => set({ default: event.currentTarget.checked ? own : null })} />;
  }
  if (!Edit) return null;
  const field = plainField({ name: 'default', label: t('settings.default'), ...draft, options: (draft.options ?? []).filter((option) => labelIn(option.labels) && !option.value.startsWith('+')) });
  if (draft.type === 'boolean') return <Switch label={t('settings.default.yes')} checked={given === true} error={problem} onChange={(event) => set({ default: event.currentTarget.checked })} />;
  return (
    <div className={css.default}>
      <label className={css.caption} htmlFor={id}>{t('settings.default')}</label>
      <Edit key={draft.type} id={id} field={field} value={given as Value} label={t('settings.default')} invalid={problem !== undefined} describedBy={`${id}-hint`} onChange={(value) => set({ default: value })} onDone={(value) => { if (value !== undefined) set({ default: value }); }} onCancel={() => undefined} />
      <p className={problem ? css.fault : css.small} id={`${id}-hint`}>{problem ?? t('settings.default_hint')}</p>
    </div>
  );
}
