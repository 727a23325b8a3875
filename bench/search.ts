/**
 * What searches cost over a million jobs: `node --import tsx bench/search.ts sqlite|redis [jobs]`. Of each search the first
 * page of fifty, ROUNDS times: median and 95th percentile in ms, how many jobs it found and went through, and whether it goes on.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_TIMINGS, type Engine } from '../src/engine/index.ts';
import { RedisEngine } from '../src/engines/redis/index.ts';
import { openSqliteEngine } from '../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../src/foundation/index.ts';
import { jobFilter } from '../src/platform/local/job-query.ts';
import { narrowed, searchJobs, searchOf } from '../src/platform/local/job-search.ts';
import { jobView } from '../src/platform/views/views.ts';
import { newJob } from '../test/support/new-job.ts';
import { RedisServer } from '../test/support/redis-server.ts';

const [, , KIND = 'sqlite', JOBS = '1000000'] = process.argv;
const ROUNDS = 20;
const PAGE = 50;
const BATCH = 2_000;

async function opened(): Promise<{ readonly engine: Engine; readonly close: () => Promise<void> }> {
  const parts = { timings: DEFAULT_TIMINGS, clock: systemClock, newId };
  if (KIND === 'redis') {
    const server = await RedisServer.start({});
    const engine = new RedisEngine({ url: server.url, prefix: 'search', ...parts });
    await engine.open();
    return { engine, close: () => server.stop() };
  }
  const folder = await mkdtemp(path.join(process.cwd(), '.bench-'));
  const engine = await openSqliteEngine({ path: path.join(folder, 'store.db'), ...parts });
  return { engine, close: () => rm(folder, { recursive: true, force: true }) };
}

/** What is rare lies at the far end: a page of it is the dearest there is. */
async function fill(engine: Engine, count: number): Promise<void> {
  const now = await engine.now();
  for (let from = 0; from < count; from += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, index) => {
      const n = from + index;
      const rare = n < 100;
      return newJob({
        task: rare ? 'rare.task' : `tasks.t${n % 20}`,
        queue: rare ? 'rare' : `queue${n % 5}`,
        tags: rare ? ['rare'] : n % 50 === 0 ? ['vip'] : [],
        payload: { user: { id: n % 1_000 }, n },
        runAt: n % 10 === 0 ? now + 3_600_000 : now,
      });
    });
    const receipts = await engine.jobs.enqueue(batch);
    if (from === 0)
      await engine.jobs.cancel(
        receipts.slice(0, 60).map(({ id }) => id),
        'bench',
      );
  }
}

const SEARCHES = [
  '',
  'state:available',
  'state:scheduled',
  'state:cancelled',
  'queue:queue3',
  'queue:rare',
  'task:tasks.t7',
  'task:rare.task',
  'tag:vip',
  'tag:rare',
  'created:<1h',
  'state:scheduled task:tasks.t10',
  'state:cancelled task:rare.task tag:rare',
  'fingerprint:0123456789abcdef',
  'schedule:nightly',
  'payload.user.id:42',
  'payload.n:5',
  'task:tasks.* -tag:vip',
];

async function look(engine: Engine, q: string): Promise<string> {
  const now = await engine.now();
  const sight = { payload: null, result: null, hidden: [] };
  const times: number[] = [];
  let last = { found: 0, looked: 0, more: false };
  for (let round = 0; round < ROUNDS && (round === 0 || (times[0] ?? 0) < 3_000); round += 1) {
    const begin = performance.now();
    const sought = narrowed(searchOf(q), jobFilter({}, now), now);
    const page = await searchJobs(
      sought,
      { limit: PAGE, cursor: null },
      { jobs: engine.jobs, view: (job) => jobView(job, { ...sight, payload: job.payload }), now },
    );
    times.push(performance.now() - begin);
    last = { found: page.jobs.length, looked: page.looked, more: page.next !== null };
  }
  times.sort((one, other) => one - other);
  const at = (share: number): string =>
    (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);
  return `${q === '' ? '(all)' : q}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, ${last.found} found, ${last.looked} looked at${last.more ? ', goes on' : ''}`;
}

const { engine, close } = await opened();
try {
  const begin = performance.now();
  await fill(engine, Number(JOBS));
  console.log(`${KIND}, ${JOBS} jobs, made in ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
  for (const q of SEARCHES) console.log(await look(engine, q));
} finally {
  await engine.close();
  await close();
}
