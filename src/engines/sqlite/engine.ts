/**
 * The embedded engine: one SQLite file, several processes of one host on it.
 *
 * Its limits, honestly: one writer at a time, so all processes together are about as fast as one; one host,
 * for the shared memory of SQLite's log does not work over a network file system; the wake-up of another
 * process takes up to 40 ms; a process that dies is noticed after its lease, not at once.
 */
import { type Capabilities, type Engine, Feed, RulesInForce } from '../../engine/index.ts';
import { Access } from './access.ts';
import {
  auditOf,
  bulksOf,
  onceOf,
  fleetOf,
  gatesOf,
  healthOf,
  jobsOf,
  keepingOf,
  queuesOf,
  revisionsOf,
  schedulesOf,
  statsOf,
} from './facets.ts';
import { feedStoreOn } from './feed.ts';
import { holdsOf } from './gates/holds-facet.ts';
import type { SqliteEngineOptions } from './options.ts';
import { claimStore, projectOf } from './project.ts';
import { runsOf } from './runs/runs.ts';

export class SqliteEngine implements Engine {
  readonly kind = 'sqlite';
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
  readonly #access: Access;

  constructor(options: SqliteEngineOptions) {
    const access = new Access(options);
    const rules = new RulesInForce();
    this.#access = access;
    this.capabilities = {
      ...{ manyHosts: false, durable: options.path !== ':memory:', foreignJobs: false },
      ...{ atomicEnqueue: 'call', gates: 'store' },
    };
    this.jobs = jobsOf(access);
    this.queues = queuesOf(access, rules);
    this.keeping = keepingOf(access, rules);
    this.gates = gatesOf(access);
    this.holds = holdsOf(access);
    this.runs = runsOf(access, rules);
    this.schedules = schedulesOf(access);
    this.fleet = fleetOf(access);
    this.feed = new Feed({ store: feedStoreOn(access), fleet: this.fleet, clock: options.clock });
    this.revisions = revisionsOf(access);
    this.bulks = bulksOf(access);
    this.once = onceOf(access);
    this.audit = auditOf(access, rules);
    this.stats = statsOf(access);
    this.health = healthOf(access);
    this.govern = rules.govern;
  }

  async open(): Promise<void> {
    await this.#access.enter();
    this.feed.open();
  }

  async close(): Promise<void> {
    this.feed.close();
    const parts = this.#access.leave();
    if (!parts) return;
    parts.watcher.stop();
    await parts.membership.close();
    parts.committer.close();
    parts.store.close();
  }

  async claim(project: string, adopt = false): Promise<string> {
    const owner = adopt ? undefined : await this.#access.read(projectOf);
    return owner ?? this.#access.write((transaction) => claimStore(transaction, project, adopt));
  }

  async now(): Promise<number> {
    return this.#access.options.clock.now();
  }
}

/** @returns the engine, opened; see SqliteEngine.open for what can go wrong */
export async function openSqliteEngine(options: SqliteEngineOptions): Promise<SqliteEngine> {
  const engine = new SqliteEngine(options);
  await engine.open();
  return engine;
}
