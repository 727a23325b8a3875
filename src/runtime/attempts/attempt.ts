/**
 * One execution of a job.
 *
 *   running ──handler ended──▶ over          ──▶ result goes to the engine
 *      │ ├──hard limit───────▶ over, overrun ──▶ result goes to the engine; the handler still runs
 *      │ ├──shutdown─────────▶ over, overrun
 *      │ └──cancelled, and `cancelGrace` passed──▶ over, overrun
 *      └──soft limit, cancel, lease lost──▶ running, signal aborted
 *
 * Where the code is an Execution, `over` has two halves: it is wound up (killed where it did not end by itself, closed),
 * and then the result goes to the engine. One that was killed is no overrun.
 *
 * What a handler returns, throws, reports or enqueues after the attempt is over is ignored or refused.
 */
import type { AttemptResult, Lease } from '../../engine/index.ts';
import {
  ABORT_EVENTS,
  type AbortName,
  aboutSpan,
  AttemptAborted,
  type AttemptTrace,
  type Child,
  type ChildItem,
  type ContextSource,
  Execution,
  HandlerSignal,
  type HandlerSpan,
  type Job,
  LENIENT,
  type SpanRef,
  type StartItem,
} from '../../core/index.ts';
import {
  formatDuration,
  type Inside,
  isThenable,
  type Logger,
  type Placed,
  SkepError,
} from '../../foundation/index.ts';
import type { BoundTask } from '../../manifest/index.ts';
import { AttemptNotes, NO_NOTES } from './attempt-notes.ts';
import type { AttemptStart, PartsOf } from './attempt-start.ts';
import { enqueueChildren, startChild } from '../enqueueing/children.ts';
import { pastHardLimit, type Standstill, type Timed } from './deadline.ts';
import type { Discretion } from './discretion.ts';
import { Limits, noLimits } from './limits.ts';
import { crashed, errorOf, failed, type Facts, type Verdict, verdictOn } from './outcome-of.ts';
import type { Slot } from '../working/slot.ts';
import { startCode } from './start-code.ts';
import { windUp } from './winding-up.ts';

export type AttemptParts = PartsOf<Attempt>;

export class Attempt implements Timed, Facts, ContextSource, Placed {
  place = -1;
  readonly lease: Lease;
  readonly job: Job;
  readonly task: BoundTask;
  readonly slot: Slot;
  readonly #trace: AttemptTrace;
  readonly #inside: Inside | undefined;
  readonly discretion: Discretion | null;
  readonly #parts: AttemptParts;
  readonly #startedAt: number;
  #limits: Limits | undefined;
  #signal: HandlerSignal | undefined;
  #abortReason: AttemptAborted | undefined;
  #notes: AttemptNotes | undefined;
  #execution: Execution | undefined;
  #over = false;
  #overrun = false;
  #resolve: ((result: AttemptResult) => void) | undefined;

  constructor(start: AttemptStart, parts: AttemptParts) {
    this.lease = start.lease;
    this.job = start.job;
    this.task = start.task;
    this.slot = start.slot;
    this.#trace = start.trace;
    this.#inside = start.inside;
    this.discretion = start.discretion;
    this.#parts = parts;
    this.#startedAt = parts.deps.clock.monotonic();
  }

  get elapsedMs(): number {
    return this.#parts.deps.clock.monotonic() - this.#startedAt;
  }

  get random(): () => number {
    return this.#parts.deps.random;
  }

