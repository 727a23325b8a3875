/** One schedule: when it fires next, what its last tick made. */
import { Grid, SegmentedControl, Stack, Text } from '@mantine/core';

import type { ScheduleDetail } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useName } from '../app/name.ts';
import { useView } from '../app/search.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { type Fact, FactList, placeOf, Section } from '../parts/fact-list.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { JobLink, JobsLink, NameLink, RunLink } from '../parts/links.tsx';
import { Page } from '../parts/page.tsx';
import { PauseBadge, PauseNote } from '../parts/pausing.tsx';
import { Time } from '../parts/time.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { ScheduleActions } from '../schedules/act.tsx';
import { ScheduleFindings } from '../schedules/findings.tsx';
import { Rhythm } from '../schedules/rhythm.tsx';
import { AroundDst } from './around-dst.tsx';
import { BackfillButton } from './backfill.tsx';
import { History } from './history.tsx';
import { NextRuns } from './next-runs.tsx';
import { rulesOf } from './rules.tsx';

const ABOVE = [{ label: 'Schedules', to: '/schedules' }];

export default function SchedulePage() {
  const name = useName();
  const asked = { params: { schedule: name } };
  const { data, error, refetch } = useApi('GET /api/schedules/{schedule}', asked);
  return (
    <Page
      title={name}
      above={ABOVE}
      beside={data && <PauseBadge pause={data.pause} paused={data.paused} />}
      actions={
        <>
          {data && <ScheduleActions schedule={data} />}
          {data && <BackfillButton name={name} runs={data.workflow !== null} />}
          <CopyAs cli={['schedules', 'next', name]} name="GET /api/schedules/{schedule}" asked={asked} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data ? <Known schedule={data} /> : error === null && <Loading what={`Schedule ${name}`} />}
    </Page>
  );
}

function Known({ schedule }: { readonly schedule: ScheduleDetail }) {
  return (
    <Stack gap="md">
      <PauseNote pause={schedule.pause} />
      <ScheduleFindings name={schedule.name} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Section title="Next runs">
              <Coming schedule={schedule} />
            </Section>
            <Section title="Payload">
              <JsonView text={JSON.stringify(schedule.payload)} label="payload" />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <Section title="About it">
              <FactList facts={factsOf(schedule)} />
            </Section>
            <Section title="Its rules">
              <FactList facts={rulesOf(schedule)} />
            </Section>
          </Stack>
        </Grid.Col>
      </Grid>
      <Section title="What became of its ticks">
        <History name={schedule.name} runs={schedule.workflow !== null} />
      </Section>
    </Stack>
  );
}

/** The next instants, or those around changes of the clocks: which ones stands in the address. */
function Coming({ schedule: { name, timezone, upcoming } }: { readonly schedule: ScheduleDetail }) {
  const [view, change] = useView();
  const zone = timezone ?? 'UTC';
  return (
    <Stack gap="sm">
      {zone !== 'UTC' && (
        <SegmentedControl
          size="xs"
          aria-label="Which runs"
          value={view.next ?? ''}
          onChange={(next) => change({ next: next === '' ? undefined : next }, { replace: true })}
          data={[
            { value: '', label: 'Next' },
            { value: 'clocks', label: 'Where clocks are set' },
          ]}
        />
      )}
      {view.next === 'clocks' ? (
        <AroundDst name={name} timezone={zone} />
      ) : (
        <NextRuns upcoming={upcoming} timezone={zone} />
      )}
    </Stack>
  );
}

function factsOf(schedule: ScheduleDetail): readonly Fact[] {
  const { name, task, workflow, place, next, last, lastMade, inForce, decidedUntil } = schedule;
  return [
    ['Fires', <Rhythm key="fires" schedule={schedule} />],
    ['Task', task === null ? null : <NameLink kind="tasks" name={task} />],
    ['Workflow', workflow === null ? null : <NameLink key="workflow" kind="workflows" name={workflow} />],
    ['Next', <Time key="next" at={next} />],
    ['Last', <Time key="last" at={last} />],
    ['It made', lastMade === null ? null : <LastMade key="made" made={lastMade} />],
    [
      'History',
      workflow === null ? (
        <JobsLink key="all" q={`schedule:${name}`}>
          All its jobs
        </JobsLink>
      ) : null,
    ],
    ['In force', inForce ? null : "no: another manifest's schedules are"],
    ['Waits until', decidedUntil === null ? null : <Time at={decidedUntil} absolute />],
    ['Declared', placeOf(place)],
  ];
}

function LastMade({
  made: { kind, id, state, finishedAt },
}: {
  readonly made: NonNullable<ScheduleDetail['lastMade']>;
}) {
  return (
    <>
      {kind === 'job' ? <JobLink id={id} /> : <RunLink id={id} />}
      <Text size="sm" component="span">
        , {state}
      </Text>
      {finishedAt !== null && (
        <>
          {' '}
          <Time at={finishedAt} />
        </>
      )}
    </>
  );
}
