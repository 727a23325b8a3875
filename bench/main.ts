/**
 * `npm run bench [-- --jobs 20000 --rounds 3]`: the same work for Skep and for what a user would pick instead,
 * each round in a fresh process, contestants in turns so that noise hits all alike; prints medians, spread and
 * ratios. Figures, never assertions.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { RedisServer, findRedisServer } from '../test/support/redis-server.ts';
import { CONCURRENCY } from './contestant.ts';
import { CONTESTANTS } from './contestants/index.ts';
import type { RoundFigures } from './fixture-round.ts';

const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '3' } },
});
const jobs = Number(values.jobs);
const rounds = Number(values.rounds);

const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;

/** One round: an empty folder, an empty server, a fresh process. */
async function play(name: string, redis: boolean): Promise<RoundFigures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'skep-bench-'));
  const server = redis ? await RedisServer.start({}) : null;
  try {
    const place = JSON.stringify({ folder, redisPort: server?.port ?? null });
    const round = path.join(import.meta.dirname, 'fixture-round.ts');
    const args = ['--import', 'tsx', round, name, String(jobs), place];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 300_000 });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as RoundFigures;
  } finally {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const redisHere = findRedisServer() !== null;
const names = Object.entries(CONTESTANTS)
  .filter(([, { redis }]) => redisHere || !redis)
  .map(([name]) => name);
const results = new Map<string, RoundFigures[]>(names.map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const name of names) results.get(name)?.push(await play(name, CONTESTANTS[name]?.redis ?? false));
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const cpu = os.cpus()[0]?.model ?? 'unknown processor';
console.log(`${jobs} no-op jobs, ${CONCURRENCY} at once, results kept, ${rounds} rounds, medians (min–max)`);
console.log(`Node ${process.version}, ${os.cpus().length} × ${cpu}, load ${os.loadavg()[0]?.toFixed(2)}\n`);
if (!redisHere) console.log('redis-server is not on the PATH: the rows on Redis are left out\n');

const row = (cells: readonly string[]): void => {
  console.log(
    cells.map((cell, index) => (index === 0 ? cell.padEnd(16) : cell.padStart(index === 5 ? 12 : 26))).join(''),
  );
};
const shown = (figures: readonly number[]): string =>
  `${whole.format(median(figures))} (${whole.format(Math.min(...figures))}–${whole.format(Math.max(...figures))})`;
const peer = median((results.get('BullMQ 6') ?? []).map((figures) => figures.processPerSecond));

row(['', 'enqueue/s', 'process/s', 'client CPU µs/job', 'process : BullMQ']);
for (const [name, figures] of results) {
  const process = figures.map((round) => round.processPerSecond);
  row([
    name,
    shown(figures.map((round) => round.enqueuePerSecond)),
    shown(process),
    shown(figures.map((round) => round.cpuMicrosPerJob)),
    Number.isNaN(peer) ? '–' : `${(median(process) / peer).toFixed(2)}×`,
  ]);
}
