import { useText } from '~/app/i18n';
import type { EditProps, FieldKind, ViewProps } from './kind';
import { nameText } from './nameText';
import { PartsEdit } from './parts';

const View = ({ value }: ViewProps) => <>{nameText(value)}</>;

function Edit(props: EditProps) {
  const t = useText();
  return <PartsEdit {...props} parts={[{ name: 'given', label: t('field.first_name') }, { name: 'family', label: t('field.last_name') }]} />;
}

export const person_name: FieldKind = { View, Edit, ops: ['contains', 'is_empty', 'not_empty'], width: 180 };
