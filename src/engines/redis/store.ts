/** The connections of one engine and what is asked over them. */
import { type Clock, SkepError, type Timer } from '../../foundation/index.ts';
import type { Redis } from 'ioredis';

import { ClusterClient, RedisClient, type StoreClient } from './client.ts';
import {
  connectionOptions,
  type ConnectionRole,
  describeServer,
  newClient,
  PRODUCER_SILENCE_MS,
  type RedisTarget,
} from './connection.ts';
import { isPassing, storeError } from './faults.ts';
import { GATES_VERSION, type Keys } from './keys.ts';
import { type Ahead, runScript } from './runs/run-script.ts';
import { endsWork, type ScriptArgument, type ScriptName, type ScriptReply } from './scripts.ts';
import { Silence } from './silence.ts';

/** Which connection carries a call: loops wait through an outage, calls of people fail soon. */
export type CallRole = Extract<ConnectionRole, 'worker' | 'producer'>;

/** How long close() waits for replies that are under way. */
const QUIT_MS = 1_000;

export class RedisStore {
  readonly keys: Keys;
  /** The server without credentials. */
  readonly where: string;
  readonly #target: RedisTarget;
  readonly #clock: Clock;
  /** Several masters: one script sees one queue only. */
  readonly clustered: boolean;
  readonly #clients = new Map<ConnectionRole, StoreClient>();
  /** Physical queues that are in the set of queues, as far as this process knows. */
  readonly #registered = new Set<string>();
  /** Why this version may not work on what is stored; only what it has begun may end. */
  refusal: SkepError | undefined;
  #lastError: SkepError | undefined;
  #closed = false;
  #abandon: (() => void) | undefined;

  constructor(target: RedisTarget, keys: Keys, clock: Clock) {
    this.#target = target;
    this.keys = keys;
    this.#clock = clock;
    const options = connectionOptions(target, 'worker');
    this.where = describeServer(options);
    this.clustered = options.nodes !== undefined;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Why Redis is away just now; undefined while it answers. */
  get trouble(): SkepError | undefined {
    return this.#lastError;
  }

  /**
   * Resolves when Redis answers on every connection. It waits through any outage and never tries another server.
   * @throws SkepError STORE_REFUSED when Redis says no (password, rights); STOPPING when closed meanwhile
   */
  async connect(): Promise<void> {
    for (const role of ['worker', 'producer', 'subscriber'] as const) await this.#connect(role);
  }

  /** @throws SkepError STOPPING before connect() and after close() */
  client(role: ConnectionRole): StoreClient {
    const client = this.#clients.get(role);
    if (!client || this.#closed) throw new SkepError('STOPPING', `The Redis engine (${this.where}) is not open`);
    return client;
  }

  /** @throws SkepError STORE_REFUSED while the store is of a newer format */
  admit(): void {
    if (this.refusal) throw this.refusal;
  }

  /** Runs a script, with what it finds written in the same transaction; errors come as SkepError. */
  async run(
    role: CallRole,
    name: ScriptName,
    keys: readonly string[],
    args: readonly ScriptArgument[] = [],
    ahead?: readonly Ahead[],
  ): Promise<ScriptReply> {
    if (!endsWork(name)) this.admit();
    try {
      return await runScript(this.client(role), name, keys, args, ahead);
    } catch (error) {
      throw storeError(error, this.where);
    }
  }

  /** Errors of ioredis and Redis become ours. */
  async guard<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw storeError(error, this.where);
    }
  }

  /** The id index for a script that may touch it beside a queue: '' on a Cluster, where placements.ts does that. */
  get idsHere(): string {
    return this.clustered ? '' : this.keys.ids;
  }

  /** The servers that hold data, to be asked one by one. */
  masters(role: CallRole): readonly Redis[] {
    return this.client(role).masters();
  }

  /** Calls back when replies may have been lost. */
  onInterrupted(listener: () => void): void {
    const client = this.client('worker');
    if (client instanceof ClusterClient) client.on('-node', listener);
    else client.on('close', listener);
  }

  /** Names of all physical queues that ever held a job, were paused or consumed. */
  async queues(role: CallRole): Promise<readonly string[]> {
    return this.guard(() => this.client(role).smembers(this.keys.queues));
  }

  isRegistered(queue: string): boolean {
    return this.#registered.has(queue);
  }

