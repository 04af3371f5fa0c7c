import { useState } from 'react';
import type { Money, Value } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import type { EditProps, FieldKind, ViewProps } from './kind';
import css from './input.module.css';
import { numberText, parseNumber } from './numberText';
import { LineInput } from './TextField';

export const isMoney = (value: Value | undefined): value is Money =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value['amount'] === 'string' && typeof value['currency'] === 'string';

function View({ value }: ViewProps) {
  const format = useFormat();
  return isMoney(value) ? <span className={css.number}>{format.money(value)}</span> : null;
}

/** The currencies of the countries the demo and most workspaces trade in first, then all. */
const currencies = [...new Set(['NOK', 'SEK', 'DKK', 'EUR', 'GBP', 'USD', ...Intl.supportedValuesOf('currency')])];

function Edit(props: EditProps) {
  const format = useFormat();
  const t = useText();
  const { workspace } = useSession();
  const money = isMoney(props.value) ? props.value : null;
  const [text, setText] = useState(() => (money ? numberText(Number(money.amount), format.locale) : ''));
  const [currency, setCurrency] = useState(money?.currency ?? workspace.currency);
  const tell = (next: string, unit: string) => {
    const parsed = parseNumber(next, format.locale);
    props.onChange(parsed === null ? null : { amount: parsed === undefined ? next : String(parsed), currency: unit });
  };
  return (
    <span className={css.pair}>
      <LineInput {...props} inputMode="decimal" end text={text} onText={(next) => { setText(next); tell(next, currency); }} />
      <select className={`${css.input} ${css.unit}`} aria-label={t('field.currency')} value={currency} onChange={(event) => { setCurrency(event.currentTarget.value); tell(text, event.currentTarget.value); }}
        onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); props.onCancel(); } }}>
        {currencies.map((code) => <option key={code}>{code}</option>)}
      </select>
    </span>
  );
}

export const money: FieldKind = { View, Edit, ops: ['ge', 'le', 'eq', 'is_empty', 'not_empty'], align: 'end', width: 150 };
