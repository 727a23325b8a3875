/**
 * A fan-out of many items, from its start to its end: `node --import tsx bench/fan-out.ts sqlite|redis [items]`. Told are the time per
 * item, how many had begun when the first had ended, and the most memory of this process, which does all of it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../src/engine/index.ts';
import { AUDIT_KEPT, DEFAULT_TIMINGS } from '../src/engine/index.ts';
import { RedisEngine } from '../src/engines/redis/index.ts';
import { openSqliteEngine } from '../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../src/foundation/index.ts';
import { RedisServer } from '../test/support/redis-server.ts';
import { newRun, plan, step } from '../test/support/run-model.ts';

const [, , KIND = 'sqlite', ITEMS = '100000'] = process.argv;
const count = Number(ITEMS);
const options = { timings: DEFAULT_TIMINGS, clock: systemClock, newId };
const folder = await mkdtemp(path.join(process.cwd(), '.bench-'));
const server = KIND === 'redis' ? await RedisServer.start() : null;
const engine: Engine =
  server === null
    ? await openSqliteEngine({ path: path.join(folder, 'store.db'), ...options })
    : new RedisEngine({ url: server.url, prefix: 'fan', ...options });
if (engine instanceof RedisEngine) await engine.open();
const info = { host: 'bench', pid: process.pid, version: '0', roles: [], queues: {}, running: 0, overrunning: 0 };
await engine.fleet.join({ ...info, manifestHash: '', manifestRevision: null, adminUrl: null });
const retention = { forMs: 3_600_000, count: null };
engine.govern({
  queues: {},
  tasks: ['each'],
  audit: AUDIT_KEPT,
  retention: { completed: retention, cancelled: retention, dead: retention },
});

let ended = 0;
let begunAtFirst: number | undefined;
let most = 0;
const rest = { traceId: null, spanId: null, progress: null, logs: [] };
engine.queues.consume('default', { permit: () => 64 }, async () => {
  ended += 1;
  if (ended === 1) begunAtFirst = (await engine.runs.get('fan'))?.steps[0]?.begun;
  return { outcome: { kind: 'complete', result: { ok: true } }, ...rest };
});
const memory = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100);
const begin = performance.now();
const graph = plan([step('each', { forEach: '${input}' })]);
await engine.runs.start([newRun(graph, { id: 'fan', input: Array.from({ length: count }, (_none, n) => n) })]);
for (;;) {
  const { more } = await engine.runs.advance(100);
  await engine.keeping.deliver(1_000);
  if ((await engine.runs.get('fan'))?.state !== 'running') break;
  if (!more) await new Promise((resolve) => setTimeout(resolve, 100));
}
const perItem = ((performance.now() - begin) * 1_000) / count;
const cpu = process.cpuUsage();
clearInterval(memory);
const page = await engine.runs.items('fan', 0, count - 100, 100);
console.log(
  `${KIND}, ${count} items: ${perItem.toFixed(0)} µs each, ${((cpu.user + cpu.system) / count).toFixed(0)} µs of CPU; ` +
    `${begunAtFirst} had begun when the first ended; at most ${(most / 2 ** 20).toFixed(0)} MB; ` +
    `the last page has ${page?.items.length} results`,
);
await server?.stop();
await rm(folder, { recursive: true, force: true });
process.exit(0);
