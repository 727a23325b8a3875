/**
 * Runs as this process knows them: a turn goes on from the note that called for it, without reading a graph of a thousand steps again.
 * What is known may be old: a turn of a version that is past is not stored, and one that has not seen the last news leaves the run due.
 */
import {
  copyOf,
  progressOf,
  type ItemEnd,
  type ItemRef,
  type JobError,
  type Run,
  type StepProgress,
  type Turn,
  withSteps,
} from '../../../core/index.ts';
import type { Json } from '../../../foundation/index.ts';
import { NO_RESULTS, type ReadRun } from './run-texts.ts';

/** Roughly, of all runs together. */
const BYTES = 32 * 1024 * 1024;
const STEP_BYTES = 400;

/** Of lua/_notes.lua: what it has counted. */
export interface Go {
  readonly version: string;
  readonly news: string;
  readonly counts: Pick<StepProgress, 'completed' | 'failed' | 'cancelled'>;
  readonly error: JobError | null;
  /** Epoch milliseconds of the store. */
  readonly now: number;
}

interface Held {
  readonly read: ReadRun;
  readonly bytes: number;
  /** Whether a turn may go on from it: its time is that of a moment ago. */
  readonly isFresh: boolean;
}

export class RunsSeen {
  readonly #held = new Map<string, Held>();
  #bytes = 0;

  /** As it was a moment ago. */
  fresh(id: string): ReadRun | undefined {
    const held = this.#held.get(id);
    return held?.isFresh === true ? held.read : undefined;
  }

  /** What it is as far as this process knows. */
  state(id: string): Run['state'] | undefined {
    return this.#held.get(id)?.read.run.state;
  }

  /** It was entered just now. @param bytes of its input */
  entered(read: ReadRun, bytes: number): void {
    this.#hold({ read, bytes: bytes + read.run.steps.length * STEP_BYTES, isFresh: true });
  }

  /** It was read. What came to be known while the answer was on its way stays. @param bytes of its input */
  keep(read: ReadRun, bytes: number): void {
    const held = this.#held.get(read.run.id);
    if (held !== undefined && isNoNews(read, held.read)) return;
    if (read.run.state !== 'running') this.forget(read.run.id);
    else this.#hold({ read, bytes: bytes + read.run.steps.length * STEP_BYTES, isFresh: false });
  }

  #hold(held: Held): void {
    const { id } = held.read.run;
    this.forget(id);
    this.#held.set(id, held);
    this.#bytes += held.bytes;
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= BYTES) return;
      this.forget(oldest);
    }
  }

  forget(id: string): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    this.#bytes -= held.bytes;
  }

  /** An item of it has ended. @param end null: it is to be read */
  noted(
    { run: id, step }: Pick<ItemRef, 'run' | 'step'>,
    end: ItemEnd | null,
    { version, news, counts, error, now }: Go,
  ): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    const { read, bytes } = held;
    if (read.version !== version || Number(news) !== Number(read.news) + 1) {
      this.forget(id);
      return;
    }
    const next = afterEnd(read, step, end, { version, news, counts, error, now });
    this.#hold({ read: next, bytes, isFresh: true });
  }

  /** As it will be when a step of one item has completed with that, and nothing else has come. @param now epoch milliseconds of the store */
  expected({ run: id, step, round }: ItemRef, result: Json, now: number): ReadRun | undefined {
    const held = this.#held.get(id);
    if (held === undefined) return undefined;
    const { read } = held;
    const before = progressOf(read.run, step);
    const isKnown =
      read.sweep === null && before.state === 'running' && before.round === round && before.completed === 0;
    if (!isKnown || read.run.plan.steps[step]?.forEach !== null) return undefined;
    const { failed, cancelled, error } = before;
    const go = {
      ...{ version: read.version, news: String(Number(read.news) + 1), error, now },
      counts: { completed: 1, failed, cancelled },
    };
    return afterEnd(read, step, { state: 'completed', result }, go);
  }

  /** A turn of it is stored. @param isLast whether nothing has come meanwhile */
  turned(read: ReadRun, turn: Turn, { now, isLast }: { readonly now: number; readonly isLast: boolean }): void {
    const { id } = read.run;
    const bytes = this.#held.get(id)?.bytes;
    if (bytes === undefined || !isLast || turn.end !== null || read.sweep !== null) {
      this.forget(id);
      return;
    }
    const [version = '', seq = ''] = read.version.split(' ');
    const run = stepped(read.run, turn.steps);
    const next: ReadRun = {
      run,
      version: `${Number(version) + 1} ${seq}`,
      news: read.news,
      seq: read.seq,
      results: NO_RESULTS,
      sweep: read.sweep,
      now,
    };
    this.#hold({ read: next, bytes, isFresh: turn.more });
  }
}

/** Whether nothing has been stored of the run since what is known of it. */
function isNoNews(read: ReadRun, known: ReadRun): boolean {
  if (read.seq !== known.seq) return false;
  const [before, after] = [versionOf(known), versionOf(read)];
  return after < before || (after === before && Number(read.news) <= Number(known.news));
}

function versionOf({ version }: ReadRun): number {
  return Number(version.slice(0, version.indexOf(' ')));
}

function afterEnd(read: ReadRun, step: number, end: ItemEnd | null, { news, counts, error, now }: Go): ReadRun {
  const progress = copyOf(progressOf(read.run, step));
  progress.completed = counts.completed;
  progress.failed = counts.failed;
  progress.cancelled = counts.cancelled;
  progress.error ??= error;
  const results = new Map(read.results);
  if (end?.state === 'completed' && read.run.plan.steps[step]?.forEach === null) results.set(step, end.result);
  const run = stepped(read.run, [[step, progress]]);
  return { run, version: read.version, news, seq: read.seq, results, sweep: read.sweep, now };
}

function stepped(run: Run, changed: Iterable<readonly [number, StepProgress]>): Run {
  const steps = run.steps.slice();
  for (const [number, progress] of changed) steps[number] = progress;
  return withSteps(run, steps);
}

/** @param told of lua/_notes.lua, behind 'go' */
export function goIn([version = '', news = '', completed, failed, cancelled, error = '', now]: readonly string[]): Go {
  return {
    version,
    news,
    counts: { completed: Number(completed), failed: Number(failed), cancelled: Number(cancelled) },
    error: error === '' ? null : (JSON.parse(error) as JobError | null),
    now: Number(now),
  };
}
