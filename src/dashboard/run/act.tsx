/** What can be done with a run. */
import { Button, Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { apiUrl } from '../api/place.ts';
import { requestRaw } from '../api/request.ts';
import { useMay } from '../api/session.ts';
import type { Run } from '../api/types.generated.ts';
import { useAct } from '../api/use-api.ts';
import { Confirm } from '../parts/confirm.tsx';
import { JsonAsk } from '../parts/json-ask.tsx';
import { stepsText } from '../runs/table.tsx';

type Asked = 'cancel' | 'resume' | 'signal' | 'remove' | null;

interface RunActionsProps {
  readonly run: Run;
  /** A step to begin anew at; null: none was picked. */
  readonly from: string | null;
  readonly onFrom: (step: string | null) => void;
}

export function RunActions(props: RunActionsProps) {
  return useMay('operator') ? <Acts {...props} /> : null;
}

function Acts({ run, from, onFrom }: RunActionsProps) {
  const [asked, setAsked] = useState<Asked>(null);
  const close = (): void => setAsked(null);
  const navigate = useNavigate();
  const cancel = useAct('POST /api/runs/{run}/cancel');
  const resume = useAct('POST /api/runs/{run}/resume');
  const remove = useAct('DELETE /api/runs/{run}');
  const params = { run: run.id };
  const broken = run.state === 'failed' || run.state === 'cancelled';
  return (
    <>
      {broken && <Act label="Resume" onClick={() => setAsked('resume')} />}
      {!run.finished && <Act label="Signal" onClick={() => setAsked('signal')} />}
      {!run.finished && <Act label="Cancel" onClick={() => setAsked('cancel')} />}
      {run.finished && <Act label="Delete" onClick={() => setAsked('remove')} />}
      <Confirm
        opened={asked === 'cancel'}
        onClose={close}
        title="Cancel this run"
        destructive
        onConfirm={() => cancel.mutateAsync({ params })}
      >
        <Text size="sm">
          Nothing more of it begins, and what runs is cancelled. {stepsText(run.counts)} steps are done.
        </Text>
      </Confirm>
      <Confirm
        opened={asked === 'resume'}
        onClose={close}
        title="Resume this run"
        onConfirm={() => resume.mutateAsync({ params, body: null })}
      >
        <Text size="sm">It goes on from what failed or was cancelled. What is done stays done.</Text>
      </Confirm>
      <Confirm
        opened={asked === 'remove'}
        onClose={close}
        title="Delete this run"
        destructive
        typed="delete"
        onConfirm={async () => {
          await remove.mutateAsync({ params });
          await navigate({ to: '/workflows' });
        }}
      >
        <Text size="sm">Its jobs stay.</Text>
      </Confirm>
      <Signal run={run} opened={asked === 'signal'} onClose={close} />
      {from !== null && <Again run={run} from={from} onClose={() => onFrom(null)} />}
    </>
  );
}

function Act({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button size="xs" variant="default" onClick={onClick}>
      {label}
    </Button>
  );
}

interface AgainProps {
  readonly run: Run;
  readonly from: string;
  readonly onClose: () => void;
}

function Again({ run, from, onClose }: AgainProps) {
  const [picked, setPicked] = useState<readonly string[]>([from]);
  const resume = useAct('POST /api/runs/{run}/resume');
  return (
    <Confirm
      opened
      onClose={onClose}
      title={`Run again from ${picked.length === 1 ? (picked[0] ?? '') : `${picked.length} steps`}`}
      onConfirm={() => resume.mutateAsync({ params: { run: run.id }, body: { from: [...picked] } })}
    >
      <Stack gap="sm">
        <Text size="sm">They begin anew, with all that needs them. What is done before them stays done.</Text>
        <Checkbox.Group label="Begin at" value={[...picked]} onChange={setPicked}>
          <Stack gap={6} mt={6} mah={220} style={{ overflowY: 'auto' }}>
            {run.steps.map(({ name, state }) => (
              <Checkbox key={name} value={name} label={`${name} (${state})`} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Stack>
    </Confirm>
  );
}

interface SignalProps {
  readonly run: Run;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function Signal({ run, opened, onClose }: SignalProps) {
  const client = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? awaitedOf(run);
  const send = async (payload: string): Promise<void> => {
    const path = `/api/runs/${encodeURIComponent(run.id)}/signals/${encodeURIComponent(name)}`;
    await requestRaw(apiUrl(path), payload);
    await client.invalidateQueries({ queryKey: ['api'] });
  };
  return (
    <JsonAsk
      opened={opened}
      onClose={onClose}
      title={`Give it the signal${name === '' ? '' : ` ${name}`}`}
      label="What comes with it"
      start="null"
      onSend={send}
    >
      <TextInput
        label="Signal"
        description="The first of a name counts, also where nothing waits for it yet"
        value={name}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </JsonAsk>
  );
}

const SIGNAL = /^the signal ([\w.-]+?)(?:, until .*)?$/;

/** The signal that a step waits for now, else none. */
function awaitedOf({ steps }: Run): string {
  for (const { waitsFor } of steps) {
    const name = SIGNAL.exec(waitsFor ?? '')?.[1];
    if (name !== undefined) return name;
  }
  return '';
}
