/** Holds a queue, a task or a schedule, with a reason and an end; and lets it go on. */
import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

import { useMay } from '../api/session.ts';
import { Confirm } from './confirm.tsx';
import { Icon } from './icons.tsx';
import { ToneBadge } from './state-badge.tsx';
import { Time } from './time.tsx';

export interface Pause {
  readonly reason: string | null;
  readonly until: string | null;
  readonly by: string | null;
  readonly since: string;
}

interface PauseOrder {
  readonly reason?: string;
  readonly for?: string;
}

interface PausingProps {
  /** `queue emails` */
  readonly what: string;
  /** What becomes of its work meanwhile. */
  readonly effect: string;
  readonly pause: Pause | null;
  readonly paused: boolean;
  readonly onPause: (order: PauseOrder) => Promise<unknown>;
  readonly onResume: () => Promise<unknown>;
  /** As an icon alone, in a row. */
  readonly small?: boolean;
}

const ENDS = [
  { value: '', label: 'When somebody resumes it' },
  { value: '15m', label: 'After 15 minutes' },
  { value: '1h', label: 'After an hour' },
  { value: '4h', label: 'After 4 hours' },
  { value: '1d', label: 'After a day' },
];

export function Pausing({ what, effect, paused, onPause, onResume, small = false }: PausingProps) {
  const [opened, setOpened] = useState(false);
  // What was asked stays the question when somebody else answers it meanwhile, or the second press would undo the first.
  const [wasPaused, setWasPaused] = useState(paused);
  if (!useMay('operator')) return null;
  const word = paused ? 'Resume' : 'Pause';
  return (
    <>
      <Button
        size={small ? 'compact-xs' : 'xs'}
        variant="default"
        leftSection={<Icon name={paused ? 'play' : 'pause'} size={small ? 13 : 15} />}
        aria-label={`${word} ${what}`}
        onClick={() => {
          setWasPaused(paused);
          setOpened(true);
        }}
      >
        {word}
      </Button>
      {wasPaused ? (
        <Confirm opened={opened} onClose={() => setOpened(false)} title={`Resume ${what}`} onConfirm={onResume} />
      ) : (
        <PauseDialog what={what} effect={effect} opened={opened} onClose={() => setOpened(false)} onPause={onPause} />
      )}
    </>
  );
}

interface PauseDialogProps extends Pick<PausingProps, 'what' | 'effect' | 'onPause'> {
  readonly opened: boolean;
  readonly onClose: () => void;
}

function PauseDialog({ what, effect, opened, onClose, onPause }: PauseDialogProps) {
  const [reason, setReason] = useState('');
  const [end, setEnd] = useState('');
  const act = (): Promise<unknown> => onPause({ ...(reason !== '' && { reason }), ...(end !== '' && { for: end }) });
  return (
    <Confirm opened={opened} onClose={onClose} title={`Pause ${what}`} onConfirm={act}>
      <Stack gap="sm">
        <Text size="sm">{effect}</Text>
        <TextInput
          label="Reason"
          placeholder="INC-42"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Select
          label="It ends"
          data={ENDS}
          value={end}
          onChange={(value) => setEnd(value ?? '')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: true }}
        />
      </Stack>
    </Confirm>
  );
}

/** Whether it is paused, and why. */
export function PauseBadge({ pause, paused }: { readonly pause: Pause | null; readonly paused: boolean }) {
  if (!paused) return <ToneBadge tone="completed" icon="play" label="on" title="It goes on" />;
  return <ToneBadge tone="retryable" icon="pause" label="paused" title={pause?.reason ?? 'No reason was given'} />;
}

export function PauseNote({ pause }: { readonly pause: Pause | null }) {
  if (pause === null) return null;
  return (
    <div className="concern" data-tone="retryable">
      <Icon name="pause" size={18} />
      <Text size="sm" fw={550} className="plain">
        Paused{pause.reason === null ? ', no reason was given' : `: ${pause.reason}`}
      </Text>
      <Text size="sm" c="dimmed" component="span">
        since <Time at={pause.since} />
        {pause.by !== null && ` by ${pause.by}`}
        {pause.until === null ? ', until somebody resumes it' : ', ends '}
        {pause.until !== null && <Time at={pause.until} />}
      </Text>
    </div>
  );
}
