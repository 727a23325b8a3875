/** The workflows of the manifest, and the runs of them all. */
import { Stack } from '@mantine/core';

import type { ListedWorkflow } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { Section } from '../parts/fact-list.tsx';
import { NameLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { RunTable } from '../runs/table.tsx';
import { StartRun } from './start.tsx';

const COLUMNS: readonly ListColumn<ListedWorkflow>[] = [
  {
    label: 'Workflow',
    cell: ({ name, description }) => (
      <>
        <NameLink kind="workflows" name={name} />
        {description !== null && <small>{description}</small>}
      </>
    ),
  },
  { label: 'Steps', figure: true, cell: ({ size }) => size },
  { label: 'Tags', wide: true, cell: ({ tags }) => (tags.length === 0 ? <None /> : tags.join(', ')) },
  { label: 'Actions', cell: ({ name }) => <StartRun name={name} small /> },
];

export default function Workflows() {
  const { data, error, refetch } = useApi('GET /api/workflows');
  return (
    <Page title="Workflows" actions={<CopyAs cli={['workflows', 'ls']} name="GET /api/workflows" />}>
      <Stack gap="md">
        {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Loading what="Workflows" rows={3} />}
        {data?.workflows.length === 0 && (
          <Empty icon="workflows" title="The manifest has no workflow">
            <span>
              Write one under <code>workflows</code>: steps, and what each of them needs.
            </span>
          </Empty>
        )}
        {data && data.workflows.length > 0 && (
          <Listing label="Workflows" items={data.workflows} columns={COLUMNS} keyOf={({ name }) => name} />
        )}
        <Section title="Runs">
          <RunTable workflow={null} />
        </Section>
      </Stack>
    </Page>
  );
}
