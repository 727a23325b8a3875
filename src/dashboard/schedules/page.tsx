/** What runs by the clock: when it ran, when it runs next. */
import { Group, Stack } from '@mantine/core';

import type { Schedule } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { JobsLink, NameLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { PauseBadge } from '../parts/pausing.tsx';
import { Time } from '../parts/time.tsx';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { ScheduleActions } from './act.tsx';
import { ScheduleFindings } from './findings.tsx';
import { LoadStrip } from './load.tsx';
import { Rhythm } from './rhythm.tsx';

const COLUMNS: readonly ListColumn<Schedule>[] = [
  {
    label: 'Schedule',
    cell: ({ name, inForce }) => (
      <>
        <NameLink kind="schedules" name={name} />
        {!inForce && <small>not in force: another manifest&apos;s are</small>}
      </>
    ),
  },
  { label: 'State', cell: ({ pause, paused }) => <PauseBadge pause={pause} paused={paused} /> },
  { label: 'Fires', cell: (schedule) => <Rhythm schedule={schedule} /> },
  { label: 'Makes', wide: true, cell: (schedule) => <Made schedule={schedule} /> },
  { label: 'Next', cell: ({ next }) => <Time at={next} /> },
  {
    label: 'Last',
    cell: ({ last, lastJobId, name }) =>
      lastJobId === null ? (
        <Time at={last} />
      ) : (
        <JobsLink q={`schedule:${name}`}>
          <Time at={last} />
        </JobsLink>
      ),
  },
  {
    label: 'Actions',
    role: 'operator',
    cell: (schedule) => (
      <Group gap={4}>
        <ScheduleActions schedule={schedule} small />
      </Group>
    ),
  },
];

export default function Schedules() {
  const { data, error, refetch } = useApi('GET /api/schedules');
  return (
    <Page title="Schedules" actions={<CopyAs cli={['schedules', 'ls']} name="GET /api/schedules" />}>
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Schedules" />}
      {data?.schedules.length === 0 && (
        <Empty icon="schedules" title="Nothing runs by the clock">
          <span>
            Write it under <code>schedules</code> in the manifest: a task, and <code>cron</code> or <code>every</code>.
          </span>
        </Empty>
      )}
      {data && data.schedules.length > 0 && (
        <Stack gap="md">
          <ScheduleFindings />
          <LoadStrip />
          <Listing label="Schedules" items={data.schedules} columns={COLUMNS} keyOf={({ name }) => name} />
        </Stack>
      )}
    </Page>
  );
}

function Made({ schedule: { task, workflow } }: { readonly schedule: Schedule }) {
  if (task !== null) return <NameLink kind="tasks" name={task} />;
  return workflow === null ? <None /> : <NameLink kind="workflows" name={workflow} />;
}
