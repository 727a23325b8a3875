/**
 * THE PLACE WHERE BEE-QUEUE IS EXTENDED. Pinned: bee-queue 2.0.0 exactly.
 *
 * One bee-queue Queue per queue of ours, over our client, with four acts that bee-queue lacks: reserve, settle,
 * promote, rescue. Nothing of it is overridden and process() is never called: fetching, finishing, stall checks and
 * close() are where its 59 known holes are. Public members only: the constructor's settings, connect(), ready(),
 * toKey(), createJob(), getJob(), getJobs(), removeJob(), checkHealth(), settings.
 *
 * What is relied on, each held by test/unit/engines/redis/bee-queue-lane.spec.ts:
 * - toKey(x) is `${prefix}:${name}:${x}`;
 * - jobs is a hash id → JSON with data, options, status, progress; waiting is a list, pushed left, taken right;
 *   delayed is a sorted set by due time; succeeded and failed are sets;
 * - save() refuses an id that is in the hash;
 * - a ready client is taken as it is, and no further connection is made.
 */
import BeeQueue from 'bee-queue';

import type { StoreClient } from '../client.ts';
import type { CrashErrors } from '../job-errors.ts';
import { Keys } from '../keys.ts';
import { asList, SCRIPT_BYTES, type ScriptArgument, type ScriptName, type ScriptReply } from '../scripts.ts';

/** Sends a script: the store's run, with a role. */
export type SendScript = (
  name: ScriptName,
  keys: readonly string[],
  args: readonly ScriptArgument[],
) => Promise<ScriptReply>;

export interface Reserved {
  /** lost: the session's lease is gone · paused · ok */
  readonly status: 'lost' | 'paused' | 'ok';
  /** The store's clock, as text: the token of these leases. */
  readonly token: string;
  /** The search ended at its bound, not at the end of the lists. */
  readonly more: boolean;
  /** Holds are to be asked whether they mean jobs that lie before them. */
  readonly asked: boolean;
  /** id, task, why, … of jobs that were cancelled on the way, see lua/_reserve.lua. */
  readonly expired: readonly string[];
  /** id, record, id, record, … */
  readonly records: readonly string[];
}

/** What a reserve asks for. */
export interface Wish {
  readonly count: number;
  /** The error of jobs past their expiry, in JSON. */
  readonly expired: string;
  /** Whether priorities share. */
  readonly weighted: boolean;
}

/** Run, step and index of an item, then what lua/_notes.lua says behind 'go'; and what lua/_turn.lua says of the turn that came with it. */
export type Noted = readonly [told: readonly string[], turned?: ScriptReply];

/** Replies are 'sSTATE RUN' settled | 'lSTATE' lost, 'l-' when the job is gone. */
export interface Settled {
  /** By number among the completed, from 0; those that are not here are settled. */
  readonly exceptions: ReadonlyMap<number, string>;
  /** A reply per job that ended otherwise. */
  readonly others: readonly string[];
  /** Gate, its instant or '', … of circuits that have opened or closed. */
  readonly circuits: readonly string[];
  /** Of runs on the same server, whose turns are due by these ends. */
  readonly noted: readonly Noted[];
  /** Something was posted in the outbox, or may have been. */
  readonly posted: boolean;
}

export interface Rescued {
  /** What ended sessions still hold in this queue. */
  readonly left: number;
  /** Jobs are on their way out of this queue or into it. */
  readonly moves: boolean;
  /** id, record afterwards, … */
  readonly records: readonly string[];
}

export interface Promoted {
  readonly count: number;
  readonly nextDueAt: number | null;
}

export interface BeeQueueLaneParts {
  readonly queue: string;
  readonly keys: Keys;
  readonly client: StoreClient;
  readonly send: SendScript;
}

/** bee-queue's types leave out a method that its documentation has. */
interface DocumentedQueue extends BeeQueue {
  toKey(suffix: string): string;
}

const Queue = BeeQueue as unknown as new (name: string, settings: BeeQueue.QueueSettings) => DocumentedQueue;

export class BeeQueueLane extends Queue {
  readonly #keys: Keys;
  readonly #queue: string;
  readonly #client: StoreClient;
  readonly #send: SendScript;

  constructor({ queue, keys, client, send }: BeeQueueLaneParts) {
    super(Keys.beeName(queue), {
      prefix: keys.prefix,
      redis: client,
      // While a client is not ready, bee-queue would disconnect it at the first error (B4): attach() looks first.
      autoConnect: false,
      quitCommandClient: false,
      isWorker: false,
      getEvents: false,
      sendEvents: false,
      storeJobs: false,
      activateDelayedJobs: false,
      removeOnSuccess: false,
      removeOnFailure: false,
    });
    this.#keys = keys;
    this.#queue = queue;
    this.#client = client;
    this.#send = send;
    // The client's errors are seen by its owner; without a listener here they would end the process (B6).
    this.on('error', () => undefined);
  }

