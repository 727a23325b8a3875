/**
 * Tasks that run once, in this process and after a response, without the store: no job of them can be seen, tried again or found
 * after a crash. What an attempt is (limits, abort, trace, context) is the attempt's, as for a job.
 */
import { apply, type Job, tell } from '../../core/index.ts';
import { type AttemptResult, type NewJob, storedJob } from '../../engine/index.ts';
import { anySignal, type Clock, newAborter, pause, SkepError } from '../../foundation/index.ts';
import type { AfterOrder } from '../../manifest/index.ts';
import { AttemptRunner } from '../attempts/attempt-runner.ts';
import type { TaskItem } from '../enqueueing/enqueue-item.ts';
import type { Enqueuer } from '../enqueueing/enqueuer.ts';
import { onlyAttempts } from '../attempts/only-attempt.ts';
import type { RunWish } from '../enqueueing/run-starter.ts';
import type { RuntimeDeps } from '../ports.ts';
import type { Slot } from '../working/slot.ts';
import { Turns } from '../working/turns.ts';

export interface PreparedWork {
  /** Never rejects: what fails is told and traced, and keeps nothing from the rest. */
  run(order: AfterOrder): Promise<void>;
  /** Nothing of it is run. */
  drop(): void;
}

/** Handlers that run at a time; more of them wait for their turn. */
const AT_ONCE = 100;
/** Work that waits or runs; beyond it requests are refused. */
const MOST = 10_000;
/** What is left when the worker has used up the time of a stop. */
const LEAST_MS = 1_000;

const NO_SLOT: Slot = { take: () => undefined, free: () => undefined };

export class AfterWork {
  readonly #deps: RuntimeDeps;
  readonly #enqueuer: Enqueuer;
  readonly #runner: AttemptRunner;
  readonly #turns = new Turns(AT_ONCE);
  readonly #hurried = newAborter();
  readonly #emptied = newAborter();
  #under = 0;
  #endsAt: number | undefined;
  #phase: 'open' | 'draining' | 'over' = 'open';

  constructor(deps: RuntimeDeps, enqueuer: Enqueuer) {
    this.#deps = deps;
    this.#enqueuer = enqueuer;
    const { logger } = deps;
    const engine = {
      jobs: {
        annotate: async (notes: readonly Pick<AttemptResult, 'logs'>[]): Promise<void> => {
          for (const { logs } of notes) for (const { line } of logs) logger.info({}, line);
        },
      },
    };
    // No stored job is their parent: this one has never been stored.
    const children = {
      enqueue: (task: string, items: Parameters<Enqueuer['enqueue']>[1]) => enqueuer.enqueue(task, items),
      runs: { start: (wish: RunWish) => enqueuer.runs.start(wish) },
    };
    this.#runner = new AttemptRunner({ ...deps, engine, tracer: onlyAttempts(deps.tracer) }, children);
  }

  /**
   * Checks it all and runs nothing yet. It counts as under way from now on: it must be run or dropped.
   * @throws SkepError as Enqueuer.enqueueTogether; AFTER_FULL; STOPPING
   */
  async prepare(items: readonly TaskItem[]): Promise<PreparedWork> {
    this.#assertRoom(items.length);
    const jobs = await this.#enqueuer.prepare(items);
    this.#assertRoom(items.length);
    this.#under += jobs.length;
    return { run: (order) => this.#run(jobs, order), drop: () => this.#leave(jobs.length) };
  }

  #assertRoom(more: number): void {
    if (this.#phase === 'over') throw new SkepError('STOPPING', 'the process is shutting down and takes no new work');
    if (this.#under + more <= MOST) return;
    throw new SkepError('AFTER_FULL', `${this.#under} tasks after responses wait or run in this process`, {
      hint: 'ask again later; what may wait longer, or must not be lost, has `mode: queued`',
    });
  }

  async #run(jobs: readonly NewJob[], order: AfterOrder): Promise<void> {
    if (order === 'parallel') await Promise.all(jobs.map((job) => this.#one(job)));
    else for (const job of jobs) await this.#one(job);
  }

  async #one(job: NewJob): Promise<void> {
    await this.#turns.take();
    try {
      if (this.#phase === 'over') this.#abandoned(job);
      else await this.#attempt(job);
    } catch (error) {
      this.#failed(job, error instanceof Error ? error.message : String(error));
    } finally {
      this.#turns.free();
      this.#leave(1);
    }
  }

  #leave(count: number): void {
    this.#under -= count;
    if (this.#under === 0 && this.#phase !== 'open') this.#emptied.abort();
  }

  async #attempt(given: NewJob): Promise<void> {
    const now = this.#deps.clock.now();
    // The only attempt: no policy decides about another.
    const job = apply(storedJob({ ...given, maxAttempts: 1 }, now), { name: 'reserve' }, now);
    const result = await this.#runner.run({ job, session: '' }, NO_SLOT);
    for (const { line } of result.logs) this.#deps.logger.info(about(job), line);
    this.#told(job, result);
  }

  #told(job: Job, { outcome }: AttemptResult): void {
    const { logger } = this.#deps;
    if (outcome.kind === 'complete' || outcome.kind === 'cancel') tell(logger, 'after.done', about(job));
    else if (outcome.kind === 'release') this.#abandoned(job);
    else this.#failed(job, 'error' in outcome ? outcome.error.message : WHY[outcome.kind]);
  }

  #failed(job: Pick<Job, 'id' | 'task'>, error: string): void {
    tell(this.#deps.logger, 'after.failed', { ...about(job), error });
  }

  #abandoned(job: Pick<Job, 'id' | 'task'>): void {
    tell(this.#deps.logger, 'after.abandoned', about(job));
  }

  // ── the end ────────────────────────────────────────────────────────────────────────────────────────

  /** A stop has begun: work has that long from now on, and goes on meanwhile. */
  limit(ms: number): void {
    this.#endsAt ??= this.#deps.clock.monotonic() + ms;
  }

  /** Waits for what is under way, then aborts it and gives it up. To be called when no request comes any more. */
  async stop(): Promise<void> {
    const { clock } = this.#deps;
    if (this.#phase === 'open') this.#phase = 'draining';
    const leftMs = Math.max(LEAST_MS, (this.#endsAt ?? 0) - clock.monotonic());
    if (this.#under > 0) await ended(clock, leftMs, [this.#emptied.signal, this.#hurried.signal]);
    this.hurry();
    if (this.#under > 0) await ended(clock, LEAST_MS, [this.#emptied.signal]);
  }

  /** Gives up what runs and what waits. */
  hurry(): void {
    this.#phase = 'over';
    this.#hurried.abort();
    this.#runner.releaseAll();
  }
}

function ended(clock: Clock, ms: number, signals: readonly AbortSignal[]): Promise<unknown> {
  return pause(clock, ms, anySignal([...signals]));
}

const WHY = {
  snooze: 'it asked to run later, and nothing of it is stored',
  hold: 'the manifest in force has no such task any more',
} as const;

function about({ id, task }: Pick<Job, 'id' | 'task'>): { readonly jobId: string; readonly task: string } {
  return { jobId: id, task };
}
