import { useMemo } from 'react';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { countryCodes } from './countries';
import type { EditProps, FieldKind, ViewProps } from './kind';
import { PartsEdit } from './parts';
import { partsOf } from './partsOf';
import css from './input.module.css';

/** As it is written on an envelope; in a list in one line. */
function View({ value, dense }: ViewProps) {
  const format = useFormat();
  const part = partsOf(value);
  const place = [part['postal_code'], part['city']].filter(Boolean).join(' ');
  const lines = [part['street'], place, part['region'], part['country'] ? format.country(part['country']) : ''].filter(Boolean);
  if (lines.length === 0) return null;
  return dense ? <>{lines.join(', ')}</> : <span className={css.lines}>{lines.map((line, index) => <span key={index}>{line}</span>)}</span>;
}

function Edit(props: EditProps) {
  const t = useText();
  const format = useFormat();
  const part = partsOf(props.value);
  const countries = useMemo(() => countryCodes.map((code) => ({ code, name: format.country(code) })).sort((one, other) => one.name.localeCompare(other.name, format.locale)), [format]);
  return (
    <PartsEdit {...props} parts={[
      { name: 'street', label: t('field.street') }, { name: 'postal_code', label: t('field.postal_code'), narrow: true }, { name: 'city', label: t('field.city'), narrow: true }, { name: 'region', label: t('field.region') },
    ]}>
      <select className={css.input} aria-label={t('field.country')} value={part['country'] ?? ''} onChange={(event) => {
        const rest = Object.fromEntries(Object.entries(part).filter(([name]) => name !== 'country'));
        const code = event.currentTarget.value;
        props.onChange(code ? { ...rest, country: code } : Object.keys(rest).length ? rest : null);
      }}>
        <option value="">{t('field.country')}</option>
        {countries.map((country) => <option key={country.code} value={country.code}>{country.name}</option>)}
      </select>
    </PartsEdit>
  );
}

export const address: FieldKind = { View, Edit, ops: ['contains', 'is_empty', 'not_empty'], width: 220 };
