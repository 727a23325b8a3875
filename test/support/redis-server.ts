/** A redis-server of one test file: free port, own folder, ended by its pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface RedisServerOptions {
  /** Append-only file, synced at every write: what was acknowledged survives a kill. */
  readonly appendonly?: boolean;
  readonly requirepass?: string;
  /** Also (and only) on a unix socket in the server's folder. */
  readonly unixsocket?: boolean;
  /** TLS (and only TLS): files in PEM. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca: string };
  /** Further arguments, as in ['--maxmemory', '10mb']. */
  readonly args?: readonly string[];
}

const START_ATTEMPTS = 5;
const LOWEST_PORT = 10_240;
const FIRST_OUTGOING_PORT = 32_768;

/** @returns the first redis-server on the PATH; null when there is none */
export function findRedisServer(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, 'redis-server');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this one.
    }
  }
  return null;
}

const NO_SERVER =
  'redis-server is not on the PATH: install it (apt-get install redis-server, brew install redis) to run these tests';

export class RedisServer {
  readonly folder: string;
  readonly port: number;
  readonly #options: RedisServerOptions;
  #process: ChildProcess | undefined;

  private constructor(folder: string, port: number, options: RedisServerOptions) {
    this.folder = folder;
    this.port = port;
    this.#options = options;
  }

  /** @throws Error, one line that says how to install it, when there is no redis-server on the PATH */
  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    if (findRedisServer() === null) throw new Error(NO_SERVER);
    const folder = await mkdtemp(path.join(tmpdir(), 'skep-redis-'));
    for (let attempt = 1; ; attempt += 1) {
      const server = new RedisServer(folder, await freePort(), options);
      try {
        await server.run();
        return server;
      } catch (error) {
        // Another process was given the port in between.
        if (attempt === START_ATTEMPTS) throw error;
      }
    }
  }

  get url(): string {
    const { requirepass, unixsocket, tls } = this.#options;
    const user = requirepass === undefined ? '' : `:${encodeURIComponent(requirepass)}@`;
    if (unixsocket) return `unix://${this.socket}`;
    return tls ? `rediss://${user}localhost:${this.port}?ca=${tls.ca}` : `redis://${user}127.0.0.1:${this.port}`;
  }

  get socket(): string {
    return path.join(this.folder, 'redis.sock');
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Starts it, again after kill() too: same port, same folder. @param more arguments of this run alone */
  async run(more: readonly string[] = []): Promise<void> {
    const program = findRedisServer();
    if (program === null) throw new Error(NO_SERVER);
    const child = spawn(program, [...this.#arguments(), ...more], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (/ready to accept connections/i.test(output)) resolve();
      });
      child.once('exit', () => {
        reject(new Error(`redis-server did not start: ${output.slice(-500)}`));
      });
    });
  }

  /** Ends the process at once, its folder stays. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  #arguments(): string[] {
    const { appendonly, requirepass, unixsocket, tls, args = [] } = this.#options;
    return [
      ...['--port', unixsocket || tls ? '0' : String(this.port), '--bind', '127.0.0.1', '--dir', this.folder],
      ...(tls ? ['--tls-port', String(this.port), '--tls-cert-file', tls.cert, '--tls-key-file', tls.key] : []),
      ...(tls ? ['--tls-ca-cert-file', tls.ca, '--tls-auth-clients', 'optional'] : []),
      ...['--save', ''],
      ...['--maxmemory-policy', 'noeviction', '--appendonly', appendonly ? 'yes' : 'no', '--appendfsync', 'always'],
      ...(requirepass === undefined ? [] : ['--requirepass', requirepass]),
      ...(unixsocket ? ['--unixsocket', this.socket] : []),
      ...args,
    ];
  }
}

/**
 * A port that was free a moment ago, below those that systems give to outgoing connections (from 32768 on Linux): a
 * server that is killed finds it free again, however many clients try to reach it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST_PORT, FIRST_OUTGOING_PORT);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
      throw error;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
