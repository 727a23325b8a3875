/** Nothing there, not there yet, not to be had: each says what to do. */
import { Button, Code, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { asProblem } from '../api/problem.ts';
import { Icon, type IconName } from './icons.tsx';
import { Words } from './words.tsx';

interface EmptyProps {
  readonly icon?: IconName;
  readonly title: string;
  /** Why, and what next. */
  readonly children?: ReactNode;
}

export function Empty({ icon = 'info', title, children }: EmptyProps) {
  return (
    <Stack className="told" align="center" gap="xs">
      <Icon name={icon} size={32} />
      <Text component="h2" fw={600} size="md">
        {title}
      </Text>
      <Stack align="center" gap="xs" maw={560} ta="center" fz="sm">
        {children}
      </Stack>
    </Stack>
  );
}

/** @param rows how many lines it will probably be */
export function Loading({ rows = 6, what = 'Loading' }: { readonly rows?: number; readonly what?: string }) {
  return (
    <Stack gap="xs" role="status" aria-label={what}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={26} radius="sm" />
      ))}
    </Stack>
  );
}

interface ProblemNoteProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** The code is what docs/errors.md lists. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const { code, message, hint, problems } = asProblem(error);
  return (
    <div className="problem" role="alert">
      <Icon name="errors" size={20} />
      <Stack gap={6} align="flex-start">
        <Text fw={600} size="sm">
          <Words text={message} />
        </Text>
        {problems.map((problem) => (
          <Text key={`${problem.pointer} ${problem.message}`} size="sm">
            <Code>{problem.pointer}</Code> {problem.message}
          </Text>
        ))}
        {hint !== null && (
          <Text size="sm">
            <Words text={hint} />
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {code}
        </Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </div>
  );
}
