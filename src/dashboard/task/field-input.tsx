import { Select, Textarea, TextInput } from '@mantine/core';

import type { Field } from './fields.ts';

interface FieldInputProps {
  readonly field: Field;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One property of the payload. */
export function FieldInput({ field, value, onChange }: FieldInputProps) {
  const { name, kind, required, hint, choices } = field;
  const common = { label: name, description: hint, withAsterisk: required, value };
  if (kind === 'boolean' || kind === 'choice') {
    return (
      <Select
        {...common}
        value={value === '' ? null : value}
        data={kind === 'boolean' ? ['true', 'false'] : [...choices]}
        placeholder="not given"
        clearable={!required}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    );
  }
  const type = (event: { readonly currentTarget: { readonly value: string } }): void =>
    onChange(event.currentTarget.value);
  if (kind === 'json')
    return (
      <Textarea
        {...common}
        placeholder="JSON"
        autosize
        minRows={2}
        maxRows={8}
        onChange={type}
        className="code-input"
      />
    );
  return <TextInput {...common} inputMode={kind === 'number' ? 'decimal' : 'text'} onChange={type} />;
}