  /** Resolves when the attempt is over. It never rejects. */
  run(): Promise<AttemptResult> {
    this.#limit(this.#startedAt);
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#call();
    });
  }

  #limit(from: number): void {
    const limits = this.job.timeout ?? this.task.spec.timeout;
    if (limits.softMs === null && limits.hardMs === null) return;
    this.#limits = new Limits(limits, from);
    this.#parts.watch(this.dueAt);
  }

  /** Code that waits for a place where it can run is not limited meanwhile. */
  #waits(begins: Promise<void>): void {
    this.#limits = undefined;
    void begins.then(() => {
      if (!this.#over && this.#limits === undefined) this.#limit(this.#parts.deps.clock.monotonic());
    });
  }

  #call(): void {
    try {
      const returned = startCode(this.task, this, this.#parts);
      if (returned instanceof Execution) this.#execution = returned;
      if (this.#execution?.begins) this.#waits(this.#execution.begins);
      this.#parts.called(this, this.#startedAt);
      const value = this.#execution?.done ?? returned;
      if (isThenable(value)) {
        value.then(
          (result) => this.#ended(result, false),
          (error: unknown) => this.#ended(error, true),
        );
      } else this.#ended(value, false);
    } catch (error) {
      this.#parts.called(this, this.#startedAt);
      this.#ended(error, true);
    }
  }

  #ended(value: unknown, threw: boolean): void {
    // A handler that kept the event loop kept the timer of its limit too.
    if (!this.#over) this.#parts.checkLimit(this);
    if (this.#overrun) {
      this.#overrun = false;
      this.#parts.handlerEnded(this);
    }
    if (this.#over) return;
    this.#finish(this.#discreet(this.#verdict(value, threw)));
  }

  #discreet(verdict: Verdict): Verdict {
    return this.discretion?.verdict(verdict) ?? verdict;
  }

  #verdict(value: unknown, threw: boolean): Verdict {
    return verdictOn({ value, threw, aborted: this.abortName }, this);
  }

  /** @param cut off: its code did not end by itself */
  #finish(verdict: Verdict, cut = false): void {
    this.#over = true;
    this.#limits = undefined;
    if (this.#execution === undefined) this.#conclude(verdict, cut);
    else void this.#windUp(this.#execution, verdict, cut);
  }

  async #windUp(execution: Execution, verdict: Verdict, cut: boolean): Promise<void> {
    const refused = this.abortName === 'LeaseLost';
    const about = { outcome: verdict.outcome, refused, cut, logger: this.logger(), discretion: this.discretion };
    const { runs, unclosed } = await windUp(execution, about, this.#parts.deps.clock);
    this.#conclude(unclosed === undefined ? verdict : this.#discreet(this.#verdict(unclosed.error, true)), runs);
  }

  #conclude(verdict: Verdict, overrun: boolean): void {
    this.#overrun = overrun;
    this.#trace.end(verdict.outcome.kind, verdict.error ?? ('error' in verdict.outcome ? verdict.outcome.error : null));
    const { traceId, spanId } = this.#trace;
    const { progress, logs } = this.#notes?.close() ?? NO_NOTES;
    this.#parts.over(this, overrun);
    this.#resolve?.({ outcome: verdict.outcome, traceId, spanId, progress, logs });
  }

  get buckets(): Facts['buckets'] {
    return this.#parts.deps.generations.current().manifest.buckets;
  }

  /** Why the signal was aborted; null while it was not. */
  get abortName(): AbortName | null {
    return this.#abortReason?.name ?? null;
  }

  get dueAt(): number {
    return this.#limits?.dueAt ?? Infinity;
  }

  due(now: number, standstill?: Standstill): void {
    const passed = this.#limits?.passed(now);
    if (passed?.limit === 'hard') this.#timedOut(passed.ms, standstill);
    else if (passed?.limit === 'grace') this.#finish(this.#verdict(undefined, false), true);
    else if (passed?.limit === 'soft') {
      this.abort('SoftTimeout', `the attempt ran past its soft limit of ${formatDuration(passed.ms)}`);
    }
  }

  #timedOut(ms: number, standstill: Standstill | undefined): void {
    const text = pastHardLimit(ms, standstill);
    if (standstill !== undefined) this.#parts.standstill(this, standstill);
    this.abort('HardTimeout', text);
    this.#finish(failed({ ...errorOf('ATTEMPT_TIMED_OUT', text), name: 'HardTimeout' }, this), true);
  }

  /** Aborts the handler's signal; the attempt goes on until the handler ends or a hard limit comes. */
  abort(name: AbortName, message: string): void {
    if (this.#over) return;
    this.#trace.event(`attempt.${ABORT_EVENTS[name]}`, { 'skep.reason': message });
    // The first reason stays, except that one which leaves no choice replaces one that does.
    if (this.#abortReason === undefined || LENIENT.has(this.#abortReason.name)) {
      this.#abortReason = new AttemptAborted(name, message);
    }
    this.#signal?.abort(this.#abortReason);
    // A job that is lost may run elsewhere already; what cannot be ended goes on to its end.
    if (name === 'JobCancelled' || (name === 'LeaseLost' && this.#execution)) this.#giveGrace();
  }

  /** Its outcome is known: what does not end by itself is ended, or counted among what runs on. */
  #giveGrace(): void {
    const now = this.#parts.deps.clock.monotonic();
    this.#limits ??= noLimits(now);
    this.#limits.grace(now, this.task.spec.cancelGraceMs);
    this.#parts.watch(this.dueAt);
  }

  /** Gives the job back unharmed, at once. */
  release(): void {
    this.#stop({ outcome: { kind: 'release' }, error: null });
  }

  /** The process ends for a fault outside of any attempt, and this one may have made it: it counts. */
  crash(fault: string): void {
    this.#stop(crashed(fault, this));
  }

  #stop(verdict: Verdict): void {
    if (this.#over) return;
    this.abort('Shutdown', 'the process shuts down');
    this.#finish(verdict, true);
  }

  get signal(): AbortSignal {
    this.#signal ??= new HandlerSignal(this.#abortReason);
    return this.#signal.signal;
  }

  get span(): HandlerSpan {
    return this.#trace.span;
  }

  /** What events about it say of its span. */
  get about(): { readonly span?: SpanRef } {
    return aboutSpan(this.#trace.traceId, this.#trace.spanId);
  }

  logger(): Logger {
    const { id, task, queue, attempt } = this.job;
    // Trace ids are not among them: the logger itself adds those of the span that is active at each line.
    return this.#parts.deps.logger.child({ jobId: id, task, queue, attempt });
  }

  /** Soft and hard limits, where there are some, end `ms` from now on. */
  extend(ms: number): void {
    if (!this.#over) this.#parts.checkLimit(this);
    this.#limits?.extend(this.#parts.deps.clock.monotonic(), ms);
    this.#parts.watch(this.dueAt);
  }

  noteProgress(done: number, total: number | null, message: string | null): void {
    if (!this.#over) this.#reported().progress(done, total, message);
  }

  noteLine(...line: Parameters<ContextSource['noteLine']>): void {
    if (!this.#over) this.#reported().line(...line);
  }

  #reported(): AttemptNotes {
    return (this.#notes ??= new AttemptNotes(this, this.#parts));
  }

  /** @throws SkepError STATE_CONFLICT when the attempt is over: another one may be running */
  async enqueue(task: string, items: readonly ChildItem[]): Promise<readonly Child[]> {
    return enqueueChildren(this.#underWay, this.job.id, { task, items }, this.#inside);
  }

  async start(item: StartItem): Promise<Child> {
    return startChild(this.#underWay, this.job.id, item, this.#inside);
  }

  get #underWay(): AttemptParts['enqueuer'] {
    if (!this.#over) this.#parts.checkLimit(this);
    if (!this.#over) return this.#parts.enqueuer;
    throw new SkepError('STATE_CONFLICT', `the attempt of job ${this.job.id} is over; it may not enqueue any more`);
  }
}
