/** Where a run took place, and how quiet it was there. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Machine } from './results.ts';

export type Place = Pick<Machine, 'processor' | 'cores' | 'memoryGb'>;

export function machine(): Place {
  const [first, ...rest] = os.cpus();
  return {
    processor: first?.model ?? 'unknown',
    cores: rest.length + 1,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
  };
}

/** Milliseconds of the same arithmetic each time: what differs between two calls is the machine's noise. */
export function yardstick(): number {
  const begin = performance.now();
  const hash = createHash('sha256');
  const block = Buffer.alloc(2 ** 20, 7);
  for (let n = 0; n < 32; n += 1) hash.update(block);
  hash.digest();
  return performance.now() - begin;
}

const MODULES = ['bee-queue', 'bullmq', 'bullmq-otel', 'graphile-worker', 'pg-boss', 'ioredis', 'libsql'];

const PROGRAMS: Readonly<Record<string, readonly [file: string, ...args: string[]]>> = {
  redis: ['redis-server', '--version'],
  postgresql: ['psql', '--version'],
  celery: ['/usr/bin/python3', '-c', 'import celery; print(celery.__version__)'],
  rq: ['/usr/bin/python3', '-c', 'import rq; print(rq.__version__)'],
  python: ['/usr/bin/python3', '--version'],
};

/** Versions of all that is installed here. */
export function versions(): Record<string, string> {
  const found: Record<string, string> = { node: process.versions.node };
  for (const name of MODULES) {
    const file = path.join(import.meta.dirname, '..', 'node_modules', name, 'package.json');
    found[name] = (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
  for (const [name, command] of Object.entries(PROGRAMS)) {
    const version = versionOf(command);
    if (version !== null) found[name] = version;
  }
  return found;
}

function versionOf([file, ...args]: readonly [string, ...string[]]): string | null {
  try {
    const text = execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return /\d+(\.\d+)+/.exec(text)?.[0] ?? null;
  } catch {
    return null;
  }
}
