/** A rabbitmq-server of one test file: free ports, own folder, ended by its pid. It takes seconds to start. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import amqp, { type ChannelModel, type ConfirmChannel } from 'amqplib';

import { freePort } from './redis-server.ts';
import { waitFor } from './wait-for.ts';

/** As scripts/rabbitmq-server.mjs looks for it. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const CTL = '/usr/lib/rabbitmq/bin/rabbitmqctl';

export const HAS_RABBITMQ = existsSync(PROGRAM);

export class RabbitServer {
  readonly folder: string;
  readonly port: number;
  /** Of what Erlang names its nodes by, and of the node. */
  readonly #inner: readonly [names: number, node: number];
  #names: ChildProcess | undefined;
  #process: ChildProcess | undefined;
  #models: ChannelModel[] = [];

  private constructor(folder: string, port: number, inner: readonly [number, number]) {
    this.folder = folder;
    this.port = port;
    this.#inner = inner;
  }

  static async start(): Promise<RabbitServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'skep-rabbit-'));
    const server = new RabbitServer(folder, await freePort(), [await freePort(), await freePort()]);
    await server.run();
    return server;
  }

  get url(): string {
    return `amqp://guest:guest@127.0.0.1:${this.port}`;
  }

  get #env(): NodeJS.ProcessEnv {
    const [names, node] = this.#inner;
    return {
      ...process.env,
      HOME: this.folder,
      // Then it is this very process, and no shell before it.
      RUNNING_UNDER_SYSTEMD: 'true',
      ERL_EPMD_PORT: String(names),
      RABBITMQ_NODENAME: `skep${this.port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(this.port),
      RABBITMQ_DIST_PORT: String(node),
      RABBITMQ_MNESIA_BASE: path.join(this.folder, 'data'),
      RABBITMQ_LOG_BASE: path.join(this.folder, 'log'),
      RABBITMQ_PID_FILE: path.join(this.folder, 'pid'),
      RABBITMQ_ENABLED_PLUGINS_FILE: path.join(this.folder, 'plugins'),
      RABBITMQ_CONF_ENV_FILE: path.join(this.folder, 'none'),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}',
    };
  }

  /** Starts it, again after kill() too: same port, same folder. */
  async run(): Promise<void> {
    const env = this.#env;
    const [names] = this.#inner;
    this.#names ??= spawn('epmd', ['-port', String(names), '-address', '127.0.0.1'], { env, stdio: 'ignore' });
    const child = spawn(PROGRAM, { env, stdio: 'ignore' });
    this.#process = child;
    await waitFor('rabbitmq-server to answer', async () => {
      if (child.exitCode !== null) throw new Error('rabbitmq-server did not start');
      const model = await amqp.connect(this.url).catch(() => undefined);
      await model?.close();
      return model !== undefined;
    });
  }

  /** `rabbitmqctl` on it: a second or two. @throws what it says */
  async ctl(...args: readonly string[]): Promise<string> {
    const done = await promisify(execFile)(CTL, ['-n', `skep${this.port}@localhost`, ...args], { env: this.#env });
    return done.stdout;
  }

  /** A connection of a test, closed with the server. */
  async channel(): Promise<ConfirmChannel> {
    const model = await amqp.connect(this.url);
    model.on('error', () => undefined);
    this.#models.push(model);
    return model.createConfirmChannel();
  }

  /** Ends the process at once, its folder stays. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await ended(this.#process, signal);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#models.map((model) => model.close().catch(() => undefined)));
    await this.kill();
    await ended(this.#names, 'SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
