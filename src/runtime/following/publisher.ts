/**
 * Tells the feed of the store what happens in this process, for as long as somebody follows; else it hears of nothing itself.
 *
 *   deaf ──somebody follows──▶ listening ──an event──▶ collecting ──250 ms──▶ publishing ──▶ listening
 *     ◀───nobody does──────────┘
 *
 * What is collected is bounded: of one thing the newest event stands for all, and of jobs beyond a number only how many of which task
 * came into which state. What could not be stored is not kept: the next thing that is told is that something is missing.
 */
import {
  countedOf,
  type EventStream,
  isBeginning,
  type LifecycleEvent,
  MANY,
  RESET,
  streamEventOf,
  subjectOf,
  TOLD_TYPES,
  type UnstampedEvent,
} from '../../core/index.ts';
import type { FeedFacet } from '../../engine/index.ts';
import { type Clock, type Json, outside, Service, type Timer } from '../../foundation/index.ts';
import { doneWithin } from '../working/patience.ts';

/** Between two publications: nobody sees more than four changes of a thing in a second. */
const PACE_MS = 250;
/** Ahead of the first one: what happens in one go is told in one go. */
const SOON_MS = 10;
/** After one that failed. */
const AWAY_MS = 2_000;
/** Jobs that are told one by one in one publication; the others are counted. */
const JOBS_TOLD = 200;
/** The same behind a publication that counted more than twice as many changes: nobody reads so many, and to tell of one costs what to count fifty does. */
const JOBS_SAMPLED = 25;
/** Of all else. */
const OTHERS_TOLD = 1_000;
/** Tasks and queues whose jobs are counted in one publication. */
const COUNTED = 200;
/** One that asks the store does so this often at most. */
const ASK_MS = 5_000;
/** A stop waits so long for the last publication. */
const LAST_MS = 1_000;

export interface PublisherParts {
  readonly feed: Pick<FeedFacet, 'followed' | 'look' | 'onFollowed' | 'publish'>;
  readonly events: EventStream;
  readonly clock: Clock;
  /** The process as others see it; absent of one without a session, to which no follower tells that it is there: it asks the store. */
  readonly self?: () => ToldProcess | undefined;
}

interface ToldProcess {
  readonly worker: string;
  readonly host: string;
  readonly pid: number;
}

interface Collected {
  readonly event: UnstampedEvent;
  /** Epoch ms. */
  readonly at: number;
}

interface Count {
  readonly task: string;
  readonly queue: string;
  readonly states: Record<string, number>;
}

export class Publisher extends Service {
  readonly #parts: PublisherParts;
  readonly #jobs = new Map<string, Collected>();
  readonly #others = new Map<string, Collected>();
  readonly #counts = new Map<string, Count>();
  /** How many are told now. */
  #most = JOBS_TOLD;
  /** The one that was counted in last: most jobs are of the same task and queue as the one before. */
  #counting: Count | undefined;
  /** Of jobs, that were counted. */
  #changes = 0;
  #unnamed = 0;
  /** Something was not told, and nobody knows yet. */
  #lost = false;
  #deafen: (() => void) | undefined;
  #timer: Timer | undefined;
  #publishing: Promise<void> | undefined;
  /** Monotonic: not before then. */
  #next = 0;
  /** Of one that asks: before then nobody follows. */
  #unfollowedUntil = Number.NEGATIVE_INFINITY;
  #unsubscribe: () => void = () => undefined;

  constructor(parts: PublisherParts) {
    super();
    this.#parts = parts;
  }

  protected override async onStart(): Promise<void> {
    const { feed, self } = this.#parts;
    if (self === undefined) {
      this.#listen();
      return;
    }
    this.#unsubscribe = feed.onFollowed((followed) => (followed ? this.#listen() : this.#rest()));
    // One that began before this process is not heard of for some seconds.
    if (await feed.look().catch(() => false)) this.#listen();
    this.#tellOfSelf('worker.joined');
  }

  /** Publishes what is there, where the store takes it in time. */
  protected override async onStop(): Promise<void> {
    this.#tellOfSelf('worker.left');
    this.#unsubscribe();
    this.#rest();
    this.#timer?.cancel();
    this.#timer = undefined;
    const last = async (): Promise<void> => {
      await this.#publishing;
      await this.#publish();
    };
    await doneWithin(last(), LAST_MS, this.#parts);
    this.#clear();
  }

  #tellOfSelf(type: 'worker.joined' | 'worker.left'): void {
    const self = this.#parts.self?.();
    if (self !== undefined) this.#parts.events.emit({ type, ...self });
  }

