/** The life of a job as bars on one line of time: what it waited for, and its attempts. */
import type { Job } from '../api/types.generated.ts';
import type { Bar } from '../parts/bars.tsx';
import { faultText } from '../parts/fault-text.ts';
import { spanOf } from '../parts/times.ts';

/** @param now epoch milliseconds, the end of what goes on @returns the oldest first */
export function barsOf(job: Job, now: number): readonly Bar[] {
  const end = job.finishedAt === null ? now : Date.parse(job.finishedAt);
  const attempts = job.attempts.map((attempt) => attemptBar(attempt));
  const bars = [...waitsBetween(job, attempts, end), ...holds(job, end), ...attempts, ...runningBar(job, now)];
  return bars.sort((a, b) => a.from - b.from || a.until - b.until);
}

function attemptBar({ number, startedAt, durationMs, outcome, worker, error }: Job['attempts'][number]): Bar {
  const from = Date.parse(startedAt);
  const why = error === null ? '' : `: ${faultText(error)}`;
  return {
    label: `Attempt ${number}`,
    detail: `${outcome} after ${spanOf(durationMs)} on ${shortOf(worker)}${why}`,
    from,
    until: from + durationMs,
    tone: toneOf(outcome),
    open: false,
  };
}

/** Ids that begin with an instant are told apart by their end. */
function shortOf(worker: string): string {
  return worker.length > 20 ? worker.slice(-8) : worker;
}

function toneOf(outcome: string): string {
  if (outcome === 'completed') return 'completed';
  if (outcome === 'dead' || outcome === 'failed') return 'dead';
  return outcome === 'cancelled' ? 'cancelled' : 'retryable';
}

function runningBar(job: Job, now: number): readonly Bar[] {
  if (job.state !== 'running' || job.startedAt === null) return [];
  const from = Date.parse(job.startedAt);
  const detail = `runs since ${spanOf(Math.max(0, now - from))}`;
  return [{ label: `Attempt ${job.attempt}`, detail, from, until: Math.max(now, from), tone: 'running', open: true }];
}

function holds({ waits }: Job, end: number): readonly Bar[] {
  return waits.map(({ reason, name, from, until }) => ({
    label: `Held: ${reason}`,
    detail: name,
    from: Date.parse(from),
    until: until === null ? end : Date.parse(until),
    tone: 'blocked',
    open: until === null,
  }));
}

/** What lies between its creation, its attempts and its end. */
function waitsBetween(job: Job, attempts: readonly Bar[], end: number): readonly Bar[] {
  const starts = attempts.map(({ from }) => from);
  if (job.state === 'running' && job.startedAt !== null) starts.push(Date.parse(job.startedAt));
  const ends = [Date.parse(job.createdAt), ...attempts.map(({ until }) => until)];
  if (starts.length < ends.length && !job.finished) starts.push(Math.max(end, ends.at(-1) ?? end));
  return starts.flatMap((until, index) => {
    const from = ends[index] ?? until;
    const open = index === starts.length - 1 && !job.finished && job.state !== 'running';
    return until > from ? [waitBar(index, { from, until, open }, job)] : [];
  });
}

function waitBar(index: number, { from, until, open }: { from: number; until: number; open: boolean }, job: Job): Bar {
  const label = index === 0 ? 'Waited to start' : 'Waited to try again';
  const span = spanOf(until - from);
  const detail = open ? `${job.state} since ${span}` : span;
  return { label: open ? label.replace('Waited', 'Waits') : label, detail, from, until, tone: 'scheduled', open };
}
