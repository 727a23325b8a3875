/** What is known of a thing, a name and a value each; what is null is left out. */
import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';

export type Fact = readonly [name: string, value: ReactNode];

interface FactListProps {
  readonly facts: readonly Fact[];
  /** Names are codes, which may be long: they take what they need. */
  readonly codes?: boolean;
}

export function FactList({ facts, codes = false }: FactListProps) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return (
    <dl className="facts" data-codes={codes}>
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder p="md" miw={0}>
      <h2 className="section">{title}</h2>
      {children}
    </Paper>
  );
}

interface Place {
  readonly file: string;
  readonly line: number;
}

/** @returns `jobs.yaml:12`; null: it stands nowhere of its own */
export function placeOf(place: Place | null): string | null {
  return place === null ? null : `${place.file}:${place.line}`;
}
