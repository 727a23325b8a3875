/**
 * One queue of a worker: how many handlers may run, and the consumer that feeds them.
 *
 *   closed ──open──▶ consuming ──close──▶ closing (attempts end) ──▶ closed; may be opened again at any time
 *
 * Slots are counted over all consumers that the queue ever had here, so that a queue which a reload removes and
 * another brings back never runs more handlers than it may.
 */
import { type Outcome, tell } from '../../core/index.ts';
import type { AttemptResult, ConsumeOptions, Consumer, Lease, SpanIds } from '../../engine/index.ts';
import { outside } from '../../foundation/index.ts';
import type { CollectSpec } from '../../manifest/index.ts';
import { Ahead } from '../following/ahead.ts';
import type { AttemptRunner } from '../attempts/attempt-runner.ts';
import { Collector } from '../attempts/collector.ts';
import type { HookRunner } from '../following/hook-runner.ts';
import type { RuntimeDeps } from '../ports.ts';
import type { Sharer, SharedPlaces } from '../attempts/shared-places.ts';
import type { Slot } from './slot.ts';
import { isLastChance } from './solitude.ts';

export interface WorkedQueueParts {
  readonly deps: RuntimeDeps;
  readonly runner: AttemptRunner;
  readonly hooks: HookRunner;
  /** Where the queues of this process share their places. */
  readonly places: SharedPlaces | undefined;
  /** Whether nothing more may be reserved, because somebody said so. */
  readonly paused: () => boolean;
  /** Told when a job of this queue was settled that runs again later. */
  readonly onDue: ((runAt: number) => void) | undefined;
  /** Told of each attempt whose end is stored. */
  readonly onEnded: ((lease: Lease, kind: Outcome['kind'], ids: SpanIds) => void) | undefined;
}

const NONE = { ready: 0, wanted: 0 };

export class WorkedQueue implements Slot, Sharer {
  readonly queue: string;
  readonly #parts: WorkedQueueParts;
  #concurrency = 0;
  #live = 0;
  /** Only where a task collects. */
  #collector: Collector | undefined;
  /** Only where the queue has ever had `prefetch`. */
  #ahead: Ahead | undefined;
  #consumer: Consumer | undefined;
  #closing: Promise<void> = Promise.resolve();
  /** Consumers that were stopped and still hold leases. */
  readonly #ending = new Set<Consumer>();
  #troubled = false;
  #settled = 0;

  constructor(queue: string, parts: WorkedQueueParts) {
    this.queue = queue;
    this.#parts = parts;
  }

  get concurrency(): number {
    return this.#concurrency;
  }

  get consuming(): boolean {
    return this.#consumer !== undefined;
  }

  /** Handlers that run, those included whose attempt is over. */
  get live(): number {
    return this.#live;
  }