  #listen(): void {
    this.#deafen ??= this.#parts.events.subscribe((event) => this.#hear(event), TOLD_TYPES);
  }

  #rest(): void {
    this.#deafen?.();
    this.#deafen = undefined;
  }

  #hear(event: LifecycleEvent): void {
    const { feed, clock } = this.#parts;
    if (!feed.followed && clock.monotonic() < this.#unfollowedUntil) return;
    if (this.#jobs.size >= this.#most && this.#isCounted(event)) return;
    const at = clock.now();
    const told = streamEventOf(event, at);
    if (told === null) return;
    this.#collect({ event: told, at });
    if (this.#timer === undefined && this.#publishing === undefined) this.#plan();
  }

  /** At full speed that is almost every event: it costs a tenth of being told. */
  #isCounted(event: LifecycleEvent): boolean {
    const counted = countedOf(event, this.#parts.clock);
    if (counted === null || this.#jobs.has(counted.job.id)) return false;
    this.#count(counted.job.task, counted.job.queue, counted.state);
    return true;
  }

  #collect(collected: Collected): void {
    const { event } = collected;
    const key = event.job ?? subjectOf(event) ?? `unnamed ${(this.#unnamed += 1)}`;
    const [kept, most] = event.topic === 'jobs' ? [this.#jobs, this.#most] : [this.#others, OTHERS_TOLD];
    // A worker of this process may have ended it before its enqueue or start has answered: what became of it stands.
    if (isBeginning(event) && kept.has(key)) return;
    // The newest stands last: what is told is in the order in which it came about.
    if (kept.delete(key) || kept.size < most) kept.set(key, collected);
    else if (event.topic === 'jobs') this.#count(event.task ?? '', event.queue ?? '', event.state ?? 'changed');
    else this.#lost = true;
  }

  #count(task: string, queue: string, state: string): void {
    this.#changes += 1;
    const count = this.#countOf(task, queue);
    if (count === undefined) this.#lost = true;
    else count.states[state] = (count.states[state] ?? 0) + 1;
  }

  /** @returns undefined: they are too many */
  #countOf(task: string, queue: string): Count | undefined {
    if (this.#counting?.task === task && this.#counting.queue === queue) return this.#counting;
    const key = `${task} ${queue}`;
    const known = this.#counts.get(key);
    if (known === undefined && this.#counts.size >= COUNTED) return undefined;
    this.#counting = known ?? { task, queue, states: {} };
    if (known === undefined) this.#counts.set(key, this.#counting);
    return this.#counting;
  }

  #plan(): void {
    const { clock } = this.#parts;
    const ms = Math.max(SOON_MS, this.#next - clock.monotonic());
    this.#timer = outside(() =>
      clock.after(ms, () => {
        this.#timer = undefined;
        this.#publishing = this.#publish().finally(() => {
          this.#publishing = undefined;
          if (this.#deafen !== undefined && !this.#isEmpty) this.#plan();
        });
      }),
    );
  }

  get #isEmpty(): boolean {
    return !this.#lost && this.#jobs.size + this.#others.size === 0;
  }

  async #publish(): Promise<void> {
    if (this.#isEmpty) return;
    const { feed, clock } = this.#parts;
    const events = this.#take();
    try {
      // Only one that no signals reach comes here without a follower.
      if (await feed.look()) await feed.publish(events);
      else this.#unfollowedUntil = clock.monotonic() + ASK_MS;
      this.#next = clock.monotonic() + PACE_MS;
    } catch {
      // The store is away: what it did not take is gone, and those who follow are told that.
      this.#lost = true;
      this.#next = clock.monotonic() + AWAY_MS;
    }
  }

  #take(): readonly Json[] {
    const at = new Date(this.#parts.clock.now()).toISOString();
    const events = [
      ...(this.#lost ? [{ type: RESET, at }] : []),
      ...[...this.#jobs.values(), ...this.#others.values()]
        .toSorted((one, other) => one.at - other.at)
        .map((one) => ({ ...one.event, at: new Date(one.at).toISOString() })),
      ...[...this.#counts.values()].map((count) => ({ type: MANY, topic: 'jobs', ...count, at })),
    ];
    this.#most = this.#changes > 2 * JOBS_TOLD ? JOBS_SAMPLED : JOBS_TOLD;
    this.#clear();
    return events;
  }

  #clear(): void {
    this.#lost = false;
    this.#jobs.clear();
    this.#others.clear();
    this.#counts.clear();
    this.#changes = 0;
    this.#counting = undefined;
  }
}
