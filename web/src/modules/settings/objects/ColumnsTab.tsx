import { useText } from '~/app/i18n';
import { IconButton, Select } from '~/ui';
import { moved, SortArea, SortItem, SortList } from '~/ui/Sortable';
import { metaField } from './metadata';
import type { TabProps } from './ObjectPage';
import { SaveBar } from './SaveBar';
import { useObjectDraft } from './useObjectDraft';
import css from './objects.module.css';

/** What a list shows until somebody chooses other columns for themselves, and what a record is called by. */
export function ColumnsTab({ metadata, object }: TabProps) {
  const t = useText();
  const draft = useObjectDraft(metadata, object, (one) => ({ list: one.list, subtitle: one.subtitle, title: one.title }));
  const { list = [], subtitle = [], title = object.title } = draft.value;
  const there = object.fields.filter((field) => !field.retired);
  const nameOf = (name: string) => metaField(object, name)?.label ?? name;
  const choices = (without: string[]) => there.filter((field) => !without.includes(field.name)).map((field) => ({ value: field.name, label: field.label }));
  const ordered = (label: string, hint: string, value: string[], set: (names: string[]) => void, least: number) => (
    <section className={css.section} aria-label={label}>
      <h2>{label}</h2>
      <p className={css.small}>{hint}</p>
      <SortArea lists={[{ list: 'columns', ids: value }]} nameOf={nameOf} onMove={(id, to) => set(moved([{ list: 'columns', ids: value }], id, to)[0]?.ids ?? value)}>
        <SortList list="columns" label={label} empty={t('settings.nothing_yet')}>
          {value.map((name, index) => (
            <SortItem key={name} id={name} list="columns" index={index}>
              <span className={css.grow}>{nameOf(name)}</span>
              <IconButton icon="x" size="small" disabled={value.length <= least} label={t('settings.remove', { name: nameOf(name) })} onClick={() => set(value.filter((one) => one !== name))} />
            </SortItem>
          ))}
        </SortList>
      </SortArea>
      <Select key={value.join()} className={css.adder} aria-label={t('columns.add_to', { name: label })} placeholder={t('columns.add')} searchable value={null} data={choices(value)} onChange={(name) => name && set([...value, name])} />
    </section>
  );
  const callable = there.filter((field) => ['text', 'person_name', 'email', 'formula', 'phone', 'url', 'integer', 'date'].includes(field.type) || field.name === title);
  return (
    <>
      <div className={css.layout}>
        <section className={css.section} aria-label={t('columns.title')}>
          <Select label={t('columns.title')} description={t('columns.title_hint')} allowDeselect={false} value={title} data={callable.map((field) => ({ value: field.name, label: field.label }))} onChange={(name) => name && draft.set({ title: name })} />
        </section>
        {ordered(t('settings.object.columns'), t('columns.hint'), list, (names) => draft.set({ list: names }), 1)}
        {ordered(t('columns.subtitle'), t('columns.subtitle_hint'), subtitle, (names) => draft.set({ subtitle: names }), 0)}
      </div>
      <SaveBar draft={draft} />
    </>
  );
}