  get claimed(): number {
    let claimed = this.#consumer?.claimed ?? 0;
    for (const consumer of this.#ending) claimed += consumer.claimed;
    return claimed;
  }

  /** Leases that were settled so far. */
  get settled(): number {
    return this.#settled;
  }

  /** How long the consumer has made no progress, ms. */
  get stalledMs(): number {
    return this.#consumer?.stalledMs ?? 0;
  }

  /** Leases that are not settled yet. */
  get held(): number {
    let held = this.#consumer?.running ?? 0;
    for (const consumer of this.#ending) held += consumer.running;
    return held;
  }

  /** Starts consuming, or changes how many handlers may run from now on. @param prefetch jobs that may be reserved beyond them */
  open(concurrency: number, prefetch = 0): void {
    const more = concurrency > this.#concurrency || prefetch > 0;
    this.#concurrency = concurrency;
    this.#reserveAhead(prefetch);
    if (this.#consumer === undefined) this.#consumer = this.#consume();
    else if (more) this.look();
  }

  /** A place may be free: for a call that waits for one, or for more jobs. */
  look(): void {
    this.#collector?.look();
    this.#lookAhead();
    this.#consumer?.poke();
  }

  /** Jobs may be reserved again, or none any more. */
  poke(): void {
    if (this.#parts.paused()) this.unreserve();
    this.#consumer?.poke();
  }

  /** Reserves nothing more. @returns when every lease is settled */
  close(): Promise<void> {
    const consumer = this.#consumer;
    if (consumer) {
      this.#consumer = undefined;
      this.#ending.add(consumer);
      const stopped = consumer.stop().then(() => {
        this.#ending.delete(consumer);
      });
      this.disband();
      this.#closing = Promise.all([this.#closing, stopped]).then(() => undefined);
    }
    return this.#closing;
  }

  /** Resolves when the last reserve found nothing and nothing waits to be settled. */
  async idle(): Promise<void> {
    await this.#consumer?.idle();
  }

  /** Resolves when no reserve is under way. */
  async quiet(): Promise<void> {
    await this.#consumer?.quiet();
  }

  take(): void {
    this.#live += 1;
  }

  free(late: boolean): void {
    this.#live -= 1;
    this.#collector?.look();
    this.#lookAhead();
    this.#parts.places?.changed();
    // In the ordinary case the consumer asks by itself, together with the settlement.
    if (late) this.#consumer?.poke();
  }

  gather(lease: Lease, spec: CollectSpec, key: string): Promise<AttemptResult> {
    this.#collector ??= new Collector({
      clock: this.#parts.deps.clock,
      free: () => this.#free,
      begin: (leases) => this.#parts.runner.runTogether(leases, this),
    });
    return this.#collector.add(lease, spec, key);
  }

  crowds(): boolean {
    return this.#collector?.crowds() ?? false;
  }

  /** Gives back jobs that wait for company or for a place. */
  disband(test: (lease: Lease) => boolean = () => true): void {
    this.#collector?.giveBack(test);
    this.#ahead?.giveBack(test);
  }

  /** Gives back jobs that wait for a place: whether they may still begin is the store's to say. */
  unreserve(): void {
    this.#ahead?.giveBack();
  }

  /** Another generation is in force. */
  generationChanged(): void {
    const generation = this.#parts.deps.generations.current();
    this.#collector?.reload((task) => generation.task(task)?.spec.collect ?? null);
  }

  #permit(): number {
    const { runner, paused, places } = this.#parts;
    if (!runner.open || paused()) return 0;
    const free = Math.min(this.#concurrency - this.#live, places?.permit(this) ?? Infinity);
    if (this.#collector === undefined && this.#ahead === undefined) return free;
    const { ready, wanted } = this.#collector ?? NONE;
    return Math.max(0, free - ready) + wanted + (this.#ahead?.room ?? 0);
  }

  get #free(): number {
    return Math.min(this.#concurrency - this.#live, this.#parts.places?.free ?? Infinity);
  }

  #reserveAhead(prefetch: number): void {
    // Whose turn a place is that queues share is decided when it is free.
    const most = this.#parts.places === undefined ? prefetch : 0;
    if (most === 0 && this.#ahead === undefined) return;
    this.#ahead ??= new Ahead({
      free: () => this.#free,
      begin: (lease) => this.#parts.runner.run(lease, this),
      now: () => this.#parts.deps.clock.now(),
    });
    this.#ahead.resize(most);
  }

  /** Whoever calls is no part of what begins. */
  #lookAhead(): void {
    const ahead = this.#ahead;
    if (ahead === undefined || ahead.waiting === 0) return;
    outside(() => this.#parts.deps.tracer.detached(() => ahead.look()));
  }

  #run(lease: Lease): Promise<AttemptResult> {
    const { deps, runner } = this.#parts;
    const ahead = this.#ahead;
    if (ahead === undefined || isLastChance(lease.job)) return runner.run(lease, this);
    // Those that wait for company take no place meanwhile.
    const collects = deps.generations.current().task(lease.job.task)?.spec.collect ?? null;
    return collects === null ? ahead.add(lease) : runner.run(lease, this);
  }

  #consume(): Consumer {
    const { deps, runner, hooks, places, onDue, onEnded } = this.#parts;
    const options: ConsumeOptions = {
      permit: () => this.#permit(),
      ...(places !== undefined && { onAnswered: (more) => places.answered(this, more) }),
      onSettled: (lease, outcome, receipt, ids) => {
        this.#troubled = false;
        this.#settled += 1;
        runner.settled();
        places?.changed();
        if (receipt.status !== 'lost') {
          deps.tally?.settled(outcome.kind);
          onEnded?.(lease, outcome.kind, ids);
        }
        hooks.ended(lease, outcome, receipt, ids);
        // A lost lease is told by the event `lease.lost`, which the log shows too.
        if (receipt.status !== 'lost' && receipt.runAt !== null) onDue?.(receipt.runAt);
      },
      onTrouble: (error) => this.#trouble(error),
    };
    return deps.tracer.detached(() =>
      deps.engine.queues.consume(this.queue, options, (lease) => {
        places?.began(this);
        return this.#run(lease);
      }),
    );
  }

  /** Once per time of trouble: the consumer tries again every few seconds. */
  #trouble(error: unknown): void {
    const { outage, logger } = this.#parts.deps;
    if (outage?.noticed(error) === true || this.#troubled) return;
    this.#troubled = true;
    tell(logger, 'queue.troubled', { queue: this.queue, err: error });
  }
}
