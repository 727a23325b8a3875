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

import type { StoreClient } from './client.ts';
import { Keys } from './keys.ts';
import { asList, type ScriptArgument, type ScriptName, type ScriptReply } from './scripts.ts';

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
  /** id, task, id, task, … of jobs that were past their expiry and cancelled. */
  readonly expired: readonly string[];
  /** id, record, id, record, … */
  readonly records: readonly string[];
}

export interface Rescued {
  /** What ended sessions still hold in this queue. */
  readonly left: number;
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
    await this.connect();
    return true;
  }

  /** available → running for at most `count` jobs. `expired` is the error of jobs past their expiry, in JSON. */
  async reserve(session: string, count: number, expired: string): Promise<Reserved> {
    const reply = asList(
      await this.#send('reserve', [this.base, this.#keys.lease(this.#queue, session)], [session, count, expired]),
    );
    const status = reply[0] as Reserved['status'];
    const [, token, more, buried = []] = reply;
    return {
      status,
      token: String(token),
      more: more === 1,
      expired: buried as unknown as string[],
      records: reply.slice(4) as string[],
    };
  }

  /** running → what the outcomes say. @returns a text per job, see lua/settle.lua */
  async settle(session: string, count: number, jobs: readonly ScriptArgument[]): Promise<readonly string[]> {
    const reply = await this.#send('settle', this.keys, [session, count, ...jobs]);
    return asList(reply) as readonly string[];
  }

  /** scheduled, retryable → available, for jobs that are due. */
  async promote(limit: number): Promise<Promoted> {
    const [count, next] = asList(await this.#send('promote', this.keys, [limit]));
    return { count: Number(count), nextDueAt: next === '' ? null : Number(next) };
  }

  /** running → available or dead, for sessions whose lease is over. `crashed` is the error in JSON. */
  async rescue(limit: number, maxRescues: number, crashed: string): Promise<Rescued> {
    const [left, ...records] = asList(await this.#send('rescue', this.keys, [limit, maxRescues, crashed]));
    return { left: Number(left), records: records as string[] };
  }
}
