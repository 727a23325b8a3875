/** A real server for one spec file, and engines on it. */
import { randomUUID } from 'node:crypto';

import type { Engine, Lease, ProcessInfo, Rules } from '../../../../src/engine/index.ts';
import { RedisClient } from '../../../../src/engines/redis/client.ts';
import { connectionOptions } from '../../../../src/engines/redis/connection.ts';
import { RedisEngine } from '../../../../src/engines/redis/index.ts';
import { newId, systemClock } from '../../../../src/foundation/index.ts';
import { timingsOf } from '../../../conformance/harness.ts';
import { INFO } from '../../../conformance/hand.ts';
import { RedisServer, type RedisServerOptions } from '../../../support/redis-server.ts';
import { rulesWith } from '../../../support/rules.ts';

export class Rig {
  readonly #options: RedisServerOptions;
  #server: RedisServer | undefined;
  #closers: (() => unknown)[] = [];

  constructor(options: RedisServerOptions = {}) {
    this.#options = options;
    before(async () => {
      this.#server = await RedisServer.start(this.#options);
    });
    afterEach(async () => {
      for (const close of this.#closers.splice(0).reverse()) await close();
    });
    after(() => this.#server?.stop());
  }

  get server(): RedisServer {
    if (!this.#server) throw new Error('the server is only there inside of a test');
    return this.#server;
  }

  /** A prefix that nobody else uses. */
  prefix(): string {
    return `t-${randomUUID()}`;
  }

  onEnd(close: () => unknown): void {
    this.#closers.push(close);
  }

  engine(prefix = this.prefix(), url = this.server.url): RedisEngine {
    const engine = new RedisEngine({ url, prefix, timings: timingsOf(), clock: systemClock, newId });
    this.onEnd(() => engine.close());
    return engine;
  }

  async openEngine(prefix?: string): Promise<RedisEngine> {
    const engine = this.engine(prefix);
    await engine.open();
    return engine;
  }

  /** A connected client of ours. */
  async client(url = this.server.url): Promise<RedisClient> {
    const client = new RedisClient(connectionOptions(url, 'worker'));
    client.on('error', () => undefined);
    this.onEnd(() => {
      client.disconnect();
    });
    await client.connect();
    return client;
  }
}

/** Runs everything in a queue to `complete` and gives what was run. */
export async function drain(engine: Engine, queue: string, rules: Rules = rulesWith({})): Promise<readonly Lease[]> {
  const ran: Lease[] = [];
  const info: ProcessInfo = INFO;
  engine.govern(rules);
  await engine.fleet.join(info);
  const consumer = engine.queues.consume(queue, { permit: () => 10 }, (lease) => {
    ran.push(lease);
    return Promise.resolve({
      outcome: { kind: 'complete', result: { ran: lease.job.task } },
      traceId: null,
      spanId: null,
      progress: null,
      logs: [],
    });
  });
  await consumer.idle();
  await consumer.stop();
  return ran;
}
