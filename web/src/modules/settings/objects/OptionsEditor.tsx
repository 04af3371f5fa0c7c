import { useId } from 'react';
import { languages, nameOfLanguage, useText } from '~/app/i18n';
import { Button, IconButton, join, Menu, Tag } from '~/ui';
import { moved, SortArea, SortItem, SortList } from '~/ui/Sortable';
import { labelIn, type MetaOption } from './metadata';
import css from './objects.module.css';

/** Colours an option may have, by name: what they look like is the app's matter, light or dark. */
export const colours = ['grey', 'green', 'blue', 'purple', 'pink', 'red', 'orange', 'yellow'] as const;
/** An option just added has a name of its own here until the server gives it one. */
const fresh = '+';
export const toSend = (options: MetaOption[]): Partial<MetaOption>[] => options.map(({ value, labels, colour, retired }) => ({ ...(value.startsWith(fresh) ? {} : { value }), labels, ...(colour ? { colour } : {}), ...(retired ? { retired } : {}) }));

/** What can be chosen: order, words in each language, colour; one in use is retired and not lost. */
export function OptionsEditor({ value, saved, onChange, problem }: { value: MetaOption[]; saved: MetaOption[]; onChange: (options: MetaOption[]) => void; problem?: string | undefined }) {
  const t = useText();
  const id = useId();
  const ids = value.map((option) => option.value);
  const set = (index: number, change: Partial<MetaOption>) => onChange(value.map((option, at) => (at === index ? { ...option, ...change } : option)));
  const isSaved = (option: MetaOption) => saved.some((one) => one.value === option.value);
  return (
    <div className={css.options} role="group" aria-labelledby={`${id}-title`}>
      <div className={css.optionsHead} id={`${id}-title`}>{t('settings.options')}</div>
      <SortArea
        lists={[{ list: 'options', ids }]} nameOf={(one) => labelIn(value[ids.indexOf(one)]?.labels) || t('settings.new_option')}
        onMove={(one, to) => onChange((moved([{ list: 'options', ids }], one, to)[0]?.ids ?? []).flatMap((key) => value[ids.indexOf(key)] ?? []))}
      >
        <SortList list="options" label={t('settings.options')} empty={t('settings.no_options')}>
          {value.map((option, index) => (
            <SortItem key={ids[index]} id={ids[index] ?? ''} list="options" index={index}>
              <Menu align="start" label={t('settings.colour')} target={<button type="button" className={css.swatch} data-colour={option.colour ?? 'grey'} aria-label={t('settings.colour_of', { name: labelIn(option.labels), colour: t(`colour.${option.colour ?? 'grey'}`) })} />}
                items={colours.map((colour) => ({ label: t(`colour.${colour}`), on: (option.colour ?? 'grey') === colour, onSelect: () => set(index, { colour }) }))} />
              <div className={css.optionLabels}>
                {languages.map((language) => (
                  <input key={language} className={join(css.optionInput, option.retired && css.retired)} lang={language} placeholder={nameOfLanguage(language)} aria-label={t('settings.option_in', { place: index + 1, language: nameOfLanguage(language) })} value={option.labels[language] ?? ''}
                    onChange={(event) => set(index, { labels: { ...option.labels, [language]: event.currentTarget.value } })} />
                ))}
              </div>
              {option.retired && <Tag>{t('settings.retired')}</Tag>}
              {isSaved(option)
                ? <IconButton icon={option.retired ? 'refresh' : 'trash'} size="small" label={t(option.retired ? 'settings.restore_named' : 'settings.retire_named', { name: labelIn(option.labels) })} onClick={() => set(index, { retired: !option.retired })} />
                : <IconButton icon="x" size="small" label={t('settings.remove', { name: labelIn(option.labels) || t('settings.new_option') })} onClick={() => onChange(value.filter((_, at) => at !== index))} />}
            </SortItem>
          ))}
        </SortList>
      </SortArea>
      {problem && <p className={css.fault} role="alert">{problem}</p>}
      <Button size="small" icon="plus" onClick={() => onChange([...value, { value: `${fresh}${Date.now()}`, labels: {} }])}>{t('settings.add_option')}</Button>
    </div>
  );
}
