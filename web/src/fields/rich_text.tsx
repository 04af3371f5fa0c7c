import { Suspense } from 'react';
import { plainOf, RichEditor, RichText } from '~/ui/rich';
import type { EditProps, FieldKind, ViewProps } from './kind';
import { findPeople } from './people';
import { Edit as PlainEdit } from './long_text';

const View = ({ value, dense }: ViewProps) => (typeof value !== 'string' ? null : dense ? <>{plainOf(value).replace(/\n+/g, ' · ')}</> : <RichText html={value} />);

function Edit(props: EditProps) {
  const { value, onChange, onDone, onCancel, id, label, describedBy, invalid, autoFocus, field } = props;
  return (
    <Suspense fallback={<PlainEdit {...props} value={typeof value === 'string' ? plainOf(value) : value} onChange={() => undefined} />}>
      <div role="group" aria-label={label ?? field.label}>
        <RichEditor framed id={id} label={label ?? field.label} value={typeof value === 'string' ? value : ''} describedBy={describedBy} invalid={invalid} autoFocus={autoFocus} people={findPeople}
          onChange={(html) => onChange(html === '' ? null : html)} onDone={() => onDone()} onCancel={onCancel} />
      </div>
    </Suspense>
  );
}

export const rich_text: FieldKind = { View, Edit, ops: ['contains', 'is_empty', 'not_empty'], width: 260 };
