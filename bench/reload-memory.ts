/**
 * What reloads with changed handlers leave behind: `node --expose-gc --import tsx bench/reload-memory.ts [inline|thread|process] [reloads]`.
 * Each round changes the handler's code, reloads, and runs one job with it. Shown are the memory of this process and of its children,
 * MiB, and the heap after a collection.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type * as Skep from '../src/index.ts';

/** What users run. */
const BUILT = new URL('../dist/index.js', import.meta.url);
const { createPlatform } = (await import(BUILT.href)) as typeof Skep;

const [, , EXECUTOR = 'thread', RELOADS = '500'] = process.argv;
const SHOWN = 50;
const MIB = 1_048_576;
/** A handler of some size: 20 KiB of code. */
const BALLAST = Array.from(
  { length: 200 },
  (_, n) => `export function ballast${n}(x) { return x + ${n} + ' '.repeat(10); }`,
).join('\n');

const folder = await mkdtemp(path.join(process.cwd(), '.bench-'));
const file = path.join(folder, 'jobs.yaml');
const handler = (turn: number): Promise<void> =>
  writeFile(path.join(folder, 'work.mjs'), `${BALLAST}\nexport default function work() { return ${turn}; }\n`);
await handler(0);
await writeFile(
  file,
  `version: 1\nname: memory\nengine: { type: sqlite, path: ':memory:' }\nreload: { watch: false }\ntelemetry: { logs: { level: warn } }\ntasks: { work: { handler: ./work.mjs, executor: ${EXECUTOR} } }\n`,
);
const platform = await createPlatform({ file, env: { PATH: process.env['PATH'] } });
await platform.start();

function childrenMib(): number {
  const own = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isChild(name));
  return own.reduce(
    (sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
    0,
  );
}

function isChild(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
  } catch {
    return false;
  }
}

console.log(`${EXECUTOR}, handlers of ${Math.round(BALLAST.length / 1_024)} KiB\n reloads      rss     heap children`);
for (let turn = 0; turn <= Number(RELOADS); turn += 1) {
  if (turn > 0) {
    await handler(turn);
    await platform.operations.reload();
  }
  const [receipt] = await platform.operations.enqueue('work', [{ payload: {} }]);
  const job = await platform.operations.getJob(receipt?.id ?? '', 60_000);
  if (job.result !== turn) throw new Error(`reload ${turn}: the job ran ${JSON.stringify(job.result)}`);
  if (turn % SHOWN !== 0) continue;
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  console.log([turn, rss / MIB, heapUsed / MIB, childrenMib()].map((value) => value.toFixed(0).padStart(8)).join(' '));
}
await platform.stop();
await rm(folder, { recursive: true, force: true });
