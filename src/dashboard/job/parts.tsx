/** What the page of a job is made of, beside the timeline. */
import { Anchor, Button, Code, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { Job } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { CopyButton } from '../parts/copy.tsx';
import { Icon } from '../parts/icons.tsx';
import { RunLink } from '../parts/links.tsx';
import { Time } from '../parts/time.tsx';
import { countOf } from '../parts/times.ts';

/** Why it is where it is, in a sentence. */
export function Why({ job }: { readonly job: Job }) {
  const why = useApi('GET /api/jobs/{job}/why', { params: { job: job.id } }, { enabled: !job.finished, keep: true });
  if (job.finished || why.data === undefined) return null;
  return (
    <div className="why">
      <Icon name="info" size={18} />
      <Text size="sm">{why.data.next}</Text>
    </div>
  );
}

export function ProgressLine({ progress }: { readonly progress: Job['progress'] }) {
  if (progress === null) return null;
  const { done, total, message } = progress;
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="sm">{message ?? 'Progress'}</Text>
        <Text size="sm" c="dimmed">
          {countOf(done)}
          {total !== null && ` of ${countOf(total)}`}
        </Text>
      </Group>
      {total !== null && total > 0 && <Progress value={(done / total) * 100} aria-label="Progress" />}
    </Stack>
  );
}

/** As text; nothing in it is markup. */
export function Failure({ error }: { readonly error: NonNullable<Job['error']> }) {
  return (
    <div className="failure">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text fw={600} size="sm" className="plain">
          {error.name}: {error.message}
          {error.code !== null && <Code ml={8}>{error.code}</Code>}
        </Text>
        <CopyButton text={error.stack ?? `${error.name}: ${error.message}`} what="error" />
      </Group>
      {error.stack !== null && (
        <pre className="stack" tabIndex={0} aria-label="Stack">
          {error.stack}
        </pre>
      )}
    </div>
  );
}

/** @param traceUrl with `{traceId}` and so on in it */
export function TraceLink({ job, traceUrl }: { readonly job: Job; readonly traceUrl: string | null }) {
  const attempt = job.attempts.findLast(({ traceId }) => traceId !== null);
  const traceId = attempt?.traceId ?? job.traceparent?.split('-')[1] ?? null;
  if (traceId === null) return <span className="none">not sampled</span>;
  if (traceUrl === null || !/^https?:/.test(traceUrl)) {
    return (
      <span className="id-cell">
        <code>{traceId}</code>
        <CopyButton text={traceId} what="trace id" />
      </span>
    );
  }
  return (
    <Anchor href={filledIn(traceUrl, traceId, job)} target="_blank" rel="noreferrer" fz="sm">
      Open the trace <Icon name="external" size={13} />
    </Anchor>
  );
}

function filledIn(traceUrl: string, traceId: string, job: Job): string {
  const attempt = job.attempts.findLast((one) => one.traceId === traceId);
  const values: Readonly<Record<string, string>> = {
    traceId,
    spanId: attempt?.spanId ?? '',
    startMs: String(Date.parse(attempt?.startedAt ?? job.createdAt)),
    endMs: String(Date.parse(attempt?.finishedAt ?? job.createdAt)),
  };
  return traceUrl.replace(/\{(traceId|spanId|startMs|endMs)\}/g, (_, key: string) =>
    encodeURIComponent(values[key] ?? ''),
  );
}

export function Facts({ job, traceUrl }: { readonly job: Job; readonly traceUrl: string | null }) {
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Task', search('task', job.task)],
    ['Queue', search('queue', job.queue)],
    ['Attempt', `${job.attempt} of ${job.maxAttempts}`],
    ['Priority', job.priority],
    ['Created', <Time key="created" at={job.createdAt} />],
    ['Planned for', <Time key="run" at={job.runAt} />],
    ['Started', <Time key="started" at={job.startedAt} />],
    ['Finished', <Time key="finished" at={job.finishedAt} />],
    ['Expires', job.expiresAt === null ? null : <Time key="expires" at={job.expiresAt} />],
    ['Schedule', job.schedule && search('schedule', job.schedule.name)],
    ['Workflow', job.workflow && <RunOf key="run" workflow={job.workflow} />],
    ['Made by', job.parentId === null ? null : <JobLink key="parent" id={job.parentId} />],
    ['Letter', job.letter === null ? null : <JobLink key="letter" id={job.letter} />],
    ['Same fault', job.fingerprint === null ? null : search('fingerprint', job.fingerprint)],
    ['Unique key', job.uniqueKey],
    ['Tenant', job.fairness],
    ['Tags', job.tags.length === 0 ? null : job.tags.map((tag) => <span key={tag}>{search('tag', tag)} </span>)],
    ['Rescued', job.rescues === 0 ? null : `${job.rescues} times`],
    ['Revision', job.manifestRevision],
    ['Trace', <TraceLink key="trace" job={job} traceUrl={traceUrl} />],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function search(key: string, value: string): ReactNode {
  return (
    <Anchor component={Link} to="/jobs" search={{ q: `${key}:${value}` } as never} fz="sm">
      {value}
    </Anchor>
  );
}

function RunOf({ workflow: { run, step } }: { readonly workflow: NonNullable<Job['workflow']> }) {
  return (
    <>
      {step} of run <RunLink id={run} />
    </>
  );
}

function JobLink({ id }: { readonly id: string }) {
  return (
    <Anchor component={Link} to="/jobs/$id" params={{ id } as never} fz="sm">
      {id}
    </Anchor>
  );
}

export function Act({
  label,
  onClick,
  busy,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly busy: boolean;
}) {
  return (
    <Button size="xs" variant="default" onClick={onClick} loading={busy}>
      {label}
    </Button>
  );
}
