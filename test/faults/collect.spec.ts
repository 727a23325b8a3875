/** A call for many jobs that its process does not survive, or that a reload comes into; hooks and resources around it. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';

import type { Platform } from '../../src/platform/index.ts';
import type { EngineHarness } from '../conformance/harness.ts';
import { ENGINES } from '../support/engines.ts';
import { finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const HANDLER = (text: string): string => `
import { appendFileSync, existsSync } from 'node:fs';
export default async function run(payloads, ctx) {
  const line = { text: ${JSON.stringify(text)}, ns: payloads.map(({ n }) => n), db: ctx.resources.db ?? null };
  appendFileSync('begun.log', JSON.stringify(line) + '\\n');
  if (payloads.some(({ poison }) => poison)) process.kill(process.pid, 'SIGKILL');
  if (payloads.some(({ dies }) => dies) && ctx.each.every(({ job }) => job.rescues === 0)) process.kill(process.pid, 'SIGKILL');
  while (payloads.some(({ waits }) => waits) && !existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 10));
  appendFileSync('done.log', JSON.stringify(line) + '\\n');
  return payloads.map(({ fails }, n) => (fails ? ctx.dead('as told') : ${JSON.stringify(text)}));
}
`;

const DB = `
import { appendFileSync } from 'node:fs';
let opened = 0;
export const open = () => (opened += 1);
export const close = (value, { kind }) => appendFileSync('closed.log', JSON.stringify([value, kind]) + '\\n');
`;

const HOOK = `
import { appendFileSync } from 'node:fs';
export default ({ job, result, error }) => appendFileSync('told.log', JSON.stringify([job.payload.n, result ?? error.message]) + '\\n');
`;

interface Line {
  readonly text: string;
  readonly ns: readonly number[];
  readonly db: number | null;
}

/** A folder to work in, and what a test does there. To be called inside of a describe. */
function place(harness: EngineHarness, lease: string) {
  const scene = stage(harness, { lease });
  const cwd = process.cwd();

  async function write(text: string, more = '', sections = ''): Promise<void> {
    const { project } = scene;
    await project.writeHandler('many.ts', HANDLER(text));
    await project.writeHandler('db.ts', DB);
    await project.writeHandler('told.ts', HOOK);
    await project.write(`
queues: { default: { concurrency: 1 } }
tasks: { many: { handler: ./handlers/many.ts, collect: { size: 4, wait: 500ms }${more} } }
${sections}
admin: { port: 0 }
`);
  }

  beforeEach(() => process.chdir(scene.project.folder));
  afterEach(() => process.chdir(cwd));

  async function lines<T = Line>(name: string): Promise<T[]> {
    const text = await readFile(scene.project.path(name), 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as T]));
  }

  async function enqueueMany(platform: Platform, payloads: readonly object[]): Promise<string[]> {
    const receipts = await platform.operations.enqueue('many', payloads.map((payload) => ({ payload }))); // prettier-ignore
    return receipts.map(({ id }) => id);
  }
  return { scene, write, lines, enqueueMany };
}

for (const harness of ENGINES) {
  describe(`calls for many jobs whose process is killed, on ${harness.name}`, () => {
    const { scene, write, lines, enqueueMany } = place(harness, '3s');

    it('kill -9 in the middle of a call: each of its jobs, and each that waited for company, comes back once', async () => {
      await write('one');
      const killed = scene.spawn(['run', '--only', 'worker']);
      await killed.ready();
      const others = await scene.run({ roles: ['api'] });
      const ids = await enqueueMany(others, [0, 1, 2, 3, 4, 5].map((n) => ({ n, dies: n === 2 }))); // prettier-ignore
      assert.equal((await killed.ended).signal, 'SIGKILL');
      assert.deepEqual(await lines('done.log'), []);
      await scene.run({ roles: ['worker'] });
      const jobs = await Promise.all(ids.map((id) => finished(others, id)));
      assert.ok(jobs.every(({ state }) => state === 'completed'));
      assert.deepEqual(jobs.slice(0, 4).map(({ rescues }) => rescues), [1, 1, 1, 1]); // prettier-ignore
      assert.deepEqual((await lines('done.log')).flatMap(({ ns }) => ns).sort(), [0, 1, 2, 3, 4, 5]);
    });

    it('a job that kills every process that runs it is buried in the end, and no other of its calls with it', async () => {
      await write('one');
      const others = await scene.run({ roles: ['api'] });
      const ids = await enqueueMany(others, [0, 1, 2, 3].map((n) => ({ n, poison: n === 2 }))); // prettier-ignore
      const all = Promise.all(ids.map((id) => finished(others, id)));
      const story = { over: false };
      void all.then(() => (story.over = true));
      // Rescued three times it is dead; whoever finds it so is another worker.
      for (let life = 0; life < 6 && !story.over; life += 1) {
        const worker = scene.spawn(['run', '--only', 'worker']);
        await Promise.race([worker.ended, all]);
      }
      assert.deepEqual((await all).map(({ state }) => state), ['completed', 'completed', 'dead', 'completed']); // prettier-ignore
      assert.deepEqual((await lines('done.log')).flatMap(({ ns }) => ns).sort(), [0, 1, 3]);
    });
  });

  describe(`calls for many jobs and what comes between, on ${harness.name}`, () => {
    const { scene, write, lines, enqueueMany } = place(harness, '30s');

    it('a reload in the middle: the call ends with the code that it began with, who waits has the new one', async () => {
      await write('old');
      const platform = await scene.run({ roles: ['api', 'worker'] });
      const old = await enqueueMany(platform, [0, 1, 2, 3].map((n) => ({ n, waits: true }))); // prettier-ignore
      await waitFor('the call to begin', async () => (await lines('begun.log')).length === 1);
      const young = await enqueueMany(platform, [{ n: 4 }]);
      await write('new', ', description: another');
      await platform.operations.reload();
      await writeFile(scene.project.path('go'), '');
      const jobs = await Promise.all([...old, ...young].map((id) => finished(platform, id)));
      assert.deepEqual(jobs.map(({ result }) => result), ['old', 'old', 'old', 'old', 'new']); // prettier-ignore
    });

    it('tells hooks of each job, and opens a resource once for the call', async () => {
      await write(
        'one',
        ', use: [db], on: { success: ./handlers/told.ts, failure: ./handlers/told.ts }',
        'resources: { db: { module: ./handlers/db.ts } }',
      );
      const platform = await scene.run({ roles: ['api', 'worker'] });
      const ids = await enqueueMany(platform, [0, 1, 2, 3].map((n) => ({ n, fails: n === 1 }))); // prettier-ignore
      await inState(platform, ids[1] ?? '', 'dead');
      await waitFor('the hooks', async () => (await lines('told.log')).length === 4);
      const told = (await lines<[number, string]>('told.log')).sort(([a], [b]) => a - b);
      assert.deepEqual(told, [[0, 'one'], [1, 'as told'], [2, 'one'], [3, 'one']]); // prettier-ignore
      assert.deepEqual((await lines('done.log')).map(({ db }) => db), [1]); // prettier-ignore
      assert.deepEqual(await lines<[number, string]>('closed.log'), [[1, 'completed']]);
    });
  });
}
