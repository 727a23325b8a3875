/** The jobs that a job has made, by its handler and by its hooks, as bars of its timeline. */
import type { Job } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import type { Bar } from '../parts/bars.tsx';
import { spanOf } from '../parts/times.ts';

/** Bars of others than that are one bar too many. */
const MOST = 60;
const EVERY_MS = 5_000;
/** Hooks are stored with the end that they tell of, by another clock perhaps. */
const AFTER_END_MS = 60_000;
/** As the jobs of hooks carry it. */
const HOOK_HEADER = 'skep-hook';

export interface Children {
  readonly jobs: readonly Job[];
  /** Search that finds them all, where there may be more. */
  readonly more: string | null;
}

/** No store finds jobs by who made them: the search is narrowed to the time in which this one lived. */
function searchOf({ id, createdAt, finishedAt }: Job): string {
  const at = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();
  const until = finishedAt === null ? '' : ` created:<${at(finishedAt, AFTER_END_MS)}`;
  return `parent:${id} created:>${at(createdAt, -1)}${until}`;
}

export function useChildren(job: Job): Children {
  const q = searchOf(job);
  const { data } = useApi('GET /api/jobs', { query: { q, limit: MOST } }, { every: EVERY_MS, keep: true });
  if (data === undefined) return { jobs: [], more: null };
  return { jobs: data.jobs, more: data.next === null ? null : q };
}

/** @param now epoch milliseconds, the end of what goes on */
export function childBar(child: Job, now: number): Bar {
  const { id, task, state, createdAt, startedAt, finishedAt, attempts, headers } = child;
  const from = Date.parse(createdAt);
  const until = Math.max(from, finishedAt === null ? now : Date.parse(finishedAt));
  const begun = attempts[0]?.startedAt ?? startedAt;
  const event = headers[HOOK_HEADER];
  const tries = attempts.length > 1 ? `, ${attempts.length} attempts` : '';
  return {
    label: task,
    to: { id, note: event === undefined ? 'made by it' : `on ${event}` },
    detail: `${state}, ${spanOf(until - from)}${tries}`,
    from,
    begun: begun === null ? until : Math.min(until, Math.max(from, Date.parse(begun))),
    until,
    tone: state,
    open: finishedAt === null,
  };
}
