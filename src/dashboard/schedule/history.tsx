/** What became of the last ticks of a schedule: at one look, and each with its job or why there is none. */
import { Group, Stack, Text } from '@mantine/core';

import type { TickHistory } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { JobLink, RunLink } from '../parts/links.tsx';
import { Listing, None } from '../parts/listing.tsx';
import { Choice } from '../parts/narrowing.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';
import { Time } from '../parts/time.tsx';
import { counted, spanOf } from '../parts/times.ts';
import { Loading, ProblemNote } from '../parts/told.tsx';

type Tick = TickHistory['ticks'][number];

/** What became of a tick. */
const OUTCOMES = {
  tick: { tone: 'completed', icon: 'completed', label: 'fired', why: null },
  manual: { tone: 'running', icon: 'person', label: 'by hand', why: null },
  backfill: { tone: 'running', icon: 'plus', label: 'backfill', why: null },
  missed: { tone: 'dead', icon: 'errors', label: 'missed', why: 'nobody saw it in time' },
  overlap: { tone: 'retryable', icon: 'right', label: 'left out', why: 'the one before was not over' },
  paused: { tone: 'cancelled', icon: 'pause', label: 'paused', why: 'the schedule was paused' },
  refused: { tone: 'dead', icon: 'errors', label: 'refused', why: 'what it was to make was refused; the log says why' },
} as const;

type Outcome = keyof typeof OUTCOMES;

const CHOICES = [
  { value: '', label: 'All' },
  ...Object.entries(OUTCOMES).map(([value, { label }]) => ({ value, label })),
];

/** As many as the store keeps. */
const KEPT = 100;

interface HistoryProps {
  readonly name: string;
  /** Its ticks begin runs. */
  readonly runs: boolean;
}

export function History({ name, runs }: HistoryProps) {
  const [view] = useView();
  const asked = { params: { schedule: name }, query: { limit: KEPT } };
  const { data, error, refetch } = useApi('GET /api/schedules/{schedule}/history', asked);
  if (error !== null) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="The history" />;
  if (data.ticks.length === 0) return <Text size="sm">It has not fired yet.</Text>;
  const shown = data.ticks.filter((tick) => view.became === undefined || outcomeOf(tick) === view.became);
  return (
    <Stack gap="sm">
      <Strip ticks={data.ticks} />
      <Group justify="space-between" align="flex-end" gap="xs">
        <Choice label="What became of it" word="became" data={CHOICES} />
        <CopyAs cli={['schedules', 'history', name]} name="GET /api/schedules/{schedule}/history" asked={asked} />
      </Group>
      {shown.length === 0 ? (
        <Text size="sm">None of the last {counted(data.ticks.length, 'tick')}.</Text>
      ) : (
        <div className="ticks-list">
          <Listing
            label="What became of its ticks"
            items={shown}
            keyOf={({ plannedAt, decidedAt, id }) => `${plannedAt} ${decidedAt} ${id ?? ''}`}
            columns={[
              { label: 'Planned', cell: ({ plannedAt }) => <Time at={plannedAt} absolute /> },
              { label: 'Became', cell: (tick) => <Badge tick={tick} /> },
              { label: runs ? 'Run' : 'Job', wrap: true, cell: (tick) => <Became tick={tick} runs={runs} /> },
              { label: 'Decided', wide: true, cell: ({ decidedAt }) => <Time at={decidedAt} /> },
              { label: 'Lag', figure: true, cell: ({ lagMs }) => (lagMs === null ? <None /> : spanOf(lagMs)) },
            ]}
          />
        </div>
      )}
    </Stack>
  );
}

function outcomeOf({ by, why }: Tick): Outcome {
  const word = why ?? by ?? 'tick';
  return Object.hasOwn(OUTCOMES, word) ? (word as Outcome) : 'tick';
}

function Badge({ tick }: { readonly tick: Tick }) {
  const { tone, icon, label } = OUTCOMES[outcomeOf(tick)];
  return <ToneBadge tone={tone} icon={icon} label={label} />;
}

/** A mark for each, the oldest first. */
function Strip({ ticks }: { readonly ticks: readonly Tick[] }) {
  const oldestFirst = [...ticks].reverse();
  const kinds = Object.keys(OUTCOMES) as Outcome[];
  const counts = kinds.map(
    (kind) => [OUTCOMES[kind].label, ticks.filter((tick) => outcomeOf(tick) === kind).length] as const,
  );
  const words = counts.filter(([, count]) => count > 0).map(([label, count]) => `${count} ${label}`);
  const lags = ticks.flatMap(({ lagMs }) => lagMs ?? []);
  const worst = lags.length === 0 ? '' : `; the latest was ${spanOf(Math.max(...lags))} late`;
  const summary = `The last ${counted(ticks.length, 'tick')}: ${words.join(', ')}${worst}`;
  return (
    <>
      <Text size="sm" c="dimmed">
        {summary}
      </Text>
      <div className="tick-strip" role="img" aria-label={summary}>
        {oldestFirst.map((tick) => (
          <span
            key={`${tick.plannedAt} ${tick.decidedAt} ${tick.id ?? ''}`}
            data-tone={OUTCOMES[outcomeOf(tick)].tone}
          />
        ))}
      </div>
    </>
  );
}

function Became({ tick, runs }: { readonly tick: Tick; readonly runs: boolean }) {
  const { id, from, blockedBy } = tick;
  const Link = runs ? RunLink : JobLink;
  if (id !== null) return <Link id={id} />;
  if (blockedBy !== null) {
    return (
      <>
        <Link id={blockedBy} /> was not over
      </>
    );
  }
  return (
    <>
      {OUTCOMES[outcomeOf(tick)].why}
      {from !== null && (
        <>
          {', since '}
          <Time at={from} absolute />
        </>
      )}
    </>
  );
}
