/** All jobs, or those of a search. */
import { Anchor, Button, Checkbox, Code, Group, Menu, Stack, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useView } from '../app/search.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { Icon } from '../parts/icons.tsx';
import { Page } from '../parts/page.tsx';
import { useShortcuts } from '../parts/shortcuts.ts';
import { readText, write } from '../parts/stored.ts';
import { counted, countOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { COLUMNS, USUAL } from './columns.tsx';
import { FilterBox } from './filter-box.tsx';
import { type FoundJobs, useFoundJobs } from './pages.ts';
import { without, wordsOf } from './query.ts';
import { JobTable } from './table.tsx';

const KEPT = 'skep-job-columns';

export default function Jobs() {
  const [view, change] = useView();
  const q = view.q ?? '';
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [away, setAway] = useState(false);
  const [current, setCurrent] = useState(-1);
  const found = useFoundJobs(q, away || picked.size > 0);
  const keys = (view.columns ?? readText(KEPT) ?? USUAL.join(',')).split(',');
  const columns = COLUMNS.filter(({ key }) => keys.includes(key));
  const pick = (id: string, on: boolean): void => {
    const next = new Set(picked);
    if (on) next.add(id);
    else next.delete(id);
    setPicked(next);
  };
  useRowKeys({ found, current, setCurrent, onPick: (id) => pick(id, !picked.has(id)) });
  const chooseColumns = (next: readonly string[]): void => {
    write(KEPT, next.join(','));
    change({ columns: next.join(',') }, { replace: true });
  };
  return (
    <Page
      title="Jobs"
      actions={
        <>
          <ColumnPicker shown={keys} onChange={chooseColumns} />
          <CopyAs
            cli={['jobs', 'ls', ...(q === '' ? [] : ['--filter', q])]}
            name="GET /api/jobs"
            asked={{ query: q === '' ? {} : { q } }}
          />
        </>
      }
    >
      <Stack gap="xs">
        <FilterBox q={q} onChange={(next) => change({ q: next === '' ? undefined : next })} />
        <Group justify="space-between" gap="xs">
          <BulkBar q={q} picked={picked} onDone={() => setPicked(new Set())} />
          {found.fresh > 0 && (
            <Button size="xs" radius="xl" onClick={found.showFresh}>
              {found.fresh >= 100 ? '100 or more' : found.fresh} new
            </Button>
          )}
        </Group>
        <Found found={found} q={q} onQuery={(next) => change({ q: next === '' ? undefined : next })}>
          <JobTable
            jobs={found.jobs}
            columns={columns}
            picked={picked}
            onPick={pick}
            onPickAll={(on) => setPicked(new Set(on ? found.jobs.map(({ id }) => id) : []))}
            current={current}
            onMore={found.fetching ? null : found.more}
            onScrolled={setAway}
          />
          <Text size="xs" c="dimmed" role="status">
            {counted(found.jobs.length, 'job')} loaded{found.more === null ? '' : ', more below'}
            {found.looked > found.jobs.length && `, ${countOf(found.looked)} looked at`}
          </Text>
        </Found>
      </Stack>
    </Page>
  );
}

interface FoundProps {
  readonly found: FoundJobs;
  readonly q: string;
  readonly onQuery: (q: string) => void;
  readonly children: React.ReactNode;
}

function Found({ found, q, onQuery, children }: FoundProps) {
  if (found.error !== null && found.error !== undefined && found.jobs.length === 0) {
    return <ProblemNote error={found.error} onRetry={found.refresh} />;
  }
  if (found.loading) return <Loading rows={10} what="Loading jobs" />;
  if (found.jobs.length > 0) return children;
  if (found.more !== null) {
    return (
      <Empty icon="search" title={`Nothing among ${countOf(found.looked)} jobs so far`}>
        <Button size="xs" onClick={found.more} loading={found.fetching}>
          Look further
        </Button>
      </Empty>
    );
  }
  if (q === '') {
    return (
      <Empty icon="jobs" title="There are no jobs yet">
        <span>
          Enqueue one, as <Code>skep enqueue TASK {"'{…}'"}</Code>. Finished ones stay as long as the manifest's{' '}
          <Code>keep</Code> says.
        </span>
      </Empty>
    );
  }
  const words = wordsOf(q);
  return (
    <Empty icon="search" title="No job matches">
      <span>There are none, or they are older than the manifest keeps them.</span>
      {words.length > 1 && (
        <Anchor component="button" type="button" onClick={() => onQuery(without(q, words.length - 1))}>
          Search without {words.at(-1)}
        </Anchor>
      )}
      <Anchor component={Link} to="/jobs">
        All jobs
      </Anchor>
    </Empty>
  );
}

interface RowKeys {
  readonly found: FoundJobs;
  readonly current: number;
  readonly setCurrent: (index: number) => void;
  readonly onPick: (id: string) => void;
}

function useRowKeys({ found: { jobs }, current, setCurrent, onPick }: RowKeys): void {
  const navigate = useNavigate();
  const on = jobs[current];
  useShortcuts([
    { keys: 'j', label: 'Next job', run: () => setCurrent(Math.min(jobs.length - 1, current + 1)) },
    { keys: 'k', label: 'Previous job', run: () => setCurrent(Math.max(0, current - 1)) },
    { keys: 'x', label: 'Pick the job', run: () => on && onPick(on.id) },
    {
      keys: 'Enter',
      label: 'Open the job',
      run: () => on && void navigate({ to: '/jobs/$id', params: { id: on.id } }),
    },
  ]);
}

interface PickerProps {
  readonly shown: readonly string[];
  readonly onChange: (keys: readonly string[]) => void;
}

function ColumnPicker({ shown, onChange }: PickerProps) {
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<Icon name="columns" size={15} />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Checkbox.Group value={[...shown]} onChange={onChange} p="xs" aria-label="Columns">
          <Stack gap={8}>
            {COLUMNS.map(({ key, label }) => (
              <Checkbox key={key} size="xs" value={key} label={label} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Menu.Dropdown>
    </Menu>
  );
}