  /** From now on everybody finds these queues. Before the first job is in them, lest it be overlooked after a crash. */
  async register(role: CallRole, queues: readonly string[]): Promise<void> {
    if (queues.length === 0) return;
    await this.guard(() => this.client(role).sadd(this.keys.queues, ...queues));
    await this.#bringGates(role, queues);
    await this.#bringHolds(role, queues);
    for (const queue of queues) this.#registered.add(queue);
  }

  /** Jobs of these queues have gates to pass from now on, also those that name none. */
  async markGated(role: CallRole, queues: readonly string[]): Promise<void> {
    const client = this.client(role);
    const { keys } = this;
    const homeOf = (queue: string): string => (this.clustered ? keys.base(queue) : keys.global);
    await this.guard(() => Promise.all(queues.map((queue) => client.set(`${keys.base(queue)}gating`, homeOf(queue)))));
  }

  /** Holds stand that jobs of these queues may be meant by. */
  async markHolding(role: CallRole, queues: readonly string[]): Promise<void> {
    const client = this.client(role);
    const { keys } = this;
    const homeOf = (queue: string): string => (this.clustered ? keys.base(queue) : keys.global);
    await this.guard(() => Promise.all(queues.map((queue) => client.set(`${keys.base(queue)}holding`, homeOf(queue)))));
  }

  /** Holds into new queues, as gates. */
  async #bringHolds(role: CallRole, queues: readonly string[]): Promise<void> {
    const all = await this.guard(() => this.client(role).hgetall(`${this.keys.global}holds`));
    const { [GATES_VERSION]: version, ...holds } = all;
    if (version === undefined) return;
    const args = [version, ...Object.entries(holds).flat()];
    for (const queue of this.clustered ? queues : []) await this.run(role, 'set-holds', [this.keys.base(queue)], args);
    await this.markHolding(role, queues);
  }

  /** The rules of gates into new queues: a script on a Cluster sees one queue only. */
  async #bringGates(role: CallRole, queues: readonly string[]): Promise<void> {
    const { global } = this.keys;
    const client = this.client(role);
    const passed = await this.guard(() => client.hgetall(`${global}passed`));
    if (this.clustered) {
      const { [GATES_VERSION]: version, ...rules } = await this.guard(() => client.hgetall(`${global}gates`));
      if (version === undefined) return;
      const args = [
        version,
        Object.keys(rules).length,
        ...Object.entries(rules).flat(),
        ...Object.entries(passed).flat(),
      ];
      for (const queue of queues) await this.run(role, 'apply-gates', [this.keys.base(queue)], args);
    }
    if (Object.keys(passed).length > 0) await this.markGated(role, queues);
  }

  /** Epoch milliseconds of the server. */
  async now(role: CallRole = 'producer'): Promise<number> {
    const [seconds, micros] = await this.guard(() => this.client(role).time());
    return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#abandon?.();
    await Promise.all([...this.#clients.values()].map((client) => this.#quit(client)));
  }

  #connect(role: ConnectionRole): Promise<void> {
    if (this.#closed) return Promise.reject(this.#stopping());
    const client = newClient(this.#target, role);
    if (role === 'producer' && client instanceof RedisClient) Silence.limit(client, this.#clock, PRODUCER_SILENCE_MS);
    this.#clients.set(role, client);
    client.on('ready', () => {
      this.#lastError = undefined;
    });
    client.on('error', (error: unknown) => {
      this.#lastError = storeError(error, this.where);
    });
    return new Promise((resolve, reject) => {
      this.#abandon = () => {
        reject(this.#stopping());
      };
      // Only a start is refused for good: a password that is changed later may be changed back.
      const refused = (): void => {
        const error = this.#lastError;
        if (!error || isPassing(error)) return;
        client.disconnect();
        reject(error);
      };
      client.on('error', refused);
      client.once('ready', () => {
        client.off('error', refused);
        resolve();
      });
      // It goes on trying by itself; the events above say how it ends.
      client.connect().catch(() => undefined);
    });
  }

  #stopping(): SkepError {
    return new SkepError('STOPPING', `The Redis engine (${this.where}) was closed while it was connecting`);
  }

  /** Lets replies under way arrive, but waits for no server that is away. */
  async #quit(client: StoreClient): Promise<void> {
    if (client.status === 'ready') {
      let timer: Timer | undefined;
      const late = new Promise<void>((resolve) => {
        timer = this.#clock.after(QUIT_MS, resolve, { hold: true });
      });
      await Promise.race([
        client.quit().then(
          () => undefined,
          () => undefined,
        ),
        late,
      ]);
      timer?.cancel();
    }
    client.disconnect();
  }
}
