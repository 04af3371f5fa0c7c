import type { ComponentType } from 'react';
import type { Field, Op, Value } from '~/app/api/types';

export interface ViewProps {
  field: Field;
  value: Value;
  /** Beside the value, for what a list has no room for. */
  dense?: boolean;
}

export interface EditProps {
  field: Field;
  value: Value;
  /** The draft as it is typed. */
  onChange: (value: Value) => void;
  /** The draft is final (chosen, Enter); with a value when it has just changed. */
  onDone: (value?: Value) => void;
  onCancel: () => void;
  /** Named and described by what stands around it. */
  id: string;
  label?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  autoFocus?: boolean | undefined;
}

/** What a field's type is to the app, beside the server's `records/fields`. */
export interface FieldKind {
  View: ComponentType<ViewProps>;
  /** None: the value is set by rules, not by hand. */
  Edit?: ComponentType<EditProps>;
  /** Comparisons the filter builder offers, the first one chosen beforehand. */
  ops: Op[];
  align?: 'end';
  width: number;
  /** Where a click on the value does something (a link), the click does not open the editor. */
  acts?: boolean;
}

export const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

export const sameValue = (one: Value | undefined, other: Value | undefined): boolean =>
  (isEmpty(one) && isEmpty(other)) || JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
