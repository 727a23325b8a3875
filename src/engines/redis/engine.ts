/**
 * The Redis engine: bee-queue's layout, Queue and protocol, with reserving, settling and everything else of the
 * contract in scripts of our own (bee-queue-lane.ts says why).
 *
 * Honest limits:
 * - Durable as Redis is: with `appendonly yes` and `everysec` a crash of Redis may lose the last second; a failover
 *   to a lagging replica loses what it had not received. check() tells.
 * - On a Cluster a call of enqueue that names several queues is stored queue by queue (capabilities.atomicEnqueue).
 * - Order holds within a shard of a queue. To find a job by its id alone, all queues are asked.
 * - A waiting job of plain bee-queue is counted and run, but listed only from its first attempt on.
 */
import { type Capabilities, type Engine, Feed } from '../../engine/index.ts';
import { SkepError } from '../../foundation/index.ts';
import { auditOf } from './audit.ts';
import { bulksOf } from './bulks.ts';
import { fleetOf, healthOf, jobsOf, keepingOf, queuesOf, revisionsOf, schedulesOf } from './facets.ts';
import { feedStoreOn } from './feed.ts';
import { assembleParts, type Parts, type RedisEngineOptions } from './parts.ts';
import { claimStore } from './project.ts';
import { onceOf } from './once.ts';
import { statsOf } from './stats.ts';

export class RedisEngine implements Engine {
  readonly kind = 'redis';
  readonly capabilities: Capabilities;
  readonly jobs: Engine['jobs'];
  readonly queues: Engine['queues'];
  readonly keeping: Engine['keeping'];
  readonly gates: Engine['gates'];
  readonly holds: Engine['holds'];
  readonly runs: Engine['runs'];
  readonly schedules: Engine['schedules'];
  readonly fleet: Engine['fleet'];
  readonly feed: Feed;
  readonly revisions: Engine['revisions'];
  readonly bulks: Engine['bulks'];
  readonly once: Engine['once'];
  readonly audit: Engine['audit'];
  readonly stats: Engine['stats'];
  readonly health: Engine['health'];
  readonly govern: Engine['govern'];
  readonly #parts: Parts;
  readonly #works: boolean;

  /** @throws SkepError REQUEST_INVALID for a URL, options or a prefix that cannot work */
  constructor(options: RedisEngineOptions) {
    const parts = assembleParts(options);
    const { clustered } = parts.store;
    this.#parts = parts;
    this.#works = options.works ?? true;
    this.capabilities = {
      ...{ manyHosts: true, durable: true, foreignJobs: true },
      atomicEnqueue: clustered ? 'queue' : 'call',
      gates: clustered ? 'queue' : 'store',
    };
    this.jobs = jobsOf(parts);
    this.queues = queuesOf(parts);
    this.keeping = keepingOf(parts);
    this.gates = parts.gates;
    this.holds = parts.holds;
    this.runs = parts.runs;
    this.schedules = schedulesOf(parts);
    this.fleet = fleetOf(parts);
    this.feed = new Feed({ store: feedStoreOn(parts.store), fleet: this.fleet, clock: parts.clock });
    this.revisions = revisionsOf(parts);
    this.bulks = bulksOf(parts.store);
    this.once = onceOf(parts.store);
    this.audit = auditOf(parts.store, parts.rules);
    this.stats = statsOf(parts.store);
    this.health = healthOf(parts);
    this.govern = parts.rules.govern;
  }

  /**
   * Pending until Redis can be used: it waits through any outage, tries that one address only, and check() tells
   * meanwhile what is wrong. close() ends the wait.
   * @throws SkepError STORE_REFUSED when Redis answers but must not be used (password, version, eviction, role)
   */
  async open(): Promise<void> {
    const { store, health, signals, lanes } = this.#parts;
    if (this.#works) await lanes.load();
    await store.connect();
    const failed = (await health.answer()).find(({ status }) => status === 'fail');
    if (failed) {
      await this.close();
      throw new SkepError('STORE_REFUSED', `${failed.message} (${store.where})`, { hint: failed.hint ?? '' });
    }
    await signals.open();
    this.feed.open();
  }

  async close(): Promise<void> {
    this.feed.close();
    this.#parts.sessions.close();
    await this.#parts.store.close();
  }

  claim(project: string, adopt = false): Promise<string> {
    return claimStore(this.#parts.store, project, adopt);
  }

  now(): Promise<number> {
    return this.#parts.store.now();
  }
}
