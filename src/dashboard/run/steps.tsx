/** The steps of a run as a table: where each stands, what it waits for, what did it. */
import { Button, Group } from '@mantine/core';

import { useMay } from '../api/session.ts';
import type { Run } from '../api/types.generated.ts';
import { JobLink, RunLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Since, Time } from '../parts/time.tsx';
import { spanOf } from '../parts/times.ts';
import { RunBadge } from '../runs/state.tsx';
import { Does } from '../workflow/page.tsx';
import { itemsText, type Step, waitOf } from './steps-text.ts';

interface StepsProps {
  readonly run: Run;
  /** Those of it that are shown. */
  readonly steps: readonly Step[];
  readonly onItems: (step: string) => void;
  readonly onFrom: (step: string) => void;
}

export function Steps({ run, steps, onItems, onFrom }: StepsProps) {
  const may = useMay('operator');
  const columns: readonly ListColumn<Step>[] = [
    ...COLUMNS,
    {
      label: 'Actions',
      cell: (step) => (
        <Group gap={4} wrap="nowrap">
          {step.many && step.total > 0 && (
            <Button size="compact-xs" variant="default" onClick={() => onItems(step.name)}>
              Items
            </Button>
          )}
          {may && run.finished && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Run again from ${step.name}`}
              onClick={() => onFrom(step.name)}
            >
              Run again
            </Button>
          )}
        </Group>
      ),
    },
    { label: 'Done by', cell: (step) => <DoneBy run={run.id} step={step} /> },
  ];
  return <Listing label="Steps" items={steps} columns={columns} keyOf={({ name }) => name} />;
}

const COLUMNS: readonly ListColumn<Step>[] = [
  {
    label: 'Step',
    cell: (step) => (
      <>
        <span className="name">{step.name}</span>
        <Note step={step} />
      </>
    ),
  },
  { label: 'State', cell: ({ state }) => <RunBadge state={state} /> },
  { label: 'Does', cell: (step) => <Does step={step} /> },
  { label: 'Needs', wide: true, cell: ({ needs }) => (needs.length === 0 ? <None /> : needs.join(', ')) },
  { label: 'Began', cell: ({ startedAt }) => <Time at={startedAt} /> },
  { label: 'Took', figure: true, cell: (step) => <StepTook step={step} /> },
  { label: 'Items', figure: true, wide: true, cell: (step) => (step.many ? itemsText(step) : <None />) },
];

/** Why it is where it is. */
function Note({ step }: { readonly step: Step }) {
  const { state, waitsFor, skipped, error, when } = step;
  if (error !== null) return <small className="plain">{`${error.name}: ${error.message}`}</small>;
  if (waitsFor !== null) return state === 'waiting' ? <small>after {waitsFor}</small> : <Wait step={step} />;
  if (skipped === 'trouble') return <small>passed over: something failed before it</small>;
  return skipped === 'condition' ? <small className="plain">{`passed over: ${when} did not hold`}</small> : null;
}

function Wait({ step }: { readonly step: Step }) {
  const { text, over } = waitOf(step);
  return (
    <small>
      {text}
      {over !== null && (
        <>
          , over <Time at={over} />
        </>
      )}
    </small>
  );
}

function StepTook({ step: { startedAt, finishedAt } }: { readonly step: Step }) {
  if (startedAt === null) return <None />;
  if (finishedAt === null) return <Since at={startedAt} />;
  return <span>{spanOf(Date.parse(finishedAt) - Date.parse(startedAt))}</span>;
}

/** Ids that begin with the run's are told by what comes behind. */
function DoneBy({ run, step: { kind, ids, many, total } }: { readonly run: string; readonly step: Step }) {
  const [first] = ids;
  if (first === undefined) return <None />;
  const short = first.startsWith(`${run}.`) ? first.slice(run.length + 1) : first;
  const link = kind === 'workflow' ? <RunLink id={first}>{short}</RunLink> : <JobLink id={first}>{short}</JobLink>;
  return (
    <>
      {link}
      {many && total > 1 && <small>and {total - 1} more</small>}
    </>
  );
}
