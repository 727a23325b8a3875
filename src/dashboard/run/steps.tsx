/** The steps of a run as a table: where each stands, what it waits for, what did it. */
import { Button, Group } from '@mantine/core';

import { useMay } from '../api/session.ts';
import type { Run } from '../api/types.generated.ts';
import { faultText } from '../parts/fault-text.ts';
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
    { label: 'Step', cell: (step) => <Named step={step} run={run.id} /> },
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
  ];
  return <Listing label="Steps" items={steps} columns={columns} keyOf={({ name }) => name} />;
}

const COLUMNS: readonly ListColumn<Step>[] = [
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
  if (error !== null) return <small className="plain">{faultText(error)}</small>;
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

/** Its name leads to what does it; the id is told where it is not the name behind that of the run, as after it was begun anew. */
function Named({ run, step }: { readonly run: string; readonly step: Step }) {
  const { kind, ids, many, name } = step;
  const [first] = ids;
  if (first === undefined || many) {
    return (
      <>
        <span className="name">{name}</span>
        <Note step={step} />
      </>
    );
  }
  const short = first.startsWith(`${run}.`) ? first.slice(run.length + 1) : first;
  return (
    <>
      {kind === 'workflow' ? <RunLink id={first}>{name}</RunLink> : <JobLink id={first}>{name}</JobLink>}
      {short !== name && <small className="plain">{short}</small>}
      <Note step={step} />
    </>
  );
}
