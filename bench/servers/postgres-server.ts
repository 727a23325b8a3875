/**
 * A PostgreSQL of the bench's own: a fresh cluster in a temporary folder, on a free port, with the defaults of its
 * version (fsync and synchronous_commit on). It refuses to run as root; then the user `postgres` runs it.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { freePort } from '../../test/support/redis-server.ts';

const DEBIAN = '/usr/lib/postgresql';

/** @returns the folder of initdb, postgres and createdb: Debian's newest, else the first on the PATH */
export function findPostgres(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [
    ...versions.map((version) => path.join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
  ];
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

export class PostgresServer {
  readonly #folder: string;
  readonly #programs: string;
  readonly #port: number;
  #process: ChildProcess | undefined;
  #databases = 0;

  private constructor(programs: string, folder: string, port: number) {
    this.#programs = programs;
    this.#folder = folder;
    this.#port = port;
  }

  /** @throws Error when PostgreSQL is not installed */
  static async start(): Promise<PostgresServer> {
    const programs = findPostgres();
    if (programs === null) throw new Error('PostgreSQL is not installed: npm run bench:install');
    const folder = await mkdtemp(path.join(os.tmpdir(), 'skep-postgres-'));
    const server = new PostgresServer(programs, folder, await freePort());
    await server.#run();
    return server;
  }

  /** @returns the URL of a new database */
  async emptyDatabase(): Promise<string> {
    this.#databases += 1;
    const name = `round_${this.#databases}`;
    const address = ['-h', '127.0.0.1', '-p', String(this.#port), '-U', 'bench'];
    await promisify(execFile)(path.join(this.#programs, 'createdb'), [...address, name]);
    return `postgres://bench@127.0.0.1:${this.#port}/${name}`;
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child?.exitCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #run(): Promise<void> {
    const owner = unprivileged();
    if (owner) chownSync(this.#folder, owner.uid, owner.gid);
    const data = path.join(this.#folder, 'data');
    const options = { cwd: this.#folder, ...owner };
    const initdb = ['-D', data, '-U', 'bench', '--auth=trust', '--encoding=UTF8', '--locale=C'];
    await promisify(execFile)(path.join(this.#programs, 'initdb'), initdb, options);
    const args = ['-D', data, '-p', String(this.#port), '-h', '127.0.0.1', '-k', this.#folder];
    const child = spawn(path.join(this.#programs, 'postgres'), args, {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    await ready(child);
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    child.once('exit', () => {
      reject(new Error(`postgres did not start: ${said}`));
    });
  });
}

/** @returns the user `postgres` where this process is root; undefined where the process' own user will do */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
