/** Retries or deletes all jobs of a fault, after their number. */
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { asProblem } from '../api/problem.ts';
import { useMay } from '../api/session.ts';
import { ACTIONS, actOnFilter, countOfFilter } from '../jobs/act.ts';
import type { BulkFilter } from '../jobs/query.ts';
import { Confirm } from '../parts/confirm.tsx';
import { counted } from '../parts/times.ts';

type FaultAction = 'retry' | 'remove';

interface FaultActionsProps {
  readonly fingerprint: string;
  /** What the page is narrowed to, which holds for what is done too. */
  readonly narrowed: Readonly<Record<string, string>>;
}

export function FaultActions(props: FaultActionsProps) {
  return useMay('operator') ? <Acts {...props} /> : null;
}

function Acts({ fingerprint, narrowed }: FaultActionsProps) {
  const client = useQueryClient();
  const [action, setAction] = useState<FaultAction>('retry');
  const [count, setCount] = useState(0);
  const [opened, setOpened] = useState(false);
  const [busy, setBusy] = useState<FaultAction | null>(null);
  const filter: BulkFilter = { ...narrowed, state: ['dead'], fingerprint };
  const ask = async (next: FaultAction): Promise<void> => {
    setBusy(next);
    try {
      setCount((await countOfFilter(next, filter)).met);
      setAction(next);
      setOpened(true);
    } catch (error) {
      notifications.show({ title: 'They could not be counted', message: asProblem(error).message, color: 'red' });
    } finally {
      setBusy(null);
    }
  };
  const act = async (): Promise<void> => {
    await actOnFilter(action, filter);
    await client.invalidateQueries({ queryKey: ['api'] });
  };
  return (
    <Group gap={4} wrap="nowrap">
      {(['retry', 'remove'] as const).map((one) => (
        <Button
          key={one}
          size="compact-xs"
          variant="default"
          loading={busy === one}
          aria-label={`${ACTIONS[one].label} all of ${fingerprint}`}
          onClick={() => void ask(one)}
        >
          {ACTIONS[one].label}
        </Button>
      ))}
      <Confirm
        opened={opened}
        onClose={() => setOpened(false)}
        title={`${ACTIONS[action].label} ${counted(count, 'job')}`}
        filter={textOf(fingerprint, narrowed)}
        destructive={action === 'remove'}
        typed={action === 'remove' ? 'delete' : null}
        onConfirm={act}
      />
    </Group>
  );
}

function textOf(fingerprint: string, narrowed: Readonly<Record<string, string>>): string {
  const words = Object.entries(narrowed).map(([key, value]) =>
    key === 'since' ? `created:<${value}` : `${key}:${value}`,
  );
  return ['state:dead', `fingerprint:${fingerprint}`, ...words].join(' ');
}
