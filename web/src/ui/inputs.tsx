import {
  Checkbox as MantineCheckbox, MultiSelect as MantineMultiSelect, NumberInput as MantineNumberInput, PasswordInput as MantinePasswordInput,
  Select as MantineSelect, Slider as MantineSlider, Switch as MantineSwitch, Textarea, TextInput as MantineTextInput,
} from '@mantine/core';
import type { ComponentProps } from 'react';
import { useFormat } from '~/app/format';

/** The component library's inputs with the app's measures; `label`, `description` and `error` are theirs. */
export const TextInput = (props: ComponentProps<typeof MantineTextInput>) => <MantineTextInput size="sm" {...props} />;
export const TextArea = (props: ComponentProps<typeof Textarea>) => <Textarea size="sm" autosize minRows={3} {...props} />;
export const PasswordInput = (props: ComponentProps<typeof MantinePasswordInput>) => <MantinePasswordInput size="sm" {...props} />;
/** A decimal mark as the person's language writes it; either is understood. */
export function NumberInput(props: ComponentProps<typeof MantineNumberInput>) {
  const mark = useFormat().number(1.5, 1).includes(',') ? ',' : '.';
  return <MantineNumberInput size="sm" decimalSeparator={mark} allowedDecimalSeparators={[',', '.']} {...props} />;
}
/** The list itself scrolls: a box of its own around it would be one that the keyboard cannot reach. */
const list = { withScrollArea: false, styles: { options: { maxHeight: 280, overflowY: 'auto' } } } as const;
export const Select = (props: ComponentProps<typeof MantineSelect>) => (
  <MantineSelect size="sm" checkIconPosition="right" openOnFocus={false} {...list} comboboxProps={{ shadow: 'md', withinPortal: true }} {...props} />
);
export const MultiSelect = (props: ComponentProps<typeof MantineMultiSelect>) => (
  <MantineMultiSelect size="sm" {...list} styles={{ ...list.styles, inputField: { minWidth: 32 } }} comboboxProps={{ shadow: 'md', withinPortal: true }} {...props} />
);
export const Checkbox = (props: ComponentProps<typeof MantineCheckbox>) => <MantineCheckbox size="xs" {...props} />;
export const Switch = (props: ComponentProps<typeof MantineSwitch>) => <MantineSwitch size="sm" {...props} />;
export const Slider = (props: ComponentProps<typeof MantineSlider>) => <MantineSlider size="xs" thumbSize={16} {...props} />;

export const DateInput = (props: Omit<ComponentProps<typeof MantineTextInput>, 'type'>) => <MantineTextInput size="sm" type="date" {...props} />;
