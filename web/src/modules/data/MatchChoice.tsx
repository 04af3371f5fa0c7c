import type { ObjectType } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { MultiSelect, Select } from '~/ui';
import { thens, type ImportMapping, type Match } from './imports';
import { keysOf } from './mapping';

interface Props { object: ObjectType | undefined; mapping: ImportMapping; onChange: (mapping: ImportMapping) => void }

const currencies = ['NOK', 'SEK', 'DKK', 'EUR', 'GBP', 'USD', 'CHF', 'PLN', 'ISK', 'CAD', 'AUD', 'JPY'];

/** By which fields a row names a record that is there, and what becomes of it then. */
export function MatchChoice({ object, mapping, busy, onChange }: Props & { busy: boolean }) {
  const t = useText();
  const { match } = mapping;
  const set = (next: Match | null) => onChange({ ...mapping, match: next });
  const fields = (names: string[]) => set(names.length === 0 ? null : match ? { ...match, fields: names } : { fields: names, how: 'exact', then: 'overwrite' });
  const keys = keysOf(object, mapping).map((field) => ({ value: field.name, label: field.label }));
  const own = match?.fields.includes('id') ? [{ value: 'id', label: t('import.own_id') }] : [];
  return (
    <>
      <MultiSelect label={t('import.match')} disabled={busy} searchable hidePickedOptions placeholder={match ? '' : t('import.match_none')} value={match?.fields ?? []} onChange={fields} data={[...own, ...keys]} />
      {match && <Select label={t('import.then')} allowDeselect={false} disabled={busy} value={match.then} onChange={(then) => then && set({ ...match, then: then as Match['then'] })} data={thens.map((value) => ({ value, label: t(`import.then.${value}`) }))} />}
    </>
  );
}

/** What few files need: how exactly it is compared, what is tried next, amounts without a currency, references to nothing. */
export function MoreChoices({ object, mapping, onChange }: Props) {
  const t = useText();
  const { match } = mapping;
  const keys = keysOf(object, mapping).map((field) => ({ value: field.name, label: field.label }));
  const [second, ...others] = match?.else ?? [];
  const fieldOf = (name: string) => object?.fields.find((field) => field.name === name);
  const money = mapping.columns.some((target) => fieldOf(target.field)?.type === 'money') || mapping.new_fields?.some((field) => field.type === 'money');
  const refers = mapping.columns.some((target) => fieldOf(target.field)?.type === 'relation' || fieldOf(target.field)?.type === 'user');
  const currency = (next: string | null) => {
    const rest = { ...mapping };
    delete rest.currency;
    onChange(next ? { ...rest, currency: next } : rest);
  };
  return (
    <>
      {match && <Select label={t('import.how')} description={t('import.how_why')} allowDeselect={false} value={match.how} onChange={(how) => onChange({ ...mapping, match: { ...match, how: how === 'normalised' ? 'normalised' : 'exact' } })} data={(['exact', 'normalised'] as const).map((value) => ({ value, label: t(`import.how.${value}`) }))} />}
      {match && <MultiSelect searchable label={t('import.else')} description={t('import.else_why')} hidePickedOptions value={second?.fields ?? []} onChange={(fields) => onChange({ ...mapping, match: { ...match, else: [...(fields.length > 0 ? [{ fields, how: second?.how ?? match.how }] : []), ...others] } })} data={keys} />}
      {refers && <Select label={t('import.missing')} description={t('import.missing_why')} allowDeselect={false} value={mapping.missing ?? 'fail'} onChange={(missing) => onChange({ ...mapping, missing: missing === 'empty' ? 'empty' : 'fail' })} data={(['fail', 'empty'] as const).map((value) => ({ value, label: t(`import.missing.${value}`) }))} />}
      {money && <Select label={t('import.currency')} description={t('import.currency_why')} searchable clearable value={mapping.currency || null} onChange={currency} data={currencies} />}
      {!match && !refers && !money && <p className="faint">{t('import.no_choices')}</p>}
    </>
  );
}
