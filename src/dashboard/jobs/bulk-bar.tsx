/** What can be done with the jobs that are picked, or with all that a search finds. */
import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useMay } from '../api/session.ts';
import { Confirm } from '../parts/confirm.tsx';
import { counted } from '../parts/times.ts';
import { ProblemNote } from '../parts/told.tsx';
import { ACTIONS, actOnEach, actOnFilter, countOfFilter, type JobAction } from './act.ts';
import { bulkFilterOf } from './query.ts';

interface BulkBarProps {
  readonly q: string;
  readonly picked: ReadonlySet<string>;
  readonly onDone: () => void;
}

interface Asked {
  readonly action: JobAction;
  readonly count: number;
}

export function BulkBar(props: BulkBarProps) {
  return useMay('operator') ? <Acts {...props} /> : <span />;
}

function Acts({ q, picked, onDone }: BulkBarProps) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [opened, setOpened] = useState(false);
  const [busy, setBusy] = useState<JobAction | null>(null);
  const [error, setError] = useState<unknown>(null);
  const all = picked.size === 0;
  const filter = bulkFilterOf(q);
  const ask = async (action: JobAction): Promise<void> => {
    setError(null);
    setBusy(action);
    try {
      const count = all ? (await countOfFilter(action, filter)).met : picked.size;
      setAsked({ action, count });
      setOpened(true);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(null);
    }
  };
  const act = async ({ action }: Asked): Promise<void> => {
    if (all) await actOnFilter(action, filter);
    else await actOnEach(action, [...picked]);
    onDone();
    await client.invalidateQueries({ queryKey: ['api'] });
  };
  const title = asked === null ? '' : `${ACTIONS[asked.action].label} ${counted(asked.count, 'job')}`;
  return (
    <>
      <Group gap="xs" align="center">
        <Text size="sm" c="dimmed">
          {all ? 'All that match:' : `${counted(picked.size, 'job')} picked:`}
        </Text>
        {(Object.keys(ACTIONS) as JobAction[]).map((action) => (
          <Button
            key={action}
            size="xs"
            variant="default"
            loading={busy === action}
            disabled={all && q === ''}
            onClick={() => void ask(action)}
          >
            {ACTIONS[action].label}
            {all ? ' all' : ''}
          </Button>
        ))}
        {all && q === '' && (
          <Text size="xs" c="dimmed">
            search first, or pick some
          </Text>
        )}
      </Group>
      {error !== null && <ProblemNote error={error} />}
      <Confirm
        opened={opened}
        onClose={() => setOpened(false)}
        title={title}
        filter={all ? q : null}
        destructive={asked?.action === 'remove'}
        typed={asked?.action === 'remove' ? 'delete' : null}
        onConfirm={async () => asked && (await act(asked))}
      />
    </>
  );
}
