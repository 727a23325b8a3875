/**
 * What reads of the API cost workers: `node --import tsx bench/reads.ts sqlite|redis [reads a second] [together|apart]`; with `follow`, or
 * `follow:10`, in the place of a rate what those cost who follow all events: nobody does for four turns, they do for eight, and nobody again.
 * With `apart` the worker has a core of its own, and all others share the rest, as they would on another machine.
 *
 * A process works off jobs that another one stores, and a third one serves the API (with `together` it is the worker itself);
 * for so many seconds nobody reads, then so many reads a second come, and again, in turns. Told are the jobs of a second and the CPU of
 * the worker per job, with reads and without: where cores are few, the reads' own work takes time from the worker that it would not take elsewhere.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { cpus } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { AdminServer } from '../src/admin/index.ts';
import { silentLogger } from '../src/foundation/index.ts';
import { createPlatform, type Platform } from '../src/platform/index.ts';
import { RedisServer } from '../test/support/redis-server.ts';
import { RawReaders } from './raw-readers.ts';

const [, , KIND = 'sqlite', RATE = '1000', PLACE = ''] = process.argv;
const FOLLOWS = RATE.startsWith('follow');
const FOLLOWERS = Number(RATE.split(':')[1] ?? 1);
const TURNS = FOLLOWS ? 16 : 20;
const TURN_MS = 3_000;
const WORKS = PLACE === 'together' ? ['worker', 'api'] : ['worker'];
const READS = [
  '/api/queues',
  '/api/queues/mail',
  '/api/jobs?limit=50',
  '/api/jobs?q=state:available%20task:work',
  '/api/attention',
  '/api/stats?range=1h',
  '/api/workers',
  '/api/tasks',
  '/api/tasks/work',
  '/api/schedules',
];

interface Told {
  readonly done: number;
  /** Microseconds. */
  readonly cpu: number;
  readonly url: string | null;
}

/** A process of a role: `reads.ts child ROLES FILE`. It says how many jobs it has done whenever it is asked. */
async function child(roles: string, file: string): Promise<void> {
  const list = roles.split(',') as ('worker' | 'api')[];
  const platform = await createPlatform({ file, env: process.env, logger: silentLogger, roles: list });
  let url: string | null = null;
  let done = 0;
  platform.subscribe((event) => {
    if (event.type === 'job.completed') done += 1;
  });
  if (list.includes('api')) {
    const server = new AdminServer(platform, { port: 0 });
    platform.addDoor(server);
    await server.start();
    url = server.url;
  }
  await platform.start();
  process.on('message', (ask: string) => {
    if (ask === 'enqueue') void keepStored(platform);
    const { user, system } = process.cpuUsage();
    process.send?.({ done, cpu: user + system, url } satisfies Told);
  });
  process.send?.({ done, cpu: 0, url } satisfies Told);
}

/** The worker never waits for jobs, and they do not pile up. */
async function keepStored(platform: Platform): Promise<void> {
  for (;;) {
    const [queue] = await platform.operations.queues();
    if ((queue?.counts.available ?? 0) < 20_000) {
      await platform.operations.enqueue(
        'work',
        Array.from({ length: 2_000 }, (_, n) => ({ payload: { n } })),
      );
    } else await sleep(20);
  }
}

async function told(process_: ChildProcess, ask = 'tell'): Promise<Told> {
  const answer = once(process_, 'message');
  process_.send(ask);
  return ((await answer) as [Told])[0];
}

/** So many reads a second for a turn, as they fall due; one that finds its server busy waits for it. */
async function readersOf(readers: RawReaders): Promise<void> {
  const begin = performance.now();
  for (let sent = 0; performance.now() - begin < TURN_MS;) {
    const due = ((performance.now() - begin) * Number(RATE)) / 1_000;
    for (let waiting = readers.waiting; sent < due && waiting < 1_000; waiting += 1) {
      readers.ask(READS[sent++ % READS.length] ?? '');
    }
    await sleep(5);
  }
  while (readers.waiting > 0) await sleep(5);
}

/** Those who follow all events for a turn. */
async function followers(url: string): Promise<void> {
  const requests = Array.from({ length: FOLLOWERS }, () =>
    get(`${url}/api/events`, (response) => response.resume()).on('error', () => undefined),
  );
  await sleep(TURN_MS);
  for (const request of requests) request.destroy();
}

