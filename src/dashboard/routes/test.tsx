/** Where a job would go, and why by that rule and by no other. Nothing is enqueued. */
import { Autocomplete, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';

import { apiUrl } from '../api/place.ts';
import { requestRaw } from '../api/request.ts';
import type { RouteTest } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { cliLine } from '../parts/copy-as.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { checkedJson } from '../parts/json-ask.tsx';
import { NameLink } from '../parts/links.tsx';
import { type ListColumn, Listing } from '../parts/listing.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';
import { ProblemNote } from '../parts/told.tsx';

export function TestRoute() {
  const tasks = useApi('GET /api/tasks', {}, { every: false });
  const [task, setTask] = useState('');
  const [payload, setPayload] = useState('{}');
  const [found, setFound] = useState<RouteTest | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const test = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    setFound(null);
    try {
      const body = `{"task":${JSON.stringify(task)},"payload":${checkedJson(payload)}}`;
      setFound(JSON.parse(await requestRaw(apiUrl('/api/routes/test'), body)) as RouteTest);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void test();
  };
  return (
    <Stack component="form" gap="sm" onSubmit={submit}>
      <Autocomplete
        label="Task"
        data={(tasks.data?.tasks ?? []).map(({ name }) => name)}
        value={task}
        onChange={setTask}
        maw={420}
      />
      <Textarea
        label="Payload"
        value={payload}
        onChange={(event) => setPayload(event.currentTarget.value)}
        autosize
        minRows={3}
        maxRows={12}
        className="code-input"
        spellCheck={false}
      />
      <Group gap="xs">
        <Button type="submit" size="xs" loading={busy} disabled={task === ''}>
          Test
        </Button>
        <CopyButton text={cliLine(['explain', task, '--payload', payload])} what="as a command of skep" />
      </Group>
      {error !== null && <ProblemNote error={error} />}
      {found !== null && <Found found={found} />}
    </Stack>
  );
}

function Found({ found: { queue, priority, decides, routes } }: { readonly found: RouteTest }) {
  return (
    <Stack gap="xs">
      <Text size="sm" role="status">
        Such a job goes to <NameLink kind="queues" name={queue} />, with priority {priority}
        {decides === null ? ': no route decides, it is the queue of its task.' : `: route ${decides + 1} decides.`}
      </Text>
      {routes.length > 0 && (
        <Listing
          label="What each route says"
          items={routes}
          columns={COLUMNS}
          keyOf={(route) => String(routes.indexOf(route))}
        />
      )}
    </Stack>
  );
}

type Verdict = RouteTest['routes'][number];

const VERDICTS: Readonly<Record<Verdict['verdict'], string>> = {
  decides: 'decides',
  'other-task': 'other task',
  condition: 'does not hold',
  later: 'not asked',
};

const COLUMNS: readonly ListColumn<Verdict>[] = [
  {
    label: 'Route',
    cell: ({ match, where }) => (
      <>
        <code>{match}</code>
        {where !== null && <small>{where}</small>}
      </>
    ),
  },
  {
    label: 'Verdict',
    cell: ({ verdict }) => (
      <ToneBadge
        tone={verdict === 'decides' ? 'completed' : 'cancelled'}
        icon={verdict === 'decides' ? 'completed' : 'right'}
        label={VERDICTS[verdict]}
      />
    ),
  },
  { label: 'Queue', cell: ({ queue }) => queue },
  { label: 'Why', wrap: true, cell: ({ why }) => why },
];
