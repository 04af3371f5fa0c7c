import { useMemo } from 'react';
import { useFormat } from '~/app/format';
import { countryCodes } from './countries';
import { Picker } from '~/ui/Picker';
import type { EditProps, FieldKind, ViewProps } from './kind';
import { LineInput } from './TextField';

function View({ field, value }: ViewProps) {
  const format = useFormat();
  if (typeof value !== 'string') return null;
  if (field.format === 'country' && /^[A-Za-z]{2}$/.test(value)) return <>{format.country(value)}</>;
  if (field.format === 'language') return <>{format.languageName(value)}</>;
  return <>{value}</>;
}

const languageCodes = ['nb', 'nn', 'en', 'sv', 'da', 'fi', 'is', 'de', 'nl', 'fr', 'es', 'it', 'pt', 'pl', 'cs', 'et', 'lv', 'lt', 'uk', 'ru', 'tr', 'ar', 'zh', 'ja', 'ko', 'hi'];

/** Codes are chosen by their names: nobody should have to know that Switzerland is CH. */
function Edit(props: EditProps) {
  const format = useFormat();
  const { field } = props;
  const codes = useMemo(() => {
    const named = field.format === 'country' ? countryCodes.map((code) => ({ value: code, label: format.country(code) }))
      : field.format === 'language' ? languageCodes.map((code) => ({ value: code, label: format.languageName(code) }))
      : field.format === 'time_zone' ? Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))
      : undefined;
    return named?.sort((one, other) => one.label.localeCompare(other.label, format.locale));
  }, [field.format, format]);
  if (!codes) return <LineInput {...props} />;
  return <Picker {...props} value={typeof props.value === 'string' ? props.value : null} options={codes} clearable={!field.required} />;
}

export const text: FieldKind = { View, Edit, ops: ['contains', 'eq', 'ne', 'starts_with', 'is_empty', 'not_empty'], width: 150 };
