/** Holds a queue, a task or a schedule, with a reason and an end; and lets it go on. */
import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

import { useMay } from '../api/session.ts';
import { Confirm } from './confirm.tsx';
import { Icon, type IconName } from './icons.tsx';
import { InstantInput, instantOf } from './instant-input.tsx';
import { ToneBadge } from './state-badge.tsx';
import { Time } from './time.tsx';

export interface Pause {
  readonly reason: string | null;
  readonly until: string | null;
  readonly by: string | null;
  readonly since: string;
}

export interface PauseOrder {
  readonly reason?: string;
  readonly for?: string;
  readonly until?: string;
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
  /** What the two are called. */
  readonly words?: Words;
}

interface Words {
  readonly hold: string;
  readonly free: string;
  readonly icon?: IconName;
  /** What is said before it is freed. */
  readonly freed?: string;
}

const PAUSE: Words = { hold: 'Pause', free: 'Resume' };

const ENDS = [
  { value: '', label: 'When somebody ends it' },
  { value: '15m', label: 'After 15 minutes' },
  { value: '1h', label: 'After an hour' },
  { value: '4h', label: 'After 4 hours' },
  { value: '1d', label: 'After a day' },
  { value: 'until', label: 'At a time that I name' },
];

export function Pausing(props: PausingProps) {
  const { what, effect, paused, onPause, onResume, small = false, words = PAUSE } = props;
  const [opened, setOpened] = useState(false);
  // What was asked stays the question when somebody else answers it meanwhile, or the second press would undo the first.
  const [wasPaused, setWasPaused] = useState(paused);
  if (!useMay('operator')) return null;
  const word = paused ? words.free : words.hold;
  return (
    <>
      <Button
        size={small ? 'compact-xs' : 'xs'}
        variant="default"
        leftSection={<Icon name={paused ? 'play' : (words.icon ?? 'pause')} size={small ? 13 : 15} />}
        aria-label={`${word} ${what}`}
        onClick={() => {
          setWasPaused(paused);
          setOpened(true);
        }}
      >
        {word}
      </Button>
      {wasPaused ? (
        <Confirm opened={opened} onClose={() => setOpened(false)} title={`${words.free} ${what}`} onConfirm={onResume}>
          {words.freed !== undefined && <Text size="sm">{words.freed}</Text>}
        </Confirm>
      ) : (
        <PauseDialog
          title={`${words.hold} ${what}`}
          effect={effect}
          opened={opened}
          onClose={() => setOpened(false)}
          onPause={onPause}
        />
      )}
    </>
  );
}

interface PauseDialogProps extends Pick<PausingProps, 'effect' | 'onPause'> {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function PauseDialog({ title, effect, opened, onClose, onPause }: PauseDialogProps) {
  const [reason, setReason] = useState('');
  const [end, setEnd] = useState('');
  const [until, setUntil] = useState('');
  const act = async (): Promise<unknown> => onPause({ ...(reason !== '' && { reason }), ...endOf(end, until) });
  return (
    <Confirm opened={opened} onClose={onClose} title={title} onConfirm={act}>
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
        {end === 'until' && <InstantInput label="At" value={until} onChange={setUntil} />}
      </Stack>
    </Confirm>
  );
}

/** @throws ApiProblem REQUEST_INVALID where no time is named */
function endOf(end: string, until: string): Pick<PauseOrder, 'for' | 'until'> {
  if (end === 'until') return { until: instantOf(until) };
  return end === '' ? {} : { for: end };
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
