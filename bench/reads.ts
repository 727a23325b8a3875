/**
 * What reads of the API cost workers: `node --import tsx bench/reads.ts sqlite|redis [reads a second] [together]`; with `follow` in the place
 * of a rate what one costs who follows all events: nobody does for four turns, one does for eight, and nobody again.
 *
 * A process works off jobs that another one stores, and a third one serves the API (with `together` it is the worker itself);
 * for so many seconds nobody reads, then so many reads a second come, and again, in turns. Told are the jobs of a second and the CPU of
 * the worker per job, with reads and without: where cores are few, the reads' own work takes time from the worker that it would not take elsewhere.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { AdminServer } from '../src/admin/index.ts';
import { silentLogger } from '../src/foundation/index.ts';
import { createPlatform, type Platform } from '../src/platform/index.ts';
import { RedisServer } from '../test/support/redis-server.ts';

const [, , KIND = 'sqlite', RATE = '1000', TOGETHER = ''] = process.argv;
const FOLLOWS = RATE === 'follow';
const TURNS = FOLLOWS ? 16 : 8;
const TURN_MS = 3_000;
const WORKS = TOGETHER === 'together' ? ['worker', 'api'] : ['worker'];
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

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let answered = 0;

function read(url: string): Promise<void> {
  return new Promise((resolve) => {
    get(url, { agent }, (response) => {
      response.on('end', () => {
        if (response.statusCode === 200) answered += 1;
        resolve();
      });
      response.resume();
    }).on('error', () => resolve());
  });
}

/** So many reads a second for a turn, as they fall due; one that finds its server busy waits for it. */
async function readers(url: string): Promise<void> {
  const begin = performance.now();
  const under: Promise<void>[] = [];
  for (let sent = 0; performance.now() - begin < TURN_MS;) {
    const due = ((performance.now() - begin) * Number(RATE)) / 1_000;
    while (sent < due && under.length - answered < 10_000) under.push(read(url + (READS[sent++ % READS.length] ?? '')));
    await sleep(5);
  }
}

/** One who follows all events for a turn. */
async function follower(url: string): Promise<void> {
  const request = get(`${url}/api/events`, (response) => response.resume()).on('error', () => undefined);
  await sleep(TURN_MS);
  request.destroy();
  answered += 1;
}

/** Processes tell for fifteen seconds more than somebody follows. */
async function kindOf(turn: number): Promise<'idle' | 'read'> {
  if (!FOLLOWS) return turn % 2 === 0 ? 'idle' : 'read';
  if (turn === 12) await sleep(16_000);
  return turn < 4 || turn >= 12 ? 'idle' : 'read';
}

async function main(): Promise<void> {
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
  const url = own.url ?? other.url ?? '';
  const served = own.url === null ? api : worker;
  let readCpu = 0;
  const sums = { idle: { done: 0, cpu: 0 }, read: { done: 0, cpu: 0 } };
  try {
    await told(producer, 'enqueue');
    await sleep(3_000);
    for (let turn = 0; turn < TURNS; turn += 1) {
      const kind = await kindOf(turn);
      const [before, asked] = [await told(worker), await told(served)];
      await (kind === 'idle' ? sleep(TURN_MS) : FOLLOWS ? follower(url) : readers(url));
      const after = await told(worker);
      if (kind === 'read') readCpu += (await told(served)).cpu - asked.cpu;
      sums[kind].done += after.done - before.done;
      sums[kind].cpu += after.cpu - before.cpu;
    }
  } finally {
    for (const one of [worker, producer, api]) one.kill('SIGKILL');
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
    agent.destroy();
  }
  const seconds = (TURNS / 2) * (TURN_MS / 1_000);
  for (const [kind, { done, cpu }] of Object.entries(sums)) {
    console.log(
      `${KIND} ${kind}: ${(done / seconds).toFixed(0)} jobs/s, ${(cpu / done).toFixed(1)} µs CPU of the worker per job`,
    );
  }
  const each = (readCpu / answered / 1_000).toFixed(2);
  console.log(`${(answered / seconds).toFixed(0)} reads/s answered, ${each} ms of CPU of their server each`);
}

const [, , kind, roles = '', file = ''] = process.argv;
await (kind === 'child' ? child(roles, file) : main());
