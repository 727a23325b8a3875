/** What became of the last ticks of a schedule. */
import { Text } from '@mantine/core';

import type { TickHistory } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { JobLink, RunLink } from '../parts/links.tsx';
import { Listing, None } from '../parts/listing.tsx';
import { Time } from '../parts/time.tsx';
import { spanOf } from '../parts/times.ts';
import { Loading, ProblemNote } from '../parts/told.tsx';

type Tick = TickHistory['ticks'][number];

/** Why a tick made nothing. */
const WHY: Readonly<Record<string, string>> = {
  missed: 'missed: nobody saw it in time',
  overlap: 'left out: what the one before made was not over',
  paused: 'paused',
};

interface HistoryProps {
  readonly name: string;
  /** Its ticks begin runs. */
  readonly runs: boolean;
}

export function History({ name, runs }: HistoryProps) {
  const { data, error, refetch } = useApi('GET /api/schedules/{schedule}/history', { params: { schedule: name } });
  if (error !== null) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="The history" />;
  if (data.ticks.length === 0) return <Text size="sm">It has not fired yet.</Text>;
  return (
    <Listing
      label="What became of its ticks"
      items={data.ticks}
      keyOf={({ plannedAt, decidedAt, id }) => `${plannedAt} ${decidedAt} ${id ?? ''}`}
      columns={[
        { label: 'Planned', cell: ({ plannedAt }) => <Time at={plannedAt} absolute /> },
        { label: 'Became', wrap: true, cell: (tick) => <Became tick={tick} runs={runs} /> },
        { label: 'Lag', figure: true, cell: ({ lagMs }) => (lagMs === null ? <None /> : spanOf(lagMs)) },
      ]}
    />
  );
}

function Became({ tick: { id, by, why, from, blockedBy }, runs }: { readonly tick: Tick; readonly runs: boolean }) {
  const Link = runs ? RunLink : JobLink;
  if (id !== null) {
    return (
      <>
        <Link id={id} />
        {by !== 'tick' && ` (${by === 'manual' ? 'by hand' : 'backfill'})`}
      </>
    );
  }
  return (
    <>
      {WHY[why ?? ''] ?? why}
      {from !== null && (
        <>
          {', since '}
          <Time at={from} absolute />
        </>
      )}
      {blockedBy !== null && (
        <>
          {': '}
          <Link id={blockedBy} />
        </>
      )}
    </>
  );
}
