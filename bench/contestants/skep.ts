/** Skep through its public door: the whole platform, tracing off, everything durable. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { createPlatform, type Platform } from '../../src/index.ts';
import { CONCURRENCY, inBulks, payload, type Contestant, type Place } from '../contestant.ts';

const HANDLER = `export const noop = async () => ({ ok: true });\n`;

const manifest = (engine: string): string =>
  [
    'version: 1',
    'name: bench',
    `engine: ${engine}`,
    `queues: { default: { concurrency: ${CONCURRENCY} } }`,
    'tasks: { noop: ./handlers/noop.mjs#noop }',
    'telemetry: { logs: { level: error } }',
    'reload: { watch: false }',
    '',
  ].join('\n');

export class Skep implements Contestant {
  readonly #engine: 'sqlite' | 'redis';
  #platform: Platform | undefined;

  constructor(engine: 'sqlite' | 'redis') {
    this.#engine = engine;
  }

  async open({ folder, redisPort }: Place): Promise<void> {
    await mkdir(path.join(folder, 'handlers'));
    await writeFile(path.join(folder, 'handlers/noop.mjs'), HANDLER);
    const engine = this.#engine === 'redis' ? `redis://127.0.0.1:${redisPort}` : 'sqlite:./skep.db';
    await writeFile(path.join(folder, 'jobs.yaml'), manifest(engine));
    this.#platform = await createPlatform({
      file: path.join(folder, 'jobs.yaml'),
      cwd: folder,
      env: {},
      roles: ['worker'],
    });
    await this.#platform.start();
    await this.#platform.operations.pauseQueue('default', true);
  }

  async enqueue(count: number): Promise<void> {
    const { operations } = this.#open();
    await inBulks(count, (numbers) =>
      operations.enqueue(
        'noop',
        numbers.map((n) => ({ payload: payload(n) })),
      ),
    );
  }

  /** Drained: every job is not only run, its outcome is stored. */
  async process(count: number): Promise<void> {
    const platform = this.#open();
    await platform.operations.pauseQueue('default', false);
    await platform.drained();
    const { counts } = await platform.operations.queue('default');
    if (counts.completed !== count) throw new Error(`${counts.completed} of ${count} jobs completed`);
  }

  async close(): Promise<void> {
    await this.#platform?.stop();
  }

  #open(): Platform {
    if (!this.#platform) throw new Error('not open');
    return this.#platform;
  }
}
