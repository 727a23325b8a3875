/** Ctrl or ⌘ and K: where to go. Pages, tasks, queues; what is typed may be the id of a job or a search. */
import { Spotlight, spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { useMay } from '../api/session.ts';
import { useApi } from '../api/use-api.ts';
import { Icon } from '../parts/icons.tsx';
import { PAGES } from './pages.ts';

/** @param props.wished changes whenever somebody wants to see it */
export default function Palette({ wished }: { readonly wished: number }) {
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState(false);
  const tasks = useApi('GET /api/tasks', {}, { enabled: opened, every: false });
  const queues = useApi('GET /api/queues', {}, { enabled: opened, every: false });
  const navigate = useNavigate();
  const isAdmin = useMay('admin');
  useEffect(() => spotlight.open(), [wished]);
  const toJobs = (q: string): void => void navigate({ to: '/jobs', search: { q } });
  const typed = query.trim();
  const actions: SpotlightActionGroupData[] = [
    {
      group: 'Pages',
      actions: PAGES.filter(({ nav, role }) => nav !== null && (role === undefined || isAdmin)).map(
        ({ path, label, nav }) => ({
          id: path,
          label,
          leftSection: <Icon name={nav?.icon ?? 'jobs'} />,
          onClick: () => void navigate({ to: path }),
        }),
      ),
    },
    { group: 'Tasks', actions: (tasks.data?.tasks ?? []).map(({ name }) => named(name, 'task', toJobs)) },
    { group: 'Queues', actions: (queues.data?.queues ?? []).map(({ name }) => named(name, 'queue', toJobs)) },
    {
      group: 'Jobs',
      actions:
        typed === ''
          ? []
          : asTyped(typed, { toJobs, toJob: (id) => void navigate({ to: '/jobs/$id', params: { id } }) }),
    },
  ];
  return (
    <Spotlight
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpened(true)}
      shortcut={null}
      nothingFound="Nothing of that name"
      highlightQuery
      limit={30}
      scrollable
      maxHeight={420}
      searchProps={{ placeholder: 'A page, a task, a queue, the id of a job, a search', 'aria-label': 'Where to go' }}
    />
  );
}

function named(name: string, key: 'task' | 'queue', toJobs: (q: string) => void): SpotlightActionData {
  return {
    id: `${key}:${name}`,
    label: name,
    description: `Jobs of the ${key}`,
    leftSection: <Icon name={key === 'task' ? 'tasks' : 'queues'} />,
    onClick: () => toJobs(`${key}:${name}`),
  };
}

interface Goals {
  readonly toJobs: (q: string) => void;
  readonly toJob: (id: string) => void;
}

/** Labels hold what was typed, or they would be filtered out. */
function asTyped(typed: string, { toJobs, toJob }: Goals): SpotlightActionData[] {
  const search = {
    id: 'search',
    label: `Search jobs for ${typed}`,
    leftSection: <Icon name="search" />,
    onClick: () => toJobs(typed),
  };
  const job = {
    id: 'job',
    label: `Open job ${typed}`,
    leftSection: <Icon name="jobs" />,
    onClick: () => toJob(typed),
  };
  return /[\s:]/.test(typed) ? [search] : [job, search];
}
