/** One workflow: its steps and what each needs, and its runs. */
import { Grid, Group, Stack, Text } from '@mantine/core';
import { Fragment } from 'react';

import type { Workflow } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useName } from '../app/name.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { type Fact, FactList, Section } from '../parts/fact-list.tsx';
import { JsonSection } from '../parts/json-section.tsx';
import { NameLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { RunTable } from '../runs/table.tsx';
import { StartRun } from '../workflows/start.tsx';

const ABOVE = [{ label: 'Workflows', to: '/workflows' }];

export default function WorkflowPage() {
  const name = useName();
  const asked = { params: { workflow: name } };
  const { data, error, refetch } = useApi('GET /api/workflows/{workflow}', asked, { every: 30_000 });
  return (
    <Page
      title={name}
      above={ABOVE}
      actions={
        <>
          {data && <StartRun name={name} />}
          <CopyAs cli={['workflows', 'show', name]} name="GET /api/workflows/{workflow}" asked={asked} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data ? <Known workflow={data} /> : error === null && <Loading what={`Workflow ${name}`} />}
    </Page>
  );
}

function Known({ workflow }: { readonly workflow: Workflow }) {
  const { name, description, movedTo, former, steps, input, output } = workflow;
  return (
    <Stack gap="md">
      {movedTo !== null && (
        <Text size="sm">
          A former name of <NameLink kind="workflows" name={movedTo} />: runs that begin by it have the steps of that
          one, and keep this name.
        </Text>
      )}
      {description !== null && <Text size="sm">{description}</Text>}
      <Section title="Steps">
        <Listing label="Steps" items={steps} columns={COLUMNS} keyOf={(step) => step.name} />
      </Section>
      <Section title="Runs">
        {former.length > 0 && (
          <Text size="sm" mb="sm">
            Those of former names:{' '}
            {former.map((one, index) => (
              <Fragment key={one}>
                {index > 0 && ', '}
                <NameLink kind="workflows" name={one} />
              </Fragment>
            ))}
          </Text>
        )}
        <RunTable workflow={name} />
      </Section>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Section title="About it">
            <FactList facts={factsOf(workflow)} />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="md">
            <JsonSection title="Input" value={input} none="It takes anything." />
            <Result output={output} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

/** What a run gives where no `output` is written, or where it says the same: the results of the steps at its end. */
function Result({ output }: Pick<Workflow, 'output'>) {
  const steps = stepsGiven(output);
  if (steps === null && typeof output === 'string')
    return (
      <Section title="Result">
        <Text size="sm">
          <code>{output}</code>
        </Text>
      </Section>
    );
  if (steps === null) return <JsonSection title="Result" value={output} none="It has none of its own." />;
  const names = steps.map((name, index) => (
    <Fragment key={name}>
      {index > 0 && (index === steps.length - 1 ? ' and ' : ', ')}
      <code>{name}</code>
    </Fragment>
  ));
  return (
    <Section title="Result">
      <Text size="sm">
        {Array.isArray(output) ? <>A list: the results of {names}, in this order.</> : <>The result of {names}.</>}
      </Text>
    </Section>
  );
}

const WHOLE_RESULT = /^\$\{steps\.([^.{}]+)\.result\}$/;

/** @returns null: it is another template */
function stepsGiven(output: unknown): readonly string[] | null {
  const names = (Array.isArray(output) ? (output as readonly unknown[]) : [output]).map((one) =>
    typeof one === 'string' ? WHOLE_RESULT.exec(one)?.[1] : undefined,
  );
  return names.length > 0 && names.every((name) => name !== undefined) ? names : null;
}

type Step = Workflow['steps'][number];

const COLUMNS: readonly ListColumn<Step>[] = [
  { label: 'Step', cell: ({ name }) => <span className="name">{name}</span> },
  { label: 'Does', cell: (step) => <Does step={step} /> },
  { label: 'Needs', cell: ({ needs }) => (needs.length === 0 ? <None /> : needs.join(', ')) },
  { label: 'When', wide: true, wrap: true, cell: ({ when }) => when },
  { label: 'For each', wide: true, cell: (step) => <ForEach step={step} /> },
  { label: 'Failure', wide: true, cell: ({ mayFail }) => (mayFail ? 'goes on' : 'fails the run') },
];

export function Does({ step: { kind, does } }: { readonly step: Pick<Step, 'kind' | 'does'> }) {
  if (does === null) return <span>{kind}</span>;
  if (kind === 'wait') return <span>waits for {does}</span>;
  return <NameLink kind={kind === 'task' ? 'tasks' : 'workflows'} name={does} />;
}

function ForEach({ step: { forEach, concurrency, chunk } }: { readonly step: Step }) {
  const list: unknown = forEach;
  if (list === null) return <None />;
  return (
    <>
      <code>{typeof list === 'string' ? list : JSON.stringify(list)}</code>
      {concurrency !== null && <small>{concurrency} at once</small>}
      {chunk !== null && <small>{chunk} in a chunk</small>}
    </>
  );
}

function factsOf({ name, size, tags, drawings }: Workflow): readonly Fact[] {
  return [
    ['Name', name],
    ['Steps', size],
    ['Tags', tags.join(', ')],
    [
      'Graph',
      <Group key="graph" gap="xs">
        Mermaid <CopyButton text={drawings.mermaid} what="the graph for Mermaid" />
        Graphviz <CopyButton text={drawings.dot} what="the graph for Graphviz" />
      </Group>,
    ],
  ];
}