  /** Begin of all keys of this queue. */
  get base(): string {
    return this.toKey('');
  }

  /** The physical queue (shards.ts). */
  get queue(): string {
    return this.#queue;
  }

  /** KEYS of a script on this queue. */
  get keys(): readonly [string, string] {
    return this.#keys.of(this.#queue);
  }

  /** Makes bee-queue's own members usable. @returns false while Redis is away: ask again later */
  async attach(): Promise<boolean> {
    if (this.#client.status !== 'ready') return false;
    // A client that goes away meanwhile fails what ready() gives; connect() then never settles, and forgets it (B4).
    await Promise.race([this.connect(), this.ready()]);
    return true;
  }

  /** available → running for at most `count` jobs. `expired` is the error of jobs past their expiry, in JSON. */
  async reserve(session: string, { count, expired, weighted }: Wish): Promise<Reserved> {
    const keys = [this.base, this.#keys.lease(this.#queue, session)];
    return reservedOf(asList(await this.#send('reserve', keys, [session, count, expired, orderText(weighted)])));
  }

  /** running → what the outcomes say. @param settlements as settlements.ts writes them for lua/_settle.lua */
  async settle(session: string, settlements: readonly ScriptArgument[]): Promise<Settled> {
    return settledOf(asList(await this.#send('settle', this.keys, [session, ...settlements])));
  }

  /** settle and reserve in one step. */
  async exchange(
    session: string,
    settlements: readonly ScriptArgument[],
    { count, expired, weighted }: Wish,
  ): Promise<readonly [Settled, Reserved]> {
    const keys = [...this.keys, this.#keys.lease(this.#queue, session)];
    const reply = await this.#send('exchange', keys, [session, count, expired, orderText(weighted), ...settlements]);
    const [settled, reserved] = asList(reply) as unknown as ScriptReply[];
    return [settledOf(asList(settled ?? [])), reservedOf(asList(reserved ?? []))];
  }

  /** scheduled, retryable → available, for jobs that are due. */
  async promote(limit: number): Promise<Promoted> {
    const [count, next] = asList(await this.#send('promote', this.keys, [limit, SCRIPT_BYTES]));
    return { count: Number(count), nextDueAt: next === '' ? null : Number(next) };
  }

  /** Jobs of plain bee-queue that were held because the queue had no task for them. */
  async freeForeign(): Promise<void> {
    for (;;) {
      const [, left] = asList(await this.#send('unblock', this.keys, ['', 100, SCRIPT_BYTES]));
      if (left === 0) return;
    }
  }

  /** running → available or dead, for sessions whose lease is over. `crashed`: errors in JSON. */
  async rescue(limit: number, maxRescues: number, crashed: CrashErrors): Promise<Rescued> {
    const [left, moves, ...records] = asList(
      await this.#send('rescue', this.keys, [limit, maxRescues, crashed.error, SCRIPT_BYTES, crashed.fatal]),
    );
    return { left: Number(left), moves: Number(moves) > 0, records: records as string[] };
  }
}

/** As lua/_reserve.lua reads it. */
function orderText(weighted: boolean): string {
  return weighted ? 'weighted' : '';
}

/** The reply that lua/_reserve.lua describes. */
function reservedOf(reply: readonly (string | number | null)[]): Reserved {
  const [status, token, more, expired = []] = reply as readonly unknown[];
  return {
    status: status as Reserved['status'],
    token: token as string,
    more: Number(more) > 0,
    asked: more === 2 || more === 3,
    expired: expired as string[],
    records: reply.slice(4) as string[],
  };
}

const NO_EXCEPTIONS: Settled['exceptions'] = new Map();
const NONE_NOTED: Settled['noted'] = [];

/** The reply that lua/_settle.lua describes. */
function settledOf(reply: readonly unknown[]): Settled {
  const [pairs, others, circuits, noted = NONE_NOTED, posted = 1] = reply as readonly [
    readonly (number | string)[],
    readonly string[],
    readonly string[],
    (readonly Noted[])?,
    number?,
  ];
  const told = { others, circuits, noted, posted: posted === 1 };
  if (pairs.length === 0) return { exceptions: NO_EXCEPTIONS, ...told };
  const map = new Map<number, string>();
  for (let i = 0; i < pairs.length; i += 2) map.set(Number(pairs[i]) - 1, String(pairs[i + 1]));
  return { exceptions: map, ...told };
}
