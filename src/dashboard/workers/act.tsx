/** What a process can be told. Each waits for its answer. */
import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';

import { useMay } from '../api/session.ts';
import type { Worker } from '../api/types.generated.ts';
import { useAct } from '../api/use-api.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Icon } from '../parts/icons.tsx';

type Order = 'pause' | 'resume' | 'stop' | 'concurrency';

const EFFECTS: Readonly<Record<'pause' | 'resume' | 'stop', string>> = {
  pause: 'It takes no more jobs, until it is resumed or started anew. What it runs goes on.',
  resume: 'It takes jobs again.',
  stop: 'It takes no more jobs, ends what it runs in good order, and is gone. Whoever started it may start it again.',
};

interface WorkerActionsProps {
  readonly worker: Worker;
  readonly small?: boolean;
}

export function WorkerActions({ worker, small = false }: WorkerActionsProps) {
  const [order, setOrder] = useState<Order | null>(null);
  const may = useMay('admin');
  const size = small ? 'compact-xs' : 'xs';
  const icon = small ? 13 : 15;
  const close = (): void => setOrder(null);
  const flip = worker.state === 'paused' ? 'resume' : 'pause';
  if (!may) return null;
  if (worker.state === 'stopping') return <Text size="sm">It is stopping.</Text>;
  return (
    <Group gap={4}>
      <Button
        size={size}
        variant="default"
        leftSection={<Icon name={flip === 'pause' ? 'pause' : 'play'} size={icon} />}
        onClick={() => setOrder(flip)}
      >
        {flip === 'pause' ? 'Pause' : 'Resume'}
      </Button>
      {!small && (
        <Button size={size} variant="default" onClick={() => setOrder('concurrency')}>
          Concurrency
        </Button>
      )}
      <Button
        size={size}
        variant="default"
        leftSection={<Icon name="close" size={icon} />}
        onClick={() => setOrder('stop')}
      >
        Stop
      </Button>
      <Told worker={worker.id} order={order === 'concurrency' ? null : order} onClose={close} />
      <Places worker={worker} opened={order === 'concurrency'} onClose={close} />
    </Group>
  );
}

interface ToldProps {
  readonly worker: string;
  readonly order: 'pause' | 'resume' | 'stop' | null;
  readonly onClose: () => void;
}

function Told({ worker, order, onClose }: ToldProps) {
  const acts = {
    pause: useAct('POST /api/workers/{worker}/pause'),
    resume: useAct('POST /api/workers/{worker}/resume'),
    stop: useAct('POST /api/workers/{worker}/stop'),
  };
  const words = { pause: 'Pause', resume: 'Resume', stop: 'Stop' };
  const act = async (): Promise<unknown> => order && acts[order].mutateAsync({ params: { worker } });
  return (
    <Confirm
      opened={order !== null}
      onClose={onClose}
      title={order === null ? '' : `${words[order]} ${worker}`}
      destructive={order === 'stop'}
      onConfirm={act}
    >
      <Text size="sm">{order !== null && EFFECTS[order]}</Text>
    </Confirm>
  );
}

interface PlacesProps {
  readonly worker: Worker;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function Places({ worker, opened, onClose }: PlacesProps) {
  const queues = Object.keys(worker.queues);
  const [places, setPlaces] = useState<number | string>('');
  const [queue, setQueue] = useState('');
  const tell = useAct('POST /api/workers/{worker}/concurrency');
  const act = (): Promise<unknown> =>
    tell.mutateAsync({
      params: { worker: worker.id },
      body: { concurrency: typeof places === 'number' ? places : null, ...(queue !== '' && { queue }) },
    });
  return (
    <Confirm opened={opened} onClose={onClose} title={`Change concurrency of ${worker.id}`} onConfirm={act}>
      <Stack gap="sm">
        <Text size="sm">It holds until the process ends.</Text>
        <NumberInput
          label="Handlers at once"
          description="Empty: as it was started"
          min={1}
          max={10_000}
          allowDecimal={false}
          value={places}
          onChange={setPlaces}
          data-autofocus
        />
        <Select
          label="In the queue"
          data={[{ value: '', label: 'Each of its queues' }, ...queues.map((name) => ({ value: name, label: name }))]}
          value={queue}
          onChange={(value) => setQueue(value ?? '')}
          allowDeselect={false}
        />
      </Stack>
    </Confirm>
  );
}
