/** A real Prometheus, as scripts/prometheus.mjs has found or unpacked it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { waitFor } from './wait-for.ts';

const UNPACKED = path.join(import.meta.dirname, '../../node_modules/.cache/prometheus/usr/bin');

/** @returns the path of one of its programs; null where it is not there */
export function prometheusProgram(name: 'prometheus' | 'promtool'): string | null {
  const folders = [UNPACKED, ...(process.env['PATH'] ?? '').split(path.delimiter)];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

interface Answered {
  readonly status: string;
  readonly data: unknown;
}

export class Prometheus {
  readonly #url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.#url = url;
    this.#child = child;
    this.#folder = folder;
  }

  /** Reads the metrics of that server ten times a second. @param program see prometheusProgram @param rules files with rules */
  static async start(program: string, server: string, rules: readonly string[]): Promise<Prometheus> {
    const folder = await mkdtemp(path.join(tmpdir(), 'skep-prometheus-'));
    const config = {
      global: { scrape_interval: '100ms', scrape_timeout: '100ms', evaluation_interval: '100ms' },
      rule_files: rules,
      scrape_configs: [{ job_name: 'skep', static_configs: [{ targets: [new URL(server).host] }] }],
    };
    // Its configuration is YAML, of which JSON is a part.
    await writeFile(path.join(folder, 'prometheus.yml'), JSON.stringify(config));
    const address = `127.0.0.1:${await freePort()}`;
    const args = [
      ...['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=${address}`],
      ...['--enable-feature=exemplar-storage', '--log.level=error'],
    ];
    const child = spawn(program, args, { cwd: folder, stdio: 'ignore' });
    const prometheus = new Prometheus(`http://${address}`, child, folder);
    try {
      await waitFor('prometheus', async () => (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok);
      return prometheus;
    } catch (error) {
      await prometheus.stop();
      throw error;
    }
  }

  /** @param what as in `query?query=up` */
  async ask(what: string): Promise<unknown> {
    const { status, data } = (await (await fetch(`${this.#url}/api/v1/${what}`)).json()) as Answered;
    if (status !== 'success') throw new Error(`${what}: ${status}`);
    return data;
  }

  /** The one number that a query comes to; undefined where there is none. */
  async number(query: string): Promise<number | undefined> {
    const { result } = (await this.ask(`query?query=${encodeURIComponent(query)}`)) as {
      readonly result: readonly { readonly value: readonly [number, string] }[];
    };
    return result[0] === undefined ? undefined : Number(result[0].value[1]);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      // It has nothing to keep.
      this.#child.kill('SIGKILL');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
