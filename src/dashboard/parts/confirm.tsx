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
  /** @throws what is shown */
  readonly onConfirm: () => Promise<unknown>;
}

export function Confirm(props: ConfirmProps) {
  const { opened, onClose, title } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered returnFocus>
      {opened && <Question {...props} />}
    </Modal>
  );
}

function Question({ onClose, title, filter, children, destructive = false, typed = null, onConfirm }: ConfirmProps) {
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
      {filter !== undefined && filter !== null && (
        <Text size="sm">
          All that match <Code>{filter === '' ? 'everything' : filter}</Code>
        </Text>
      )}
      {children}
      {typed !== null && (
        <TextInput
          label={`Type ${typed} to go on`}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
          data-autofocus
        />
      )}
      {error !== null && <ProblemNote error={error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          color={destructive ? 'red' : 'indigo'}
          loading={busy}
          disabled={typed !== null && word !== typed}
          onClick={() => void act()}
          {...(typed === null && { 'data-autofocus': true })}
        >
          {title}
        </Button>
      </Group>
    </Stack>
  );
}
