/** Makes the jobs, or runs, of ticks of a time that is over: looked at first, then made. */
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';

import { request } from '../api/request.ts';
import { useMay } from '../api/session.ts';
import type { Backfill } from '../api/types.generated.ts';
import { useAct } from '../api/use-api.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Icon } from '../parts/icons.tsx';
import { InstantInput, instantOf, writtenInstant } from '../parts/instant-input.tsx';
import { JobLink, RunLink } from '../parts/links.tsx';
import { Listing } from '../parts/listing.tsx';
import { useStored, zoneSetting } from '../parts/stored.ts';
import { Time } from '../parts/time.tsx';
import { counted } from '../parts/times.ts';
import { ProblemNote } from '../parts/told.tsx';

const DAY_MS = 86_400_000;
const LIMIT = 100;

interface BackfillProps {
  readonly name: string;
  /** Its ticks begin runs. */
  readonly runs: boolean;
}

export function BackfillButton({ name, runs }: BackfillProps) {
  const [opened, setOpened] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const backfill = useAct('POST /api/schedules/{schedule}/backfill');
  if (!useMay('operator')) return null;
  const thing = runs ? 'run' : 'job';
  const act = async (): Promise<void> => {
    if (asked === null) throw new Error('Look first at what would be made.');
    const { ticks } = await backfill.mutateAsync({ params: { schedule: name }, body: asked.body });
    const made = ticks.filter(({ existing }) => !existing).length;
    notifications.show({ title: `Backfill of ${name}`, message: `${counted(made, thing)} made` });
  };
  const missing = asked?.told.ticks.filter(({ existing }) => !existing).length ?? 0;
  const title = asked === null ? 'Backfill' : `Make ${counted(missing, thing)}`;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="plus" size={15} />}
        onClick={() => {
          setAsked(null);
          setOpened(true);
        }}
      >
        Backfill
      </Button>
      <Confirm
        opened={opened}
        onClose={() => setOpened(false)}
        title={title}
        heading={`Backfill ${name}`}
        disabled={missing === 0}
        onConfirm={act}
        wide
      >
        <Ask name={name} runs={runs} asked={asked} onAsked={setAsked} />
      </Confirm>
    </>
  );
}

interface Asked {
  readonly body: { readonly from: string; readonly to: string; readonly limit: number };
  /** What it would make. */
  readonly told: Backfill;
}

interface AskProps extends BackfillProps {
  readonly asked: Asked | null;
  readonly onAsked: (asked: Asked | null) => void;
}

function Ask({ name, runs, asked, onAsked }: AskProps) {
  const zone = useStored(zoneSetting);
  const [from, setFrom] = useState(() => writtenInstant(Date.now() - DAY_MS, zone));
  const [to, setTo] = useState(() => writtenInstant(Date.now() - 1_000, zone));
  const [limit, setLimit] = useState<number | string>(LIMIT);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const changed = <T,>(set: (value: T) => void) => {
    return (value: T): void => {
      set(value);
      onAsked(null);
    };
  };
  const look = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const body = { from: instantOf(from), to: instantOf(to), limit: Number(limit) };
      const told = await request('POST /api/schedules/{schedule}/backfill', {
        params: { schedule: name },
        body: { ...body, dryRun: true },
      });
      onAsked({ body, told });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap="sm">
      <Text size="sm">
        Ticks of that time get the {runs ? 'runs' : 'jobs'} that they would have made, under the same ids: what is there
        already is not made again.
      </Text>
      <Group gap="sm" align="flex-end">
        <InstantInput label="From" value={from} onChange={changed(setFrom)} />
        <InstantInput label="To" value={to} onChange={changed(setTo)} />
        <NumberInput label="At most" value={limit} onChange={changed(setLimit)} min={1} max={1_000} w={90} />
        <Button variant="default" loading={busy} onClick={() => void look()}>
          Dry run
        </Button>
      </Group>
      {error !== null && <ProblemNote error={error} />}
      {asked !== null && <WouldMake told={asked.told} runs={runs} />}
    </Stack>
  );
}

function WouldMake({ told: { ticks, more }, runs }: { readonly told: Backfill; readonly runs: boolean }) {
  if (ticks.length === 0) return <Text size="sm">No tick lies in that time.</Text>;
  const Link = runs ? RunLink : JobLink;
  const there = ticks.filter(({ existing }) => existing).length;
  return (
    <>
      <Text size="sm" role="status">
        {counted(ticks.length, 'tick')}, {there} of them with their {runs ? 'run' : 'job'} already
        {more && '; there are more in that time, later ones'}
      </Text>
      <div className="backfill">
        <Listing
          label="What would be made"
          items={ticks}
          keyOf={({ id }) => id}
          columns={[
            { label: 'Planned', cell: ({ plannedAt }) => <Time at={plannedAt} absolute /> },
            {
              label: runs ? 'Run' : 'Job',
              cell: ({ id, existing }) => (existing ? <Link id={id} /> : 'would be made'),
            },
          ]}
        />
      </div>
    </>
  );
}
