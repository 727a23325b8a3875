/** Runs, the newest first; which of them stands in the address. */
import { Button, Group, Select, Stack, Text } from '@mantine/core';

import type { ListedRun } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { faultText } from '../parts/fault-text.ts';
import { NameLink, RunLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Since, Time } from '../parts/time.tsx';
import { counted, spanOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { RunBadge } from './state.tsx';

const STATES = ['running', 'completed', 'failed', 'cancelled'] as const;

interface RunTableProps {
  /** Of one workflow; null: of all. */
  readonly workflow: string | null;
}

export function RunTable({ workflow }: RunTableProps) {
  const [view] = useView();
  const state = stateOf(view.state);
  const query = {
    ...(workflow !== null && { workflow }),
    ...(state !== null && { state: [state] }),
    ...(view.cursor !== undefined && { cursor: view.cursor }),
  };
  const { data, error, refetch } = useApi('GET /api/runs', { query }, { keep: true });
  return (
    <Stack gap="sm">
      <Choice next={data?.next ?? null} />
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (
        error === null && <Loading what="Runs" />
      ) : (
        <Rows runs={data.runs} state={state} ofAll={workflow === null} />
      )}
    </Stack>
  );
}

type RunState = (typeof STATES)[number];

function stateOf(text: string | undefined): RunState | null {
  return STATES.find((one) => one === text) ?? null;
}

function Choice({ next }: { readonly next: string | null }) {
  const [view, change] = useView();
  return (
    <Group justify="space-between" gap="xs" align="flex-end">
      <Select
        label="State"
        size="xs"
        data={[{ value: '', label: 'All' }, ...STATES]}
        value={stateOf(view.state) ?? ''}
        onChange={(value) => change({ state: value === '' || value === null ? undefined : value, cursor: undefined })}
        allowDeselect={false}
      />
      <Group gap="xs">
        {view.cursor !== undefined && (
          <Button size="xs" variant="default" onClick={() => change({ cursor: undefined })}>
            Newest
          </Button>
        )}
        {next !== null && (
          <Button size="xs" variant="default" onClick={() => change({ cursor: next })}>
            Older
          </Button>
        )}
      </Group>
    </Group>
  );
}

interface RowsProps {
  readonly runs: readonly ListedRun[];
  readonly state: RunState | null;
  /** Whether they are of several workflows. */
  readonly ofAll: boolean;
}

function Rows({ runs, state, ofAll }: RowsProps) {
  if (runs.length === 0) {
    return (
      <Empty icon="workflows" title={state === null ? 'There is no run yet' : `No run is ${state}`}>
        <span>A run begins by a schedule, a request, or the button “Start”.</span>
      </Empty>
    );
  }
  const columns = ofAll ? [...COLUMNS.slice(0, 2), OF, ...COLUMNS.slice(2)] : COLUMNS;
  return <Listing label="Runs" items={runs} columns={columns} keyOf={({ id }) => id} />;
}

const OF: ListColumn<ListedRun> = {
  label: 'Workflow',
  cell: ({ workflow }) => (workflow === null ? 'came with the call' : <NameLink kind="workflows" name={workflow} />),
};

const COLUMNS: readonly ListColumn<ListedRun>[] = [
  { label: 'Run', cell: ({ id }) => <RunLink id={id} /> },
  { label: 'State', cell: ({ state }) => <RunBadge state={state} /> },
  { label: 'Steps', cell: ({ counts }) => stepsText(counts) },
  { label: 'Began', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { label: 'Took', figure: true, cell: (run) => <Took run={run} /> },
  { label: 'By', wide: true, cell: (run) => <StartedBy run={run} /> },
  {
    label: 'Error',
    wide: true,
    wrap: true,
    cell: ({ error }) => (error === null ? <None /> : faultText(error)),
  },
];

/** `2 of 5`, and what is not well. */
export function stepsText(counts: ListedRun['counts']): string {
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const failed = counts.failed === 0 ? '' : `, ${counted(counts.failed, 'failed', 'failed')}`;
  return `${counts.completed} of ${all}${failed}`;
}

export function Took({
  run: { createdAt, finishedAt },
}: {
  readonly run: Pick<ListedRun, 'createdAt' | 'finishedAt'>;
}) {
  if (finishedAt === null) return <Since at={createdAt} />;
  return <span>{spanOf(Date.parse(finishedAt) - Date.parse(createdAt))}</span>;
}

export function StartedBy({ run: { schedule, parent, parentId } }: { readonly run: ListedRun }) {
  if (schedule !== null) return <NameLink kind="schedules" name={schedule.name} />;
  if (parent !== null) {
    return (
      <Text component="span" fz="inherit">
        a step of <RunLink id={parent.run} />
      </Text>
    );
  }
  return parentId === null ? <span>a call</span> : <span>a job</span>;
}
