/** What a step is done for, item by item, a page at a time. */
import { Button, Group, Stack, Text } from '@mantine/core';

import type { RunItems } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { Section } from '../parts/fact-list.tsx';
import { faultText } from '../parts/fault-text.ts';
import { JobLink, RunLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { counted } from '../parts/times.ts';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { RunBadge } from '../runs/state.tsx';

type Item = RunItems['items'][number];

const LIMIT = 50;

interface ItemsProps {
  readonly run: string;
  readonly step: string;
  /** Whether they are runs themselves. */
  readonly runs: boolean;
}

export function Items({ run, step, runs }: ItemsProps) {
  const [view, change] = useView();
  const from = Math.max(0, Number(view.from ?? 0) || 0);
  const asked = { params: { run, step }, query: { from, limit: LIMIT } };
  const { data, error, refetch } = useApi('GET /api/runs/{run}/steps/{step}/items', asked, { keep: true });
  const next = data?.next ?? null;
  const columns: readonly ListColumn<Item>[] = [
    { label: 'Item', figure: true, cell: ({ index }) => index },
    { label: 'State', cell: ({ state }) => <RunBadge state={state} /> },
    { label: runs ? 'Run' : 'Job', cell: ({ id }) => (runs ? <RunLink id={id} /> : <JobLink id={id} />) },
    { label: 'Result', wrap: true, cell: (item) => <Outcome item={item} /> },
  ];
  return (
    <Section title={`Items of ${step}`}>
      <Stack gap="sm">
        {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
        {data ? (
          <Listing label={`Items of ${step}`} items={data.items} columns={columns} keyOf={({ index }) => `${index}`} />
        ) : (
          error === null && <Loading what="Items" rows={3} />
        )}
        <Group gap="xs">
          {data && (
            <Text size="xs" c="dimmed">
              {counted(data.total, 'item')}
            </Text>
          )}
          {from > 0 && (
            <Button
              size="xs"
              variant="default"
              onClick={() => change({ from: from > LIMIT ? String(from - LIMIT) : undefined })}
            >
              Before
            </Button>
          )}
          {next !== null && (
            <Button size="xs" variant="default" onClick={() => change({ from: String(next) })}>
              Next
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => change({ step: undefined, from: undefined })}>
            Close
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

const SHOWN = 200;

function Outcome({ item: { error, result } }: { readonly item: Item }) {
  if (error !== null) return <span className="plain">{faultText(error)}</span>;
  if (result === null || result === undefined) return <None />;
  return <code className="plain">{JSON.stringify(result).slice(0, SHOWN)}</code>;
}
