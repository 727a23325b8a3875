/** The ticks around the next two changes of the clocks, and what becomes of each. */
import { Text } from '@mantine/core';

import { useApi } from '../api/use-api.ts';
import { Listing, None } from '../parts/listing.tsx';
import { Time } from '../parts/time.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';

export function AroundDst({ name, timezone }: { readonly name: string; readonly timezone: string }) {
  const asked = { params: { schedule: name }, query: { aroundDst: true } };
  const { data, error, refetch } = useApi('GET /api/schedules/{schedule}/next', asked, { every: 60_000 });
  if (error !== null) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="Ticks" rows={3} />;
  if (data.ticks.length === 0) {
    return (
      <Text size="sm">The clocks of {timezone} are not set within the next years, or nothing ticks around it.</Text>
    );
  }
  return (
    <Listing
      label="Ticks around changes of the clocks"
      items={data.ticks}
      keyOf={({ local, plannedAt }) => `${plannedAt} ${local}`}
      columns={[
        { label: `In ${timezone}`, cell: ({ local }) => local },
        { label: 'Due', cell: ({ dueAt }) => (dueAt === null ? 'left out' : <Time at={dueAt} absolute />) },
        { label: 'Note', wrap: true, cell: ({ note }) => note ?? <None /> },
      ]}
    />
  );
}
