/** A part of a page that holds a schema or a template, or says that there is none. */
import { Text } from '@mantine/core';

import { Section } from './fact-list.tsx';
import { JsonView } from './json-view.tsx';

interface JsonSectionProps {
  readonly title: string;
  /** null: there is none. */
  readonly value: unknown;
  /** What that means. */
  readonly none: string;
}

export function JsonSection({ title, value, none }: JsonSectionProps) {
  return (
    <Section title={title}>
      {value === null ? <Text size="sm">{none}</Text> : <JsonView text={JSON.stringify(value)} label={title} />}
    </Section>
  );
}
