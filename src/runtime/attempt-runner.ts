/** Execution as a sentence: find the task, check the payload, run the handler under its trace, say the outcome. */
import type { AttemptResult, Lease, Signal } from '../engine/index.ts';
import { Attempt, type AttemptParts, type Slot } from './attempt.ts';
import { Deadlines } from './deadline.ts';
import type { Enqueuer } from './enqueuer.ts';
import { Notes } from './notes.ts';
import { verdictOnPayload } from './outcome-of.ts';
import type { RuntimeDeps } from './ports.ts';

const HELD: AttemptResult = {
  outcome: { kind: 'hold', reason: 'task' },
  traceId: null,
  spanId: null,
  progress: null,
  logs: [],
};

export class AttemptRunner implements AttemptParts {
  readonly deps: RuntimeDeps;
  readonly enqueuer: Enqueuer;
  readonly notes: Notes;
  readonly #running = new Set<Attempt>();
  readonly #overrunning = new Set<Attempt>();
  readonly #deadlines: Deadlines;

  constructor(deps: RuntimeDeps, enqueuer: Enqueuer) {
    this.deps = deps;
    this.enqueuer = enqueuer;
    this.notes = new Notes(deps);
    this.#deadlines = new Deadlines(this.#running, deps.clock);
  }

  /** Attempts under way. */
  get running(): number {
    return this.#running.size;
  }

  /** Handlers whose attempt is over but which still run. */
  get overrunning(): number {
    return this.#overrunning.size;
  }

  /** Never rejects. @param slot taken while the handler runs */
  run(lease: Lease, slot: Slot): Promise<AttemptResult> {
    const { job } = lease;
    const task = this.deps.generations.current().task(job.task);
    if (task === undefined) return Promise.resolve(HELD);
    return this.deps.tracer.attempt(job, job.attempt, (trace) => {
      const refusal = verdictOnPayload(task, job.payload);
      if (refusal) {
        const { outcome, error } = refusal;
        const { traceId, spanId } = trace;
        trace.end(outcome.kind, error);
        return Promise.resolve({ outcome, traceId, spanId, progress: null, logs: [] });
      }
      const attempt = new Attempt({ lease, task, trace, slot }, this);
      slot.take();
      this.#running.add(attempt);
      return attempt.run();
    });
  }

  /** News from the store: some leases of this process are over. */
  heed(signal: Signal): void {
    if (signal.type === 'leases-ended') {
      const ids = new Set(signal.ids);
      this.#abortWhere((attempt) => ids.has(attempt.job.id), 'JobCancelled', 'the job was cancelled');
    } else if (signal.type === 'session-lost') {
      const lost = (attempt: Attempt): boolean => attempt.lease.session === signal.session;
      this.#abortWhere(lost, 'LeaseLost', "the process' lease ran out; the job may run elsewhere");
    }
  }

  #abortWhere(test: (attempt: Attempt) => boolean, name: 'JobCancelled' | 'LeaseLost', message: string): void {
    for (const attempt of [...this.#running]) if (test(attempt)) attempt.abort(name, message);
  }

  /** Gives all jobs back at once. */
  releaseAll(): void {
    for (const attempt of [...this.#running]) attempt.release();
  }

  // ── told by attempts ───────────────────────────────────────────────────────────────────────────────

  watch(dueAt: number): void {
    this.#deadlines.watch(dueAt);
  }

  over(attempt: Attempt, overrun: boolean): void {
    this.#running.delete(attempt);
    if (this.#running.size === 0) this.#deadlines.rest();
    if (overrun) this.#overran(attempt);
    else attempt.slot.free(false);
  }

  #overran(attempt: Attempt): void {
    this.#overrunning.add(attempt);
    // A handler that ends with its signal is no news: give it until the next turn of the loop.
    setImmediate(() => {
      if (!this.#overrunning.has(attempt)) return;
      const { id, task, queue, attempt: number } = attempt.job;
      const stillRunning = this.#overrunning.size;
      this.deps.events.emit({ type: 'handler.overrun', job: { id, task, queue }, attempt: number, stillRunning });
      const about = { jobId: id, task, queue, attempt: number, stillRunning };
      this.deps.logger.warn(about, 'the attempt is over but its handler still runs and keeps its slot');
    });
  }

  handlerEnded(attempt: Attempt): void {
    if (this.#overrunning.delete(attempt)) attempt.slot.free(true);
  }
}
