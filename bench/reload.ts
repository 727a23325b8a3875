/**
 * What a reload of a large manifest costs, and whether jobs wait for it:
 * `node --import tsx bench/reload.ts [sqlite|redis] [tasks] [schedules] [rounds] [jobs]`.
 * One process with all roles runs a steady load; each round changes one task and one schedule. Wall and processor time are those from
 * the call to the new manifest in force; a pause is the longest time between two starts of jobs, while `jobs` come each five
 * milliseconds; with 0 of them the processor time is that of the reload alone.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

import type * as Skep from '../src/index.ts';

const FROM = process.env['SKEP_BENCH_FROM'] ?? '../dist/index.js';
const { createPlatform } = (await import(FROM)) as typeof Skep;

const [, , KIND = 'sqlite', TASKS = '10000', SCHEDULES = '1000', ROUNDS = '10', JOBS = '5'] = process.argv;
const MODULES = 50;
const HISTOGRAM_MS = 1;

interface Round {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Longest time that the event loop was kept, by the clock. */
  readonly blockedMs: number;
  /** The same in processor time of its thread: what others on the machine take is not in it. */
  readonly turnMs: number;
  /** Longest time between two starts. */
  readonly pauseMs: number;
  /** The same in processor time of the thread. */
  readonly pauseCpuMs: number;
}

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => line(n)).join('');
}

function manifest(turn: number, engine: string): string {
  const tasks = lines(
    Number(TASKS),
    (n) =>
      `  shop.task-${n}:\n    handler: ./h${n % MODULES}.mjs#run\n    timeout: ${n === turn ? 61 + turn : 60}s\n    priority: ${n % 10}\n    tags: [a, b]\n`,
  );
  const schedules = lines(
    Number(SCHEDULES),
    (n) => `  s-${n}: { task: shop.task-${n}, cron: "${(n + (n === turn ? 1 : 0)) % 60} 3 29 2 *" }\n`,
  );
  return `version: 1\nname: reload\ntelemetry: { logs: { level: warn } }\nengine: ${engine}\nreload: { watch: false }\nqueues: { default: { concurrency: 20 } }\ntasks:\n  work: ./h0.mjs#work\n${tasks}schedules:\n${schedules}`;
}

const folder = await mkdtemp(path.join(process.cwd(), '.bench-'));
const starts: number[] = [];
const startsCpu: number[] = [];
(globalThis as { onStart?: () => void }).onStart = () => {
  starts.push(performance.now());
  startsCpu.push(threadMs());
};
for (let n = 0; n < MODULES; n += 1) {
  const work = n === 0 ? 'export function work() { globalThis.onStart(); }\n' : '';
  await writeFile(path.join(folder, `h${n}.mjs`), `export function run() {}\n${work}`);
}

function longest(times: readonly number[], from: number, to: number): number {
  const within = [from, ...times.filter((time) => time > from && time < to), to];
  return Math.max(...within.slice(1).map((time, index) => time - (within[index] ?? 0)));
}

async function servedBy(): Promise<{ readonly engine: string; readonly close: () => Promise<void> }> {
  if (KIND === 'sqlite') return { engine: '{ type: sqlite, path: ./store.db }', close: () => Promise.resolve() };
  const { RedisServer } = await import('../test/support/redis-server.ts');
  const server = await RedisServer.start({ appendonly: true, args: ['--appendfsync', 'everysec'] });
  return { engine: `{ type: redis, url: '${server.url}' }`, close: () => server.stop() };
}

/** Processor time that this thread has had, ms. */
function threadMs(): number {
  return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
}

/** Notes the longest processor time between two timers of a millisecond each. */
function longestTurn(): { readonly end: () => number } {
  let [last, longestMs] = [threadMs(), 0];
  const timer = setInterval(() => {
    const now = threadMs();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }, 1);
  return {
    end: () => {
      clearInterval(timer);
      return longestMs;
    },
  };
}

const { engine, close } = await servedBy();
const file = path.join(folder, 'jobs.yaml');
await writeFile(file, manifest(-1, engine));
const platform = await createPlatform({ file, env: {} });
await platform.start();

let going = true;
async function load(): Promise<void> {
  while (going && Number(JOBS) > 0) {
    await platform.operations.enqueue(
      'work',
      Array.from({ length: Number(JOBS) }, () => ({ payload: {} })),
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const loading = load();

/** How long jobs pause and the loop is kept where nothing is reloaded: the noise of the machine. */
async function round(act: () => Promise<unknown>): Promise<Round> {
  starts.length = 0;
  startsCpu.length = 0;
  const delay = monitorEventLoopDelay({ resolution: HISTOGRAM_MS });
  delay.enable();
  const turn = longestTurn();
  const [from, fromCpu, cpu] = [performance.now(), threadMs(), process.cpuUsage()];
  await act();
  const wallMs = performance.now() - from;
  const used = process.cpuUsage(cpu);
  // What a reload sets going goes on behind it.
  await new Promise((resolve) => setTimeout(resolve, 500));
  delay.disable();
  const turnMs = turn.end();
  const to = performance.now();
  const pauseCpuMs = longest(startsCpu, fromCpu, threadMs());
  const cpuMs = (used.user + used.system) / 1_000;
  return { wallMs, cpuMs, blockedMs: delay.max / 1e6, turnMs, pauseMs: longest(starts, from, to), pauseCpuMs };
}

function shown({ wallMs, cpuMs, blockedMs, turnMs, pauseMs, pauseCpuMs }: Round): string {
  return [wallMs, cpuMs, blockedMs, turnMs, pauseMs, pauseCpuMs].map((ms) => `${Math.round(ms)}`.padStart(8)).join(' ');
}

console.log(`${KIND}, ${TASKS} tasks, ${SCHEDULES} schedules; ms`);
console.log(
  `${'round'.padStart(10)} ${['wall', 'cpu', 'blocked', 'turn', 'pause', 'of cpu'].map((name) => name.padStart(8)).join(' ')}`,
);
await new Promise((resolve) => setTimeout(resolve, 1_500));
for (let n = 1; n <= 3; n += 1) {
  console.log(`${'none'.padStart(10)} ${shown(await round(() => new Promise((resolve) => setTimeout(resolve, 500))))}`);
}
for (let n = 1; n <= Number(ROUNDS); n += 1) {
  await writeFile(file, manifest(n, engine));
  console.log(`${`${n}`.padStart(10)} ${shown(await round(() => platform.operations.reload()))}`);
}
going = false;
await loading;
await platform.stop();
await close();
await rm(folder, { recursive: true, force: true });
