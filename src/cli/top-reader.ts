/** What `skep top` shows, read from a server or a store: a bounded number of rows, the dear part of it seldom. */
import type {
  AttentionItem,
  JobView,
  ManifestView,
  Operations,
  QueueView,
  StatsView,
  WorkerView,
} from '../api/index.ts';
import { type Clock, SkepError } from '../foundation/index.ts';

/** Of what runs, the newest so many. */
const RUNNING_MAX = 50;
/** Processes bring their figures every ten seconds: to ask sooner would show the same. */
const SELDOM_MS = 10_000;
/** How far back figures reach; told by the minute. */
const RANGE = '30m';

export interface Seen {
  readonly at: number;
  readonly queues: readonly QueueView[];
  readonly workers: readonly WorkerView[];
  readonly running: readonly JobView[];
  readonly manifest: ManifestView;
  readonly stats: StatsView;
  readonly attention: readonly AttentionItem[];
}

type Seldom = Pick<Seen, 'manifest' | 'stats' | 'attention'>;

export class TopReader {
  readonly #operations: Operations;
  readonly #clock: Clock;
  #seldom: Seldom | undefined;
  #readAt = -Infinity;
  #seen: Seen | undefined;

  constructor(operations: Operations, clock: Clock) {
    this.#operations = operations;
    this.#clock = clock;
  }

  /** What was read last, whole; undefined before the first read. */
  get seen(): Seen | undefined {
    return this.#seen;
  }

  /**
   * One look.
   * @returns why it failed where another may succeed, else null
   * @throws SkepError where no other will be better, and whatever the first look fails with
   */
  async read(): Promise<SkepError | null> {
    try {
      const [queues, workers, { jobs }, seldom] = await Promise.all([
        this.#operations.queues(),
        this.#operations.workers(),
        this.#operations.listJobs({ state: ['running'], limit: RUNNING_MAX }),
        this.#readSeldom(),
      ]);
      this.#seen = { at: this.#clock.now(), queues, workers, running: jobs, ...seldom };
      return null;
    } catch (error) {
      const passes = error instanceof SkepError && (error.kind === 'unavailable' || error.kind === 'timeout');
      if (this.#seen === undefined || !passes) throw error;
      return error;
    }
  }

  async #readSeldom(): Promise<Seldom> {
    const now = this.#clock.monotonic();
    if (this.#seldom !== undefined && now - this.#readAt < SELDOM_MS) return this.#seldom;
    const [manifest, stats, { items }] = await Promise.all([
      this.#operations.manifest(),
      this.#operations.stats({ range: RANGE, by: 'task' }),
      this.#operations.attention(),
    ]);
    this.#readAt = now;
    this.#seldom = { manifest, stats, attention: items };
    return this.#seldom;
  }
}
