/** Plays one round: an empty folder, an empty server, a fresh process. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { RedisServer } from '../test/support/redis-server.ts';
import type { Place } from './contestant.ts';
import { CONTESTANTS } from './contestants/index.ts';
import type { Figures } from './row.ts';

export interface Round {
  readonly row: string;
  readonly variant: string;
  readonly contestant: string;
  readonly jobs: number;
}

/** Longer than any round takes on a slow machine. */
const PATIENCE_MS = 300_000;

/** @throws Error with what the round's process said, when it gives no figures */
export async function play({ row, variant, contestant, jobs }: Round, shared: SharedServers): Promise<Figures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'skep-bench-'));
  const store = CONTESTANTS[contestant]?.store;
  const redis = store === 'redis' ? await RedisServer.start() : null;
  try {
    const postgresUrl = store === 'postgres' ? await shared.emptyDatabase() : null;
    const place: Place = { folder, redisPort: redis?.port ?? null, postgresUrl, otlpUrl: shared.otlpUrl };
    const file = path.join(import.meta.dirname, 'fixture-round.ts');
    const args = ['--import', 'tsx', file, row, variant, contestant, String(jobs), JSON.stringify(place)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: PATIENCE_MS });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures;
  } finally {
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What all rounds of a run use. */
export interface SharedServers {
  readonly otlpUrl: string;
  /** @returns the URL of a database without tables */
  emptyDatabase(): Promise<string>;
}
