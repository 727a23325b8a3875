/** What can be done with a schedule. */
import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';

import { useMay } from '../api/session.ts';
import type { Schedule } from '../api/types.generated.ts';
import { useAct } from '../api/use-api.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Icon } from '../parts/icons.tsx';
import { Pausing } from '../parts/pausing.tsx';

interface ActProps {
  readonly schedule: Pick<Schedule, 'name' | 'task' | 'workflow' | 'paused' | 'pause'>;
  readonly small?: boolean;
}

export function ScheduleActions({ schedule, small = false }: ActProps) {
  const { name, paused, pause } = schedule;
  const hold = useAct('POST /api/schedules/{schedule}/pause');
  const free = useAct('POST /api/schedules/{schedule}/resume');
  const params = { schedule: name };
  if (!useMay('operator')) return null;
  return (
    <>
      <RunNow schedule={schedule} small={small} />
      <Pausing
        what={`schedule ${name}`}
        effect="It does not fire meanwhile. What it would have made is not made up for afterwards."
        paused={paused}
        pause={pause}
        small={small}
        onPause={(body) => hold.mutateAsync({ params, body })}
        onResume={() => free.mutateAsync({ params })}
      />
    </>
  );
}

function RunNow({ schedule: { name, task, workflow }, small = false }: ActProps) {
  const [opened, setOpened] = useState(false);
  const run = useAct('POST /api/schedules/{schedule}/run');
  const act = async (): Promise<void> => {
    const { id } = await run.mutateAsync({ params: { schedule: name } });
    notifications.show({ title: `${name} runs now`, message: `${workflow === null ? 'Job' : 'Run'} ${id}` });
  };
  return (
    <>
      <Button
        size={small ? 'compact-xs' : 'xs'}
        variant="default"
        leftSection={<Icon name="running" size={small ? 13 : 15} />}
        aria-label={`Run now: ${name}`}
        onClick={() => setOpened(true)}
      >
        Run now
      </Button>
      <Confirm opened={opened} onClose={() => setOpened(false)} title={`Run ${name} now`} onConfirm={act}>
        <Text size="sm">
          {workflow === null ? `A job of ${task ?? 'its task'}` : `A run of ${workflow}`}, beside its ticks: they stay
          as they are.
        </Text>
      </Confirm>
    </>
  );
}
