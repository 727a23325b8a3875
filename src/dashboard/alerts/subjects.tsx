/** Of what an alert holds, each with the way to its page. */
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import type { Alert } from '../api/types.generated.ts';
import { JobsLink, NameLink } from '../parts/links.tsx';
import { counted } from '../parts/times.ts';

type Subject = Alert['subjects'][number];

const PAGES: Readonly<Record<string, 'tasks' | 'queues' | 'schedules'>> = {
  task: 'tasks',
  queue: 'queues',
  schedule: 'schedules',
};

export function Subjects({ alert: { subjects, more } }: { readonly alert: Pick<Alert, 'subjects' | 'more'> }) {
  return (
    <ul className="lines">
      {subjects.map((subject) => (
        <li key={`${subject.kind} ${subject.name ?? ''} ${subject.message}`}>
          <span className="plain">{subject.message}</span> <Way subject={subject} />
        </li>
      ))}
      {more > 0 && <li className="none">and {counted(more, 'more', 'more')}</li>}
    </ul>
  );
}

function Way({ subject: { kind, name } }: { readonly subject: Subject }) {
  const page = PAGES[kind];
  if (kind === 'worker' || kind === 'workers') {
    return (
      <Anchor component={Link} to="/workers" fz="inherit">
        Workers
      </Anchor>
    );
  }
  if (page === undefined || name === null) return null;
  return (
    <>
      <NameLink kind={page} name={name}>
        Open the {kind}
      </NameLink>
      {kind !== 'schedule' && (
        <>
          {' · '}
          <JobsLink q={kind === 'task' ? `task:${name} state:retryable,dead` : `queue:${name}`}>Show the jobs</JobsLink>
        </>
      )}
    </>
  );
}
