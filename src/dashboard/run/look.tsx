/** The steps of a run in three ways that agree: as a graph, as a list and over time. What is picked in one is in all. */
import { Anchor, Button, Group as Row, SegmentedControl, Stack, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';

import type { Run } from '../api/types.generated.ts';
import { useView } from '../app/search.ts';
import { Bars } from '../parts/bars.tsx';
import { Section } from '../parts/fact-list.tsx';
import { useNow } from '../parts/time.tsx';
import { counted, countOf } from '../parts/times.ts';
import { Loading } from '../parts/told.tsx';
import { barsOf, type Group, nodesOf, stateOf } from './groups.ts';
import type { Step } from './steps-text.ts';
import { Steps } from './steps.tsx';

const Graph = lazy(() => import('../graph/graph.tsx'));

/** Rows that are drawn before more are asked for. */
const PAGE = 100;
/** A shorter list needs no choice of states. */
const FEW = 12;

interface StepsLookProps {
  readonly run: Run;
  readonly groups: readonly Group[];
  readonly onFrom: (step: string) => void;
}

export function StepsLook({ run, groups, onFrom }: StepsLookProps) {
  const [view, change] = useView();
  const picked = groups.find(({ id }) => id === view.group) ?? null;
  return (
    <>
      <Section title="Graph">
        <Drawn run={run} groups={groups} picked={picked} />
      </Section>
      <Section title="Steps">
        <Stack gap="sm">
          {picked !== null && (
            <Text size="sm">
              {counted(picked.members.length, 'step')} of the graph.{' '}
              <Anchor component="button" type="button" fz="sm" onClick={() => change({ group: undefined })}>
                Show all
              </Anchor>
            </Text>
          )}
          <StepList run={run} steps={picked?.members ?? run.steps} onFrom={onFrom} />
        </Stack>
      </Section>
    </>
  );
}

function Drawn({
  run,
  groups,
  picked,
}: {
  readonly run: Run;
  readonly groups: readonly Group[];
  readonly picked: Group | null;
}) {
  const nodes = nodesOf(run, groups, useNow(), picked?.id ?? null);
  const [focus] = useState(() => focusOf(groups));
  return (
    <Stack gap="xs">
      <Suspense fallback={<Loading what="Graph" rows={3} />}>
        <Graph nodes={nodes} label={`Steps of ${run.workflow ?? 'the run'}`} focus={focus} />
      </Suspense>
      {groups.length < run.steps.length && (
        <Text size="xs" c="dimmed">
          {counted(run.steps.length, 'step')} in {counted(groups.length, 'box', 'boxes')}: steps that are alike, or
          follow one another, are one box, with how many there are of each state. Choose a box to list its steps.
        </Text>
      )}
    </Stack>
  );
}

/** What is looked for first: what failed, else what goes on. */
function focusOf(groups: readonly Group[]): string | null {
  const first = (state: string) => groups.find((group) => stateOf(group) === state)?.id;
  return first('failed') ?? first('running') ?? null;
}

interface StepListProps extends Omit<StepsLookProps, 'groups'> {
  readonly steps: readonly Step[];
}

function StepList({ run, steps, onFrom }: StepListProps) {
  const [view, change] = useView();
  const [shown, setShown] = useState(PAGE);
  const state = view.state ?? '';
  const chosen = state === '' ? steps : steps.filter((step) => step.state === state);
  return (
    <>
      {steps.length > FEW && (
        <SegmentedControl
          size="xs"
          aria-label="State"
          value={state}
          onChange={(next) => change({ state: next === '' ? undefined : next })}
          data={choicesOf(steps, state)}
          style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
        />
      )}
      <Steps
        run={run}
        steps={chosen.slice(0, shown)}
        onItems={(step) => change({ step, from: undefined })}
        onFrom={onFrom}
      />
      {chosen.length > shown && (
        <Row gap="sm">
          <Button size="xs" variant="default" onClick={() => setShown(shown + PAGE)}>
            Show {Math.min(PAGE, chosen.length - shown)} more
          </Button>
          <Text size="xs" c="dimmed">
            {countOf(shown)} of {counted(chosen.length, 'step')}
          </Text>
        </Row>
      )}
    </>
  );
}

/** The states that there are, and the one that is chosen. */
function choicesOf(steps: readonly Step[], chosen: string) {
  const counts = new Map<string, number>(chosen === '' ? [] : [[chosen, 0]]);
  for (const { state } of steps) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [
    { value: '', label: `all ${countOf(steps.length)}` },
    ...[...counts].map(([state, count]) => ({ value: state, label: `${state} ${countOf(count)}` })),
  ];
}

export function Timeline({ run, groups }: { readonly run: Run; readonly groups: readonly Group[] }) {
  const bars = barsOf(run, groups, useNow());
  if (bars.length === 0) return <span>No step has begun.</span>;
  return <Bars bars={bars} from={Date.parse(run.createdAt)} />;
}
