import { useText } from '~/app/i18n';
import { Button, Icon, IconButton, Select } from '~/ui';
import { metaField } from './metadata';
import type { TabProps } from './ObjectPage';
import { problemOf } from './problems';
import { SaveBar } from './SaveBar';
import { settingsOf } from './types';
import { useObjectDraft } from './useObjectDraft';
import css from './objects.module.css';

/** What lists are found and sorted by quickly: each field's own index, and those of several fields together. */
export function IndexesTab({ metadata, object }: TabProps) {
  const t = useText();
  const draft = useObjectDraft(metadata, object, (one) => ({ indexes: one.indexes ?? [] }));
  const indexes = draft.value.indexes ?? [];
  const nameOf = (name: string) => metaField(object, name)?.label ?? name;
  const there = object.fields.filter((field) => !field.retired && settingsOf(field.type).index);
  const put = (at: number, fields: string[]) => draft.set({ indexes: indexes.map((one, index) => (index === at ? fields : one)) });
  return (
    <>
      <p className={css.lead}>{t('indexes.hint')}</p>
      <section className={css.section} aria-label={t('indexes.single')}>
        <h2>{t('indexes.single')}</h2>
        <p>{there.filter((field) => field.index || field.unique).map((field) => field.label).join(', ') || t('settings.nothing_yet')}</p>
        <p className={css.small}>{t('indexes.single_hint')}</p>
      </section>
      <h2 className={css.part}>{t('indexes.several')}</h2>
      <div className={css.layout}>
        {indexes.map((fields, index) => (
          <section key={index} className={css.section} aria-label={t('indexes.named', { place: index + 1 })}>
            <div className={css.index}>
              {fields.map((name, at) => (
                <span key={name} className={css.indexField}>{at > 0 && <Icon name="chevron-right" size={13} />}{nameOf(name)}<IconButton icon="x" size="small" label={t('settings.remove', { name: nameOf(name) })} onClick={() => put(index, fields.filter((one) => one !== name))} /></span>
              ))}
              {fields.length < 4 && <Select key={fields.join()} aria-label={t('indexes.add_to', { place: index + 1 })} placeholder={t('columns.add')} searchable value={null} data={there.filter((field) => !fields.includes(field.name)).map((field) => ({ value: field.name, label: field.label }))} onChange={(name) => name && put(index, [...fields, name])} />}
              <IconButton icon="trash" size="small" label={t('indexes.remove', { place: index + 1 })} onClick={() => draft.set({ indexes: indexes.filter((_, at) => at !== index) })} />
            </div>
            {problemOf(draft.error, `indexes.${index}`, `indexes[${index}]`) && <p className={css.fault} role="alert">{problemOf(draft.error, `indexes.${index}`, `indexes[${index}]`)}</p>}
          </section>
        ))}
        <Button icon="plus" onClick={() => draft.set({ indexes: [...indexes, []] })}>{t('indexes.new')}</Button>
      </div>
      <SaveBar draft={draft} shown={indexes.flatMap((_, index) => [`indexes.${index}`, `indexes[${index}]`])} />
    </>
  );
}
