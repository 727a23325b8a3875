/**
 * Named places on a job's path where a test may stop time, throw or kill the process (docs/reliability.md).
 *
 * A test's preload module puts a function on `globalThis` before this module is loaded; without one, which is
 * always outside of such tests, a place is a call of an empty function, which V8 inlines away.
 */

/** In the order in which a job passes them. */
export type FaultPoint =
  /** A batch is on its way into the store: SQLite inside of the transaction, Redis the script sent, not answered. */
  | 'enqueue.midway'
  /** The store has the batch, the caller does not know yet. */
  | 'enqueue.stored'
  /** A tick is claimed, its job is not stored yet. Redis only: SQLite does both in one transaction. */
  | 'tick.claimed'
  /** The store has handed jobs out, none of them has begun. */
  | 'reserve.done'
  /** The handler is about to be called. */
  | 'attempt.begin'
  /** Outcomes are known, the store has not heard of them. */
  | 'settle.begin'
  /** The script that settles outcomes and reserves the next jobs is sent, not answered. Redis only. */
  | 'exchange.sent'
  /** What was to be written is committed, not synced: no caller knows. SQLite only. */
  | 'commit.unsynced'
  /** The store has the outcomes, this process does not know yet. */
  | 'settle.done'
  /** Entries of an outbox are read, nothing of them is made. Redis only. */
  | 'delivery.begin'
  /** What they say is made, they are still in the outbox; of a tick, its job is stored. Redis only. */
  | 'delivery.made'
  /** The end of an item of a run is counted, its turn is to come. Redis only. */
  | 'run.noted'
  /** A turn of a run is stored, and what begins by it: as jobs, on a Cluster in the outbox. Redis only. */
  | 'run.turned'
  /** What a turn has begun is stored as jobs. Redis only. */
  | 'run.begun'
  /** A look for the jobs of dead processes is over: what it found has been taken back. */
  | 'rescue.looked'
  /** The job of a broker's message is stored, the broker does not know yet. */
  | 'message.stored'
  /** What an alert is to tell is in the store, no job of it is. */
  | 'alert.decided'
  /** The jobs that tell it are stored, that it was told is not. */
  | 'alert.told'
  /** A step of a bulk operation has changed its jobs, the store does not know yet how far it is. */
  | 'bulk.changed'
  /** A change that is written down is made, its line does not say so yet. */
  | 'change.made'
  /** `skep migrate`: jobs or a schedule of the source are claimed, the target does not know them yet. */
  | 'migrate.claimed'
  /** They are stored at the target too, and run nowhere. */
  | 'migrate.stored'
  /** They are gone from the source, and run nowhere yet. */
  | 'migrate.removed';

/** Where the test's function is looked for. */
const HOOK = Symbol.for('skep.test.fault-points');

type Hook = (point: FaultPoint) => void;

/** Tells a test that this place was reached. */
export const reach: Hook =
  (globalThis as unknown as Readonly<Record<symbol, Hook | undefined>>)[HOOK] ?? (() => undefined);
