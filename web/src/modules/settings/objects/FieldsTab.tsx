import { useState } from 'react';
import { useText } from '~/app/i18n';
import { useFormat } from '~/app/format';
import { usePageSearch } from '~/app/usePage';
import { Button, Icon, IconButton, Menu, Switch, Table, Tag, TextInput, toast, type MenuItem } from '~/ui';
import { AddField, EditField } from './FieldDialog';
import { FillDialog } from './FillDialog';
import { changeField, metaField, versionOf, type FieldChange, type MetaField } from './metadata';
import type { TabProps } from './ObjectPage';
import { settingsOf } from './types';
import css from './objects.module.css';

/** Every field, its words, what it must be; hidden and retired ones too, to bring back. */
export function FieldsTab({ metadata, object }: TabProps) {
  const t = useText();
  const format = useFormat();
  const [search, setSearch] = usePageSearch();
  const open = search['field'];
  const all = search['retired'] !== undefined;
  const wanted = (search['q'] ?? '').toLowerCase();
  const field = open && open !== 'new' ? metaField(object, open) : undefined;
  const shown = object.fields.filter((one) => (all || !one.retired) && (one.label.toLowerCase().includes(wanted) || one.name.includes(wanted)));
  const gone = object.fields.filter((one) => one.retired).length;
  const close = () => setSearch({ field: undefined });
  const [lacking, setLacking] = useState<{ field: string; count: number } | null>(null);
  const lacks = (name: string, count: number) => setLacking({ field: name, count });
  const empty = lacking && metaField(object, lacking.field);
  const change = (one: MetaField, what: FieldChange, back: FieldChange, said: string) => {
    changeField(object.name, one.name, what, versionOf(metadata, object)).then(
      () => toast.undo(said, t('ui.undo'), () => void changeField(object.name, one.name, back).catch((failure: unknown) => toast.fail(failure))),
      (failure: unknown) => toast.fail(failure),
    );
  };
  const items = (one: MetaField): MenuItem[] => [
    ...(one.retired ? [] : [{ label: t('settings.change'), icon: 'pencil' as const, onSelect: () => setSearch({ field: one.name }) }]),
    ...(one.retired || one.name === object.title ? [] : [{ label: t(one.hidden ? 'settings.unhide' : 'settings.hide'), icon: 'sidebar' as const, onSelect: () => change(one, { hidden: !one.hidden }, { hidden: one.hidden === true }, t(one.hidden ? 'settings.unhidden_named' : 'settings.hidden_named', { name: one.label })) }]),
    ...(one.name === object.title || (!one.custom && !one.retired) ? [] : [{
      label: t(one.retired ? 'settings.restore' : 'settings.retire'), icon: one.retired ? 'refresh' as const : 'trash' as const, danger: !one.retired, divide: !one.retired,
      onSelect: () => change(one, { retired: !one.retired }, { retired: one.retired === true }, t(one.retired ? 'settings.restored_named' : 'settings.retired_named', { name: one.label })),
    }]),
  ];
  return (
    <>
      <div className={css.bar}>
        <TextInput className={css.find} aria-label={t('settings.find_field')} placeholder={t('settings.find_field')} leftSection={<Icon name="search" size={15} />} value={search['q'] ?? ''} onChange={(event) => setSearch({ q: event.currentTarget.value })} />
        {gone > 0 && <Switch label={t('settings.with_retired', { count: gone })} checked={all} onChange={(event) => setSearch({ retired: event.currentTarget.checked ? '1' : undefined })} />}
        <Button look="primary" icon="plus" onClick={() => setSearch({ field: 'new' })}>{t('settings.new_field')}</Button>
      </div>
      <Table stack label={t('settings.fields')} head={[{ key: 'name', label: t('settings.label') }, { key: 'type', label: t('settings.type') }, { key: 'is', label: t('settings.duties') }, { key: 'acts', label: <span className="visually-hidden">{t('settings.actions')}</span> }]}>
        {shown.map((one) => (
          <tr key={one.name} data-dim={one.retired || one.hidden || undefined}>
            <td>
              {one.retired ? <span className={css.fieldName}>{one.label}</span> : <button type="button" className={css.fieldName} onClick={() => setSearch({ field: one.name })}>{one.label}</button>}
            </td>
            <td data-label={t('settings.type')}><span className={css.type}><Icon name={settingsOf(one.type).icon} size={15} />{t(`field_type.${one.type}`)}{(one.type === 'relation') && one.to && <span className="faint">{metadata.objects.find((target) => target.name === one.to)?.label}</span>}</span></td>
            <td data-label={t('settings.duties')}><Duties field={one} of={object.title} list={format.list} /></td>
            <td className={css.acts}>{items(one).length > 0 && <Menu label={t('settings.actions_for', { name: one.label })} target={<IconButton icon="dots" size="small" label={t('settings.actions_for', { name: one.label })} />} items={items(one)} />}</td>
          </tr>
        ))}
      </Table>
      {open === 'new' && <AddField metadata={metadata} object={object} onClose={close} onLacking={lacks} />}
      {field && <EditField key={field.name} metadata={metadata} object={object} field={field} onClose={close} onLacking={lacks} />}
      {lacking && empty && <FillDialog object={object.name} field={empty} count={lacking.count} onClose={() => setLacking(null)} />}
    </>
  );
}

function Duties({ field, of }: { field: MetaField; of: string; list: (values: string[]) => string }) {
  const t = useText();
  const duties = (['required', 'unique', 'index', 'search', 'read_only'] as const).filter((name) => field[name]);
  return (
    <span className={css.states}>
      {field.custom && <Tag tone="good">{t('settings.own')}</Tag>}
      {field.name === of && <Tag>{t('settings.is_title')}</Tag>}
      {duties.map((name) => <Tag key={name}>{t(`settings.is.${name}`)}</Tag>)}
      {field.hidden && <Tag>{t('settings.hidden')}</Tag>}
      {field.retired && <Tag tone="warn">{t('settings.retired')}</Tag>}
    </span>
  );
}
