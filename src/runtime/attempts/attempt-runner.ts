/** Execution as a sentence: find the task, check the payload, run the handler under its trace, say the outcome. */
import type { RunningView } from '../../api/index.ts';
import { type AbortName, type BlockReason, type Job, KeyRing, payloadPaths } from '../../core/index.ts';
import type { AttemptResult, Lease, Signal } from '../../engine/index.ts';
import { Bag, insideOfNow } from '../../foundation/index.ts';
import type { BoundTask } from '../../manifest/index.ts';
import { Attempt, type AttemptParts } from './attempt.ts';
import { CollectedCall } from './collected-call.ts';
import { collectKey, GIVEN_BACK } from './collector.ts';
import type { Enqueuing } from './attempt-start.ts';
import { Deadlines, type Standstill } from './deadline.ts';
import { Discretion } from './discretion.ts';
import { Notes } from './notes.ts';
import { type Verdict, verdictOnPayload, verdictOnUnready } from './outcome-of.ts';
import type { RunnerDeps } from '../ports.ts';
import { holdReason, readied, sealedOutcome } from './readied.ts';
import type { Slot } from '../working/slot.ts';
import { isLastChance, Solitude } from '../working/solitude.ts';
import { NO_QUEUES, type Surroundings } from './surroundings.ts';

const UNTOUCHED = { traceId: null, spanId: null, progress: null, logs: [] };
const PAST_MAX = 32;
const held = (reason: BlockReason): AttemptResult => ({ outcome: { kind: 'hold', reason }, ...UNTOUCHED });

interface Readying {
  readonly ring: KeyRing | null;
  readonly paths: ReturnType<typeof payloadPaths>;
}

/** Why code runs on, by what aborted its signal. */
const WHY: Readonly<Partial<Record<AbortName, 'limit' | 'cancel'>>> = { HardTimeout: 'limit', JobCancelled: 'cancel' };

/** One that overruns was told to end. */
function runningView({ job, elapsedMs, abortName }: Attempt): RunningView {
  const { id, task, queue, attempt } = job;
  return { id, task, queue, attempt, runningMs: Math.round(elapsedMs), aborted: abortName !== null };
}

export class AttemptRunner implements AttemptParts {
  readonly deps: RunnerDeps;
  readonly enqueuer: Enqueuing;
  readonly notes: Notes;
  readonly #running = new Bag<Attempt>();
  readonly #overrunning = new Set<Attempt>();
  readonly #deadlines: Deadlines;
  readonly #solitude: Solitude;
  readonly #surroundings: Surroundings;
  /** Of the newest attempts that are over: code that nobody awaited may still throw what it was given. */
  readonly #past: Discretion[] = [];
  /** A reserve may still bring jobs: while one waits for its last chance, nobody asks for more. */
  #expecting = false;
  #standstills = 0;

