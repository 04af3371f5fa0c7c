import { useText } from '~/app/i18n';
import type { Labels } from '~/app/api/types';
import { Button, IconButton } from '~/ui';
import { moved, SortArea, SortItem, SortList } from '~/ui/Sortable';
import { LabelsInput } from './LabelsInput';
import { labelIn, metaField, type MetaObject } from './metadata';
import type { TabProps } from './ObjectPage';
import { SaveBar } from './SaveBar';
import { useObjectDraft } from './useObjectDraft';
import { problemOf } from './problems';
import css from './objects.module.css';

const rest = 'rest';
interface Part { labels: Labels; fields: string[] }
const partsOf = (object: MetaObject): Part[] => (object.layout?.sections ?? []).map((section) => ({ labels: section.labels ?? {}, fields: section.fields }));

/** Which fields stand together on a record's page and in its forms, and in which order. */
export function LayoutTab({ metadata, object }: TabProps) {
  const t = useText();
  const draft = useObjectDraft(metadata, object, (one) => ({ layout: { sections: partsOf(one) } }));
  const sections = (draft.value.layout?.sections ?? []) as Part[];
  const shown = object.fields.filter((field) => !field.retired && !field.hidden && field.type !== 'json' && field.name !== object.title).map((field) => field.name);
  const used = new Set(sections.flatMap((section) => section.fields));
  // A field retired since stands in no list; its place is kept until the layout is saved anew.
  const lists = [...sections.map((section, index) => ({ list: String(index), ids: section.fields.filter((name) => shown.includes(name)) })), { list: rest, ids: shown.filter((name) => !used.has(name)) }];
  const nameOf = (name: string) => metaField(object, name)?.label ?? name;
  const put = (next: Part[]) => draft.set({ layout: { sections: next } });
  const change = (at: number, part: Partial<Part>) => put(sections.map((section, index) => (index === at ? { ...section, ...part } : section)));
  const swap = (at: number, by: number) => {
    const next = [...sections];
    const [section] = next.splice(at, 1);
    if (section) next.splice(at + by, 0, section);
    put(next);
  };
  return (
    <>
      <p className={css.lead}>{t('layout.hint')}</p>
      <SortArea lists={lists} nameOf={nameOf} onMove={(id, to) => put(moved(lists, id, to).filter((one) => one.list !== rest).map((one, index) => ({ labels: sections[index]?.labels ?? {}, fields: one.ids })))}>
        <div className={css.layout}>
          {sections.map((section, index) => (
            <section key={index} className={css.section} aria-label={labelIn(section.labels) || t('layout.section', { place: index + 1 })}>
              <div className={css.sectionHead}>
                <LabelsInput label={t('layout.section', { place: index + 1 })} value={section.labels} onChange={(labels) => change(index, { labels })} problem={(language) => problemOf(draft.error, `layout.sections.${index}.labels.${language}`, `layout.sections[${index}].labels.${language}`)} />
                <span>
                  <IconButton icon="arrow-up" size="small" disabled={index === 0} label={t('layout.up', { name: labelIn(section.labels) || String(index + 1) })} onClick={() => swap(index, -1)} />
                  <IconButton icon="arrow-down" size="small" disabled={index === sections.length - 1} label={t('layout.down', { name: labelIn(section.labels) || String(index + 1) })} onClick={() => swap(index, 1)} />
                  <IconButton icon="trash" size="small" label={t('settings.remove', { name: labelIn(section.labels) || String(index + 1) })} onClick={() => put(sections.filter((_, at) => at !== index))} />
                </span>
              </div>
              <Fields list={String(index)} ids={lists[index]?.ids ?? []} label={labelIn(section.labels) || t('layout.section', { place: index + 1 })} nameOf={nameOf} />
            </section>
          ))}
          <Button icon="plus" onClick={() => put([...sections, { labels: {}, fields: [] }])}>{t('layout.add')}</Button>
          <section className={css.section} data-rest aria-label={t('layout.rest')}>
            <h2>{t('layout.rest')}</h2>
            <p className={css.small}>{t(sections.length === 0 ? 'layout.rest_all' : 'layout.rest_hint')}</p>
            <Fields list={rest} ids={lists.at(-1)?.ids ?? []} label={t('layout.rest')} nameOf={nameOf} />
          </section>
        </div>
      </SortArea>
      <SaveBar draft={draft} />
    </>
  );
}

function Fields({ list, ids, label, nameOf }: { list: string; ids: string[]; label: string; nameOf: (name: string) => string }) {
  const t = useText();
  return (
    <SortList list={list} label={label} empty={t('layout.empty')}>
      {ids.map((name, index) => <SortItem key={name} id={name} list={list} index={index}><span>{nameOf(name)}</span></SortItem>)}
    </SortList>
  );
}