/** Keeps a process, with all of its threads, on these cores; those that it starts from then on inherit them. */
function keepOn(cores: string, pid: number | undefined): void {
  if (PLACE !== 'apart') return;
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)], { stdio: 'ignore' });
}

/** Processes tell for fifteen seconds more than somebody follows. */
async function kindOf(turn: number): Promise<'idle' | 'read'> {
  if (!FOLLOWS) return turn % 2 === 0 ? 'idle' : 'read';
  if (turn === 12) await sleep(16_000);
  return turn < 4 || turn >= 12 ? 'idle' : 'read';
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

async function main(): Promise<void> {
  keepOn(`1-${cpus().length - 1}`, process.pid);
  const folder = await mkdtemp(path.join(process.cwd(), '.bench-'));
  const redis = KIND === 'redis' ? await RedisServer.start({}) : null;
  const engine = redis ? `{ type: redis, url: "${redis.url}" }` : '{ type: sqlite, path: store.db }';
  const file = path.join(folder, 'jobs.yaml');
  await writeFile(path.join(folder, 'work.cjs'), 'module.exports = async () => null;\n');
  await writeFile(
    file,
    `version: 1\nname: reads\nengine: ${engine}\nqueues: { mail: { concurrency: 100 } }\nadmin: { port: 0 }\nreload: { watch: false }
tasks: { work: { handler: ./work.cjs }, other: { handler: ./work.cjs } }\nroutes: { tasks: [{ match: work, queue: mail }] }
defaults: { keep: { completed: { count: 1000 } } }\nschedules: { nightly: { task: other, cron: "0 0 * * *", timezone: UTC } }\n`,
  );
  const started = async (roles: string): Promise<[ChildProcess, Told]> => {
    const one = fork(import.meta.filename, ['child', roles, file], { execArgv: ['--import', 'tsx'] });
    return [one, ((await once(one, 'message')) as [Told])[0]];
  };
  const [worker, own] = await started(WORKS.join(','));
  const [producer] = await started('api');
  const [api, other] = await started('api');
  keepOn('0', worker.pid);
  const url = own.url ?? other.url ?? '';
  const served = own.url === null ? api : worker;
  const readers = new RawReaders(url, 64);
  const servedCpu = { idle: 0, read: 0 };
  const sums = { idle: { done: 0, cpu: 0 }, read: { done: 0, cpu: 0 } };
  const perJob: Record<'idle' | 'read', number[]> = { idle: [], read: [] };
  try {
    await told(producer, 'enqueue');
    await sleep(3_000);
    for (let turn = 0; turn < TURNS; turn += 1) {
      const kind = await kindOf(turn);
      const [before, asked] = [await told(worker), await told(served)];
      await (kind === 'idle' ? sleep(TURN_MS) : FOLLOWS ? followers(url) : readersOf(readers));
      const after = await told(worker);
      servedCpu[kind] += (await told(served)).cpu - asked.cpu;
      sums[kind].done += after.done - before.done;
      sums[kind].cpu += after.cpu - before.cpu;
      perJob[kind].push((after.cpu - before.cpu) / (after.done - before.done));
    }
  } finally {
    for (const one of [worker, producer, api]) one.kill('SIGKILL');
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
    readers.close();
  }
  const seconds = (TURNS / 2) * (TURN_MS / 1_000);
  for (const [kind, { done, cpu }] of Object.entries(sums)) {
    const median = medianOf(perJob[kind as 'idle' | 'read']).toFixed(1);
    console.log(
      `${KIND} ${kind}: ${(done / seconds).toFixed(0)} jobs/s, ${(cpu / done).toFixed(1)} µs CPU of the worker per job, median of the turns ${median}`,
    );
  }
  if (FOLLOWS) return;
  const { answered, refused } = readers;
  console.log(`${(answered / seconds).toFixed(0)} reads/s answered, ${refused} refused`);
  if (served === worker) return;
  const each = ((servedCpu.read - servedCpu.idle) / answered / 1_000).toFixed(3);
  const rest = (servedCpu.idle / seconds / 1_000).toFixed(0);
  console.log(`${each} ms of CPU of their server each, beside ${rest} ms a second that it takes when nobody reads`);
}

const [, , kind, roles = '', file = ''] = process.argv;
await (kind === 'child' ? child(roles, file) : main());
