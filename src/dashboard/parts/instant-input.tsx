/** A time that somebody writes, on the clock on which times are shown. */
import { TextInput } from '@mantine/core';

import { ApiProblem } from '../api/problem.ts';
import { useStored, zoneSetting } from './stored.ts';

interface InstantInputProps {
  readonly label: string;
  /** As the browser writes it: `2026-12-01T14:00`, in UTC with `Z`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function InstantInput({ label, value, onChange }: InstantInputProps) {
  const zone = useStored(zoneSetting);
  return (
    <TextInput
      type="datetime-local"
      step={1}
      label={`${label} (${zone === 'utc' ? 'UTC' : 'your time'})`}
      value={value.replace(/Z$/, '')}
      onChange={({ currentTarget: { value: typed } }) => onChange(typed !== '' && zone === 'utc' ? `${typed}Z` : typed)}
    />
  );
}

/** @returns ISO 8601 with a zone @throws ApiProblem REQUEST_INVALID */
export function instantOf(value: string): string {
  const at = Date.parse(value);
  if (Number.isNaN(at))
    throw new ApiProblem({ status: 400, code: 'REQUEST_INVALID', message: 'Name a day and a time.' });
  return new Date(at).toISOString();
}

/** @returns what stands in such a field for an instant */
export function writtenInstant(at: number, zone: 'local' | 'utc'): string {
  if (zone === 'utc') return `${new Date(at).toISOString().slice(0, 19)}Z`;
  const shifted = at - new Date(at).getTimezoneOffset() * 60_000;
  return new Date(shifted).toISOString().slice(0, 19);
}
