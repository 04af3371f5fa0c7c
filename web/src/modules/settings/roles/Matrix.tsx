import { useState } from 'react';
import type { Filter } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { FilterBar } from '~/records/filter/FilterBar';
import { useObject } from '~/records/objects';
import { Button, Icon, iconNamed, Modal, Segmented } from '~/ui';
import type { MetaField, MetaObject } from '../objects/metadata';
import { problemOf } from '../objects/problems';
import { rights, scopesOf, wordOf, type FieldRight, type ObjectRights, type Right, type Scope, type ScopeWord } from './data';
import css from './roles.module.css';

/** Nobody writes it by hand. */
const isSet = (field: MetaField): boolean => field.read_only === true || field.type === 'formula' || field.type === 'rollup';

interface Props {
  objects: MetaObject[];
  rights: Record<string, ObjectRights>;
  onChange: (rights: Record<string, ObjectRights>) => void;
  error: unknown;
}

/** Objects down, rights across; in each place whose records the right reaches. */
export function Matrix({ objects, rights: given, onChange, error }: Props) {
  const t = useText();
  const format = useFormat();
  const [filtering, setFiltering] = useState<{ object: string; right: Right } | null>(null);
  const [fields, setFields] = useState<MetaObject | null>(null);
  const set = (object: string, change: Partial<ObjectRights>) => onChange({ ...given, [object]: { ...given[object], ...change } });
  const choose = (object: string, right: Right, word: ScopeWord) => {
    if (word === 'filter') return setFiltering({ object, right });
    set(object, { [right]: word });
  };
  const shown = [...objects].sort((one, other) => one.label_plural.localeCompare(other.label_plural, format.locale));
  const open = filtering && given[filtering.object]?.[filtering.right];
  return (
    <>
      <div className={css.wrap} tabIndex={0} role="region" aria-label={t('roles.matrix')}>
        <table className={css.matrix}>
          <thead><tr><th scope="col">{t('settings.tab.objects')}</th>{rights.map((right) => <th key={right} scope="col">{t(`roles.right.${right}`)}</th>)}<th scope="col">{t('settings.fields')}</th></tr></thead>
          <tbody>
            {shown.map((object) => {
              const own = given[object.name] ?? {};
              const special = object.fields.filter((field) => !field.retired && (own.fields?.[field.name] === 'hidden' || (own.fields?.[field.name] === 'read' && !isSet(field)))).length;
              const wrong = problemOf(error, `objects.${object.name}`);
              return (
                <tr key={object.name}>
                  <th scope="row"><span className={css.object}><Icon name={iconNamed(object.icon)} size={15} />{object.label_plural}</span>{wrong && <span className={css.fault} role="alert">{wrong}</span>}</th>
                  {rights.map((right) => {
                    const word = wordOf(own[right]);
                    return (
                      <td key={right} data-label={t(`roles.right.${right}`)}>
                        <select className={css.scope} data-scope={word} aria-label={t('roles.scope_of', { right: t(`roles.right.${right}`), object: object.label_plural })} value={word} onChange={(event) => choose(object.name, right, event.currentTarget.value as ScopeWord)}>
                          {(scopesOf(right).includes(word) ? scopesOf(right) : [...scopesOf(right), word]).map((one) => <option key={one} value={one}>{t(right === 'create' && one === 'all' ? 'roles.scope.yes' : right === 'create' && one === 'none' ? 'roles.scope.no' : `roles.scope.${one}`)}</option>)}
                        </select>
                        {word === 'filter' && <button type="button" className={css.edit} onClick={() => setFiltering({ object: object.name, right })}>{t('roles.which')}</button>}
                      </td>
                    );
                  })}
                  <td data-label={t('settings.fields')}><Button size="small" aria-label={t('roles.fields_of', { object: object.label_plural })} onClick={() => setFields(object)}>{special > 0 ? t('roles.special', { count: special }) : t('roles.all_fields')}</Button></td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {filtering && <ScopeFilter object={filtering.object} right={filtering.right} filter={open && typeof open === 'object' ? open.filter : undefined} onClose={() => setFiltering(null)} onDone={(filter) => { set(filtering.object, { [filtering.right]: { filter } as Scope }); setFiltering(null); }} />}
      {fields && <FieldRights object={fields} value={given[fields.name]?.fields ?? {}} onChange={(next) => set(fields.name, { fields: next })} onClose={() => setFields(null)} />}
    </>
  );
}

/** Which records a right reaches, said as any other filter. */
function ScopeFilter({ object, right, filter, onDone, onClose }: { object: string; right: Right; filter: Filter | undefined; onDone: (filter: Filter) => void; onClose: () => void }) {
  const t = useText();
  const type = useObject(object);
  const [made, setMade] = useState<Filter | undefined>(filter);
  return (
    <Modal open onClose={onClose} title={t('roles.scope_of', { right: t(`roles.right.${right}`), object: type?.label_plural ?? object })}>
      <div className={css.form}>
        <p className={css.small}>{t('roles.filter_hint')}</p>
        {type && <FilterBar object={type} filter={made} onChange={setMade} />}
        <div className={css.foot}><Button onClick={onClose}>{t('ui.cancel')}</Button><Button look="primary" disabled={!made} onClick={() => made && onDone(made)}>{t('roles.use_filter')}</Button></div>
      </div>
    </Modal>
  );
}

/** Each field on its own: not there at all, to be read, to be written. */
function FieldRights({ object, value, onChange, onClose }: { object: MetaObject; value: Record<string, FieldRight>; onChange: (value: Record<string, FieldRight>) => void; onClose: () => void }) {
  const t = useText();
  const set = (field: string, right: FieldRight) => {
    onChange({ ...value, [field]: right });
  };
  return (
    <Modal open onClose={onClose} wide title={t('roles.fields_of', { object: object.label_plural })}>
      <p className={css.small}>{t('roles.fields_hint')}</p>
      <ul className={css.fields}>
        {object.fields.filter((field) => !field.retired).map((field) => (
          <li key={field.name}>
            <span>{field.label}</span>
            {field.name === object.title ? <span className="faint">{t('roles.title_field')}</span> : (
              <Segmented<FieldRight> label={t('roles.field_right', { field: field.label })} value={value[field.name] ?? (isSet(field) ? 'read' : 'write')} onChange={(right) => set(field.name, right)}
                choices={([...(isSet(field) ? [] : ['write' as const]), 'read' as const, 'hidden' as const]).map((right) => ({ value: right, label: t(`roles.field.${right}`) }))} />
            )}
          </li>
        ))}
      </ul>
      <div className={css.foot}><Button look="primary" onClick={onClose}>{t('roles.done')}</Button></div>
    </Modal>
  );
}
