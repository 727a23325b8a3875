/** Asks before something is changed: what, how many, chosen by what; a name to type where it cannot be undone. */
import { Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';

import { ProblemNote } from './told.tsx';

export interface ConfirmProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** `Retry 1,204 jobs` */
  readonly title: string;
  /** The filter that chooses them, as it is written; null: they were picked. */
  readonly filter?: string | null;
  readonly children?: ReactNode;
  /** Whether what it does cannot be undone. */
  readonly destructive?: boolean;
  /** What has to be typed first. */
  readonly typed?: string | null;
  /** Above it, where the button says something else. */
  readonly heading?: string;
  readonly disabled?: boolean;
  /** For what takes more room than a question. */
  readonly wide?: boolean;
  /** @throws what is shown */
  readonly onConfirm: () => Promise<unknown>;
}

export function Confirm(props: ConfirmProps) {
  const { opened, onClose, title, heading = title, wide = false } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={heading} centered returnFocus size={wide ? 'xl' : 'md'}>
      {opened && <Question {...props} />}
    </Modal>
  );
}

function Question(props: ConfirmProps) {
  const { onClose, title, filter, children, destructive = false, typed = null, disabled = false, onConfirm } = props;
  const [word, setWord] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const act = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap="md">
      {typeof filter === 'string' && <Filter filter={filter} />}
      {children}
      {typed !== null && <TypedWord typed={typed} word={word} onWord={setWord} />}
      {error !== null && <ProblemNote error={error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          color={destructive ? 'red' : 'indigo'}
          loading={busy}
          disabled={disabled || (typed !== null && word !== typed)}
          onClick={() => void act()}
          {...(typed === null && { 'data-autofocus': true })}
        >
          {title}
        </Button>
      </Group>
    </Stack>
  );
}

interface TypedWordProps {
  readonly typed: string;
  readonly word: string;
  readonly onWord: (word: string) => void;
}

function TypedWord({ typed, word, onWord }: TypedWordProps) {
  return (
    <TextInput
      label={`Type ${typed} to go on`}
      value={word}
      onChange={(event) => onWord(event.currentTarget.value)}
      data-autofocus
    />
  );
}

function Filter({ filter }: { readonly filter: string }) {
  return (
    <Text size="sm">
      All that match <Code>{filter === '' ? 'everything' : filter}</Code>
    </Text>
  );
}
