import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useText } from '~/app/i18n';
import { usePageSearch } from '~/app/usePage';
import { Button, Empty, Icon, iconNamed, Table } from '~/ui';
import { AddField, EditField } from './FieldDialog';
import { FillDialog } from './FillDialog';
import { labelIn, metaField } from './metadata';
import type { TabProps } from './ObjectPage';
import css from './objects.module.css';

/** What its records point to, and what points to them: the words on both sides. */
export function RelationsTab({ metadata, object }: TabProps) {
  const t = useText();
  const [search, setSearch] = usePageSearch();
  const open = search['field'];
  const field = open && open !== 'new' ? metaField(object, open) : undefined;
  const close = () => setSearch({ field: undefined });
  const [lacking, setLacking] = useState<{ field: string; count: number } | null>(null);
  const lacks = (name: string, count: number) => setLacking({ field: name, count });
  const empty = lacking && metaField(object, lacking.field);
  const out = object.fields.filter((one) => (one.type === 'relation' || one.type === 'user') && !one.retired);
  const into = metadata.objects.filter((other) => !other.retired).flatMap((other) => other.fields.filter((one) => one.type === 'relation' && one.to === object.name && !one.retired).map((one) => ({ other, one })));
  const nameOf = (name: string | undefined) => metadata.objects.find((one) => one.name === name)?.label ?? name ?? '';
  return (
    <>
      <div className={css.bar}><p className={css.lead}>{t('relations.hint', { object: object.label_plural.toLowerCase() })}</p><Button look="primary" icon="plus" onClick={() => setSearch({ field: 'new' })}>{t('relations.new')}</Button></div>
      <h2 className={css.part}>{t('relations.out')}</h2>
      {out.length === 0 ? <p className="faint">{t('relations.none')}</p> : (
        <Table label={t('relations.out')} head={[{ key: 'label', label: t('relations.here') }, { key: 'to', label: t('relations.to') }, { key: 'many', label: t('relations.how_many') }, { key: 'inverse', label: t('relations.there') }]}>
          {out.map((one) => (
            <tr key={one.name}>
              <td><button type="button" className={css.fieldName} onClick={() => setSearch({ field: one.name })}>{one.label}</button></td>
              <td><span className={css.type}><Icon name={iconNamed(metadata.objects.find((target) => target.name === (one.to ?? 'user'))?.icon)} size={15} />{nameOf(one.to ?? 'user')}</span></td>
              <td>{t(one.many ? 'relations.many' : 'relations.one')}</td>
              <td>{labelIn(one.inverse_labels)}</td>
            </tr>
          ))}
        </Table>
      )}
      <h2 className={css.part}>{t('relations.into')}</h2>
      {into.length === 0 ? <Empty icon="link" title={t('relations.none_into')} /> : (
        <Table label={t('relations.into')} head={[{ key: 'here', label: t('relations.here') }, { key: 'from', label: t('relations.from') }, { key: 'field', label: t('relations.by') }]}>
          {into.map(({ other, one }) => (
            <tr key={`${other.name}.${one.name}`}>
              <td>{labelIn(one.inverse_labels) || other.label_plural}</td>
              <td><Link to={`/settings/objects/${other.name}`} search={{ tab: 'relations' } as never} className="link">{other.label_plural}</Link></td>
              <td>{one.label}</td>
            </tr>
          ))}
        </Table>
      )}
      {open === 'new' && <AddField metadata={metadata} object={object} onClose={close} onLacking={lacks} only="relation" />}
      {field && <EditField key={field.name} metadata={metadata} object={object} field={field} onClose={close} onLacking={lacks} />}
      {lacking && empty && <FillDialog object={object.name} field={empty} count={lacking.count} onClose={() => setLacking(null)} />}
    </>
  );
}