  constructor(deps: RunnerDeps, enqueuer: Enqueuing, surroundings: Surroundings = NO_QUEUES) {
    this.deps = deps;
    this.enqueuer = enqueuer;
    this.notes = new Notes(deps);
    this.#surroundings = surroundings;
    this.#deadlines = new Deadlines({
      running: this.#running,
      clock: deps.clock,
      several: () => this.#running.size + this.#overrunning.size > 1,
    });
    this.#solitude = new Solitude(deps.clock, () => surroundings.opened());
  }

  get clock(): RunnerDeps['clock'] {
    return this.deps.clock;
  }

  get prints(): boolean {
    return this.deps.generations.current().manifest.telemetry.logs.console;
  }

  /** Attempts under way. */
  get running(): number {
    return this.#running.size;
  }

  /** What runs here, handlers included whose attempt is over; the longest first. @param most so many of them */
  list(most: number): readonly RunningView[] {
    const all = [...this.#running, ...this.#overrunning].map(runningView);
    return all.sort((one, other) => other.runningMs - one.runningMs).slice(0, most);
  }

  /** Handlers whose attempt is over but which still run. */
  get overrunning(): number {
    return this.#overrunning.size;
  }

  /** Hard limits so far that passed unseen because a handler kept the event loop. */
  get standstills(): number {
    return this.#standstills;
  }

  /** Whether jobs may be reserved: not while one has its last chance, see solitude.ts. */
  get open(): boolean {
    return this.#solitude.open;
  }

  /** Never rejects. @param slot taken while the handler runs */
  run(lease: Lease, slot: Slot): Promise<AttemptResult> {
    const generation = this.deps.generations.current();
    const task = generation.task(lease.job.task);
    if (task === undefined) return Promise.resolve(held('task'));
    const reason = holdReason(lease.job, task.spec, generation.manifest);
    if (reason !== null) return Promise.resolve(held(reason));
    if (!this.#solitude.open) return Promise.resolve(GIVEN_BACK);
    const { collect } = task.spec;
    if (collect === null && slot.crowds?.() === true) return Promise.resolve(GIVEN_BACK);
    if (isLastChance(lease.job)) return this.#runAlone(lease, task, slot);
    if (collect === null) return this.#run(lease, task, slot);
    if (slot.gather === undefined) return this.#together([lease], task, slot)[0] ?? Promise.resolve(GIVEN_BACK);
    return slot.gather(lease, collect, collectKey(lease.job, task, generation.manifest));
  }

  /**
   * One call for jobs of one task that have waited for company, by the manifest as it is now.
   * @returns what comes of each, in order; none of them rejects
   */
  runTogether(leases: readonly Lease[], slot: Slot): readonly Promise<AttemptResult>[] {
    const task = this.deps.generations.current().task(leases[0]?.job.task ?? '');
    if (task === undefined) return leases.map(() => Promise.resolve(held('task')));
    const collects = this.#solitude.open && task.spec.collect !== null;
    return collects ? this.#together(leases, task, slot) : leases.map(() => Promise.resolve(GIVEN_BACK));
  }

  #together(leases: readonly Lease[], task: BoundTask, slot: Slot): readonly Promise<AttemptResult>[] {
    const { manifest } = this.deps.generations.current();
    const call = new CollectedCall(task, { queue: leases[0]?.job.queue ?? '', slot, deps: this.deps });
    const results = leases.map((lease) => {
      const reason = holdReason(lease.job, task.spec, manifest);
      return reason === null ? this.#run(lease, call.task, call.slot) : Promise.resolve(held(reason));
    });
    call.begin();
    return results;
  }

  async #runAlone(lease: Lease, task: BoundTask, slot: Slot): Promise<AttemptResult> {
    const mayBegin = this.#solitude.enter(lease, this.#running.size);
    // What was reserved before has arrived then, and is given back in the turn after.
    this.#expecting = true;
    this.#surroundings.disband();
    void this.#surroundings.quiet().then(() => {
      this.#expecting = false;
      setImmediate(() => this.#clear());
    });
    if (!(await mayBegin)) return GIVEN_BACK;
    try {
      return await (task.spec.collect === null
        ? this.#run(lease, task, slot)
        : (this.#together([lease], task, slot)[0] ?? GIVEN_BACK));
    } finally {
      this.#solitude.leave((waiting) => waiting === lease);
    }
  }

  /** The store has taken note of the lease's end. */
  settled(): void {
    this.#clear();
  }

  #clear(): void {
    if (this.#solitude.open) return;
    if (!this.#expecting && this.#surroundings.held() <= 1) this.#solitude.cleared();
  }

  #run(lease: Lease, task: BoundTask, slot: Slot): Promise<AttemptResult> {
    return this.deps.tracer.attempt(lease.job, lease.job.attempt, (trace) => {
      const { manifest, revision } = this.deps.generations.current();
      if (revision !== null && trace.span.isRecording()) trace.span.setAttribute('skep.revision', revision);
      const ring = KeyRing.of(manifest.encryption);
      const paths = payloadPaths(task.spec.sensitive, lease.job.care);
      const ready = this.#ready(lease, task, { ring, paths });
      if ('outcome' in ready) {
        const { outcome, error } = ready;
        trace.end(outcome.kind, error);
        const { traceId, spanId } = trace;
        return Promise.resolve({ outcome, traceId, spanId, progress: null, logs: [] });
      }
      if (task.spec.on !== null) this.#surroundings.hooked(lease, { job: ready, ring }, { task, trace });
      const discretion = Discretion.of(ready.payload, paths);
      const inside = task.spec.collect === null ? undefined : insideOfNow();
      const attempt = new Attempt({ lease, job: ready, task, trace, slot, discretion, inside }, this);
      slot.take();
      this.#running.add(attempt);
      const result = attempt.run();
      if (ring === null || lease.job.care?.sealed !== true) return result;
      return result.then((ended) => ({ ...ended, outcome: sealedOutcome(ended.outcome, lease.job, ring) }));
    });
  }

  /** @returns the job with its payload as the handler gets it, or what comes of one that cannot be got */
  #ready(lease: Lease, task: BoundTask, { ring, paths }: Readying): Job | Verdict {
    try {
      const job = readied(lease.job, task, ring);
      return verdictOnPayload(task, job.payload, paths) ?? job;
    } catch (thrown) {
      return verdictOnUnready(thrown, { lease, task, elapsedMs: 0, random: this.deps.random, buckets: {} });
    }
  }

  /** News from the store: some leases of this process are over. */
  heed(signal: Signal): void {
    if (signal.type === 'leases-ended') {
      const ids = new Set(signal.ids);
      this.#solitude.leave(({ job }) => ids.has(job.id));
      this.#surroundings.disband(({ job }) => ids.has(job.id));
      this.#abortWhere((attempt) => ids.has(attempt.job.id), 'JobCancelled', 'the job was cancelled');
    } else if (signal.type === 'session-lost') {
      const lost = (attempt: Attempt): boolean => attempt.lease.session === signal.session;
      this.#solitude.leave(({ session }) => session === signal.session);
      this.#surroundings.disband(({ session }) => session === signal.session);
      this.#abortWhere(lost, 'LeaseLost', "the process' lease ran out; the job may run elsewhere");
    }
  }

  #abortWhere(test: (attempt: Attempt) => boolean, name: AbortName, message: string): void {
    for (const attempt of [...this.#running]) if (test(attempt)) attempt.abort(name, message);
  }

  /** Tells all attempts that the process stops; they go on until they end by themselves. */
  abortAll(): void {
    this.#abortWhere(() => true, 'Shutdown', 'the process shuts down');
  }

  /** Gives all jobs back at once. */
  releaseAll(): void {
    this.#solitude.leave(() => true);
    for (const attempt of [...this.#running]) attempt.release();
  }

  /** @returns the text without what is sensitive of jobs that run here or just did: which of them it comes from nobody knows */
  discreet(text: string): string {
    const running = [...this.#running, ...this.#overrunning].map(({ discretion }) => discretion);
    return [...running, ...this.#past].reduce((told, discretion) => discretion?.text(told) ?? told, text);
  }

  /** Ends all attempts as failed: the process ends for a fault that any of them may have made. */
  failAll(fault: string): void {
    this.#solitude.leave(() => true);
    const told = this.discreet(fault);
    for (const attempt of [...this.#running]) attempt.crash(told);
  }

  // ── told by attempts ───────────────────────────────────────────────────────────────────────────────

  watch(dueAt: number): void {
    this.#deadlines.watch(dueAt);
  }

  called(attempt: Attempt, startedAt: number): void {
    this.#deadlines.called(attempt, startedAt);
  }

  checkLimit(attempt: Attempt): void {
    this.#deadlines.check(attempt);
  }

  standstill(attempt: Attempt, { ms, own }: Standstill): void {
    this.#standstills += 1;
    const { id, task, queue, attempt: number } = attempt.job;
    const standstillMs = Math.round(ms);
    const about = { job: { id, task, queue }, attempt: number, ...attempt.about };
    this.deps.events.emit({ type: 'handler.standstill', ...about, standstillMs, own });
  }

  over(attempt: Attempt, overrun: boolean): void {
    if (attempt.discretion !== null && this.#past.push(attempt.discretion) > PAST_MAX) this.#past.shift();
    this.#running.delete(attempt);
    if (this.#running.size === 0) {
      this.#deadlines.rest();
      this.#solitude.emptied();
    }
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
      this.deps.events.emit({
        type: 'handler.overrun',
        job: { id, task, queue },
        attempt: number,
        why: WHY[attempt.abortName ?? 'Shutdown'] ?? 'stop',
        stillRunning,
        ...attempt.about,
      });
    });
  }

  handlerEnded(attempt: Attempt): void {
    if (this.#overrunning.delete(attempt)) attempt.slot.free(true);
  }
}
