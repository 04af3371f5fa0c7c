import { useText } from '~/app/i18n';
import { Button, Empty, IconButton, Select } from '~/ui';
import { FormulaEditor } from './FormulaEditor';
import { LabelsInput } from './LabelsInput';
import { labelIn, type MetaRule } from './metadata';
import type { TabProps } from './ObjectPage';
import { without } from '../without';
import { problemOf } from './problems';
import { SaveBar } from './SaveBar';
import { useObjectDraft } from './useObjectDraft';
import css from './objects.module.css';

/** What a record must not be: a formula that tells the wrong ones, and the words that are said then. */
export function RulesTab({ metadata, object }: TabProps) {
  const t = useText();
  const draft = useObjectDraft(metadata, object, (one) => ({ rules: one.rules ?? [] }));
  const rules = draft.value.rules ?? [];
  const change = (at: number, part: Partial<MetaRule>) => draft.set({ rules: rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)) });
  const fields = object.fields.filter((field) => !field.retired && field.type !== 'json').map((field) => ({ value: field.name, label: field.label }));
  const add = () => {
    let number = rules.length + 1;
    while (rules.some((rule) => rule.name === `rule_${number}`)) number += 1;
    draft.set({ rules: [...rules, { name: `rule_${number}`, formula: '', labels: {} }] });
  };
  return (
    <>
      <div className={css.bar}><p className={css.lead}>{t('rules.hint')}</p><Button look="primary" icon="plus" onClick={add}>{t('rules.new')}</Button></div>
      {rules.length === 0 && <Empty icon="shield" title={t('rules.none')}>{t('rules.none_hint')}</Empty>}
      <div className={css.layout}>
        {rules.map((rule, index) => {
          const problem = (member: string) => problemOf(draft.error, `rules.${index}.${member}`, `rules[${index}].${member}`, ...(rules.length === 1 ? [`rules.${member}`, 'rules'] : []));
          return (
            <section key={rule.name} className={css.section} aria-label={labelIn(rule.labels) || t('rules.named', { place: index + 1 })}>
              <div className={css.sectionHead}><h2>{t('rules.named', { place: index + 1 })}</h2><IconButton icon="trash" size="small" label={t('settings.remove', { name: labelIn(rule.labels) || t('rules.named', { place: index + 1 }) })} onClick={() => draft.set({ rules: rules.filter((_, at) => at !== index) })} /></div>
              <FormulaEditor object={object.name} label={t('rules.formula')} hint={t('rules.formula_hint')} value={rule.formula} onChange={(formula) => change(index, { formula })} problem={problem('formula')} sample={false} />
              <LabelsInput label={t('rules.message')} required value={rule.labels} onChange={(labels) => change(index, { labels })} problem={(language) => problem(`labels.${language}`)} />
              <Select label={t('rules.beside')} clearable searchable placeholder={t('rules.beside_none')} value={rule.field ?? null} error={problem('field')} data={fields} onChange={(field) => draft.set({ rules: rules.map((one, at) => (at === index ? { ...without(rule, 'field'), ...(field ? { field } : {}) } : one)) })} />
            </section>
          );
        })}
      </div>
      <SaveBar draft={draft} shown={rules.flatMap((_, index) => [`rules.${index}`, `rules[${index}]`]).concat(rules.length === 1 ? ['rules'] : [])} />
    </>
  );
}
