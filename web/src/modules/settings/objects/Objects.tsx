import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { usePageSearch } from '~/app/usePage';
import { Button, Empty, Icon, iconNamed, ProblemNote, Segmented, Skeletons, Table, Tag, TextInput } from '~/ui';
import { useMetadata, type MetaObject } from './metadata';
import { NewObject } from './NewObject';
import css from './objects.module.css';

const kinds = ['all', 'own', 'shipped', 'hidden', 'retired'] as const;
type Kind = (typeof kinds)[number];
const belongs: Record<Kind, (object: MetaObject) => boolean> = {
  all: (object) => !object.retired,
  own: (object) => object.custom === true && !object.retired,
  shipped: (object) => !object.custom && !object.retired,
  hidden: (object) => object.hidden === true && !object.retired,
  retired: (object) => object.retired === true,
};

/** The kinds of records there are: those that came with Kith, and the workspace's own. */
export function Objects() {
  const t = useText();
  const format = useFormat();
  const [search, setSearch] = usePageSearch();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useMetadata();
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!data) return <Skeletons rows={8} />;
  const mine = data.objects.filter((object) => !object.system);
  const kind = kinds.find((one) => one === search['show']) ?? 'all';
  const wanted = (search['q'] ?? '').toLowerCase();
  const shown = mine.filter((object) => belongs[kind](object) && (object.label_plural.toLowerCase().includes(wanted) || object.name.includes(wanted))).sort((one, other) => one.label_plural.localeCompare(other.label_plural, format.locale));
  return (
    <>
      <p className={css.lead}>{t('settings.objects_hint')}</p>
      <div className={css.bar}>
        <Segmented<Kind> label={t('settings.show')} value={kind} onChange={(show) => setSearch({ show: show === 'all' ? undefined : show })} choices={kinds.filter((one) => one === 'all' || one === kind || mine.some(belongs[one])).map((value) => ({ value, label: t(`settings.show.${value}`) }))} />
        <TextInput className={css.find} aria-label={t('settings.find_object')} placeholder={t('settings.find_object')} leftSection={<Icon name="search" size={15} />} value={search['q'] ?? ''} onChange={(event) => setSearch({ q: event.currentTarget.value })} />
        <Button look="primary" icon="plus" onClick={() => setAdding(true)}>{t('settings.new_object')}</Button>
      </div>
      {shown.length === 0 ? <Empty icon="box" title={t('settings.no_objects')} /> : (
        <Table label={t('settings.tab.objects')} head={[{ key: 'name', label: t('settings.name') }, { key: 'fields', label: t('settings.fields'), end: true }, { key: 'own', label: t('settings.own_fields'), end: true }, { key: 'state', label: '' }]}>
          {shown.map((object) => {
            const fields = object.fields.filter((field) => !field.retired);
            return (
              <tr key={object.name}>
                <td><Link to={`/settings/objects/${object.name}`} className={css.objectLink}><Icon name={iconNamed(object.icon)} /><span>{object.label_plural}</span></Link></td>
                <td data-align="end">{format.number(fields.length)}</td>
                <td data-align="end">{fields.some((field) => field.custom) ? format.number(fields.filter((field) => field.custom).length) : ''}</td>
                <td><States object={object} /></td>
              </tr>
            );
          })}
        </Table>
      )}
      {adding && <NewObject onClose={() => setAdding(false)} />}
    </>
  );
}

export function States({ object }: { object: Pick<MetaObject, 'custom' | 'hidden' | 'retired'> }) {
  const t = useText();
  return (
    <span className={css.states}>
      {object.custom && <Tag tone="good">{t('settings.own')}</Tag>}
      {object.hidden && <Tag>{t('settings.hidden')}</Tag>}
      {object.retired && <Tag tone="warn">{t('settings.retired')}</Tag>}
    </span>
  );
}
