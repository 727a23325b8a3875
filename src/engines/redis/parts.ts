/** What a Redis engine consists of, put together once. */
import { type EngineTimings, ExpiredInPassing, RulesInForce } from '../../engine/index.ts';
import type { Clock, IdSource } from '../../foundation/index.ts';
import type { Changes } from './change.ts';
import { databaseOf, type RedisTarget } from './connection.ts';
import { ConsumedLanes } from './lanes/consumed-lanes.ts';
import { Deaths } from './deaths.ts';
import type { Enqueuer } from './enqueue.ts';
import { Examination } from './examination.ts';
import { Gates } from './gates/gates.ts';
import { Health } from './health.ts';
import { Holds } from './gates/holds.ts';
import { Inspector } from './inspect.ts';
import { Judgement } from './judgement.ts';
import { Keys } from './keys.ts';
import { Lanes } from './lanes/lanes.ts';
import { Maintenance } from './maintain.ts';
import { Mover } from './move.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Runs } from './runs/runs.ts';
import { Restorer } from './restore.ts';
import { assembleRuns } from './runs/run-parts.ts';
import { Revisions } from './revisions.ts';
import { Schedules } from './schedules.ts';
import { Sessions } from './sessions.ts';
import { Signals } from './signals.ts';
import { RedisStore } from './store.ts';
import { UnfinishedMoves } from './unfinished.ts';

export interface RedisEngineOptions {
  /** A URL (address.ts), or options of ioredis. */
  readonly url: RedisTarget;
  /** Begins every key. */
  readonly prefix: string;
  readonly timings: EngineTimings;
  readonly clock: Clock;
  readonly newId: IdSource;
  /** Whether jobs are run or moved on by it; false: only enqueued and looked at. Default: true. */
  readonly works?: boolean;
}

export interface Parts {
  readonly lanes: Lanes;
  readonly clock: Clock;
  readonly store: RedisStore;
  readonly signals: Signals;
  readonly sessions: Sessions;
  readonly consumed: ConsumedLanes;
  readonly outbox: Outbox;
  readonly enqueuer: Enqueuer;
  readonly mover: Mover;
  readonly restorer: Restorer;
  readonly maintenance: Maintenance;
  readonly inspector: Inspector;
  readonly changes: Changes;
  readonly deaths: Deaths;
  readonly schedules: Schedules;
  readonly revisions: Revisions;
  readonly examination: Examination;
  readonly health: Health;
  readonly expiries: ExpiredInPassing;
  readonly gates: Gates;
  readonly holds: Holds;
  readonly rules: RulesInForce;
  readonly runs: Runs;
}

/** @throws SkepError REQUEST_INVALID for a URL, options or a prefix that cannot work */
export function assembleParts({ url, prefix, timings, clock, newId }: RedisEngineOptions): Parts {
  const store = new RedisStore(url, new Keys(prefix, databaseOf(url)), clock);
  const signals = new Signals(store, (queue, id) => consumed.publicId(queue, id));
  const sessions = new Sessions({ store, signals, target: url, timings, clock, newId });
  const lanes = new Lanes(store);
  const expiries = new ExpiredInPassing();
  const rules = new RulesInForce();
  const judgement = new Judgement(store);
  const inspector = new Inspector(store);
  const { outbox, changes, enqueuer, runs, here } = assembleRuns(store, rules, inspector);
  const consumed: ConsumedLanes = new ConsumedLanes({
    lanes,
    store,
    sessions,
    signals,
    clock,
    rules,
    judgement,
    onExpired: expiries.add,
    onFollowed: outbox.soon,
    runs: here,
  });
  const mover = new Mover(store, rules, newId);
  const unfinished = new UnfinishedMoves(store, mover, clock);
  return {
    clock,
    lanes,
    store,
    signals,
    sessions,
    consumed,
    outbox,
    enqueuer,
    mover,
    restorer: new Restorer(store, rules),
    maintenance: new Maintenance({ store, lanes, sessions, timings, unfinished, rules, outbox }),
    inspector,
    changes,
    deaths: new Deaths(store),
    runs,
    schedules: new Schedules(store, outbox, sessions),
    revisions: new Revisions(store),
    examination: new Examination(store, mover, outbox, clock),
    health: new Health(store, clock),
    gates: new Gates(store),
    holds: new Holds(store, judgement, () => changes.notice('c')),
    expiries,
    rules,
  };
}
