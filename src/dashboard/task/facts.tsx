import { Code } from '@mantine/core';

import type { TaskDetail } from '../api/types.generated.ts';
import { type Fact, placeOf } from '../parts/fact-list.tsx';
import { NameLink, NameLinks } from '../parts/links.tsx';
import { spanOf } from '../parts/times.ts';

/** What the manifest says of a task: only what it says. */
export function taskFacts(task: TaskDetail): readonly Fact[] {
  return [
    ['Queue', <NameLink key="queue" kind="queues" name={task.queue} />],
    ['Does', <code key="does">{task.handler ?? task.request ?? task.command}</code>],
    ['Runs in', task.executor],
    ['Priority', task.priority],
    ['Tags', task.tags.join(', ')],
    ...limits(task),
    ['Routes', task.via.length === 0 ? null : task.via.map((route) => routeLine(route))],
    ['Requests', task.http.map(({ method, path }) => `${method} ${path}`).join(', ')],
    ['Schedules', task.schedules.length === 0 ? null : <NameLinks kind="schedules" names={task.schedules} />],
    ['Workflows', task.workflows.length === 0 ? null : <NameLinks kind="workflows" names={task.workflows} />],
    ['Encrypted', task.encrypt ? 'payload and result' : null],
    ['Hidden', task.sensitive.join(', ')],
    ['Declared', placeOf(task.place)],
  ];
}

function limits({ retry, timeout, rate, concurrency, unique, uses, deadTo }: TaskDetail): readonly Fact[] {
  const key = (paths: string | null): string => (paths === null ? '' : `, for each ${paths}`);
  return [
    ['Attempts', `${retry.maxAttempts}, by ${retry.policy}`],
    ['Soft limit', timeout.softMs === null ? null : spanOf(timeout.softMs)],
    ['Hard limit', timeout.hardMs === null ? null : spanOf(timeout.hardMs)],
    ['Rate', rate === null ? null : `${rate.limit} in ${spanOf(rate.perMs)}${key(rate.key)}`],
    ['At once', concurrency === null ? null : `${concurrency.limit}${key(concurrency.key)}`],
    ['Unique', unique === null ? null : `${unique.key?.join(', ') ?? 'by its payload'}, while ${unique.while}`],
    ['Buckets', uses.map(({ bucket, cost }) => `${bucket} (${cost})`).join(', ')],
    ['Dead go to', deadTo === null ? null : <NameLink kind="queues" name={deadTo.queue} />],
  ];
}

function routeLine({ match, where, queue }: TaskDetail['via'][number]) {
  return (
    <div key={`${match} ${where ?? ''} ${queue}`}>
      <Code>{where === null ? match : `${match} ${where}`}</Code> → <NameLink kind="queues" name={queue} />
    </div>
  );
}
