/** What hooks are told of jobs whose payload is encrypted or of an older form: what the handler had. On each engine. */
import assert from 'node:assert/strict';

import { ANY_ENGINE } from '../support/engines.ts';
import { newJob } from '../support/new-job.ts';
import { rawStore } from '../support/raw-store.ts';
import { finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

type Told = readonly [event: string, payload: unknown, result: unknown, whole: string];

const HOOKS = `
const told = (globalThis.skepHooksCare ??= new Map());
const read = (value) => { try { return value(); } catch (error) { return error.code; } };
export function keep(given) {
  const { event, job } = given;
  const line = [event, read(() => job.payload), read(() => given.result), JSON.stringify({ ...given, job: { ...job } })];
  told.set(job.id, [...(told.get(job.id) ?? []), line]);
}
export const quiet = () => undefined;
`;
const HANDLER = `
export const work = ({ text, fail }) => {
  if (fail) throw new Error('no');
  return { got: text };
};
export const up = ({ name }) => ({ text: name });
export const broken = () => { throw new Error('no such name'); };
`;
const FIRST = '{ handler: ./handlers/work.mjs#work, retry: { maxAttempts: 1 } }';
const HOOKED =
  'on: { start: ./handlers/hooks.mjs#keep, success: ./handlers/hooks.mjs#keep, failure: ./handlers/hooks.mjs#keep }';

const toldOf = (id: string): readonly Told[] =>
  (globalThis as unknown as { skepHooksCare?: Map<string, readonly Told[]> }).skepHooksCare?.get(id) ?? [];

async function toldEnd(id: string, event: string): Promise<Told> {
  return waitFor(`the hook of ${event}`, () => toldOf(id).find(([told]) => told === event));
}

for (const harness of ANY_ENGINE) {
  describe(`payloads that hooks are told on ${harness.name}`, () => {
    const scene = stage(harness);
    const write = (tasks: string): Promise<void> =>
      scene.project.write(`encryption: { keys: { k1: "${'1'.repeat(64)}" }, use: k1 }\ntasks:\n${tasks}`);

    beforeEach(async () => {
      await scene.project.writeHandler('hooks.mjs', HOOKS);
      await scene.project.writeHandler('work.mjs', HANDLER);
    });

    it('are in clear at the start and at the end; what a hook has stored is not', async () => {
      await write(`
  note: ./handlers/hooks.mjs#quiet
  secret:
    handler: ./handlers/work.mjs#work
    encrypt: true
    retry: { maxAttempts: 1 }
    on: { start: [./handlers/hooks.mjs#keep, { task: note }], success: ./handlers/hooks.mjs#keep, failure: ./handlers/hooks.mjs#keep }
`);
      const platform = await scene.run({ roles: ['worker'] });
      const payload = { text: 'swordfish' };
      const failing = { ...payload, fail: true };
      const [good, bad] = await platform.operations.enqueue('secret', [{ payload }, { payload: failing }]);
      const [done, dead] = [good?.id ?? '', bad?.id ?? ''];
      assert.deepEqual((await toldEnd(done, 'success')).slice(1, 3), [payload, { got: 'swordfish' }]);
      assert.deepEqual((await toldEnd(dead, 'failure')).slice(1, 3), [failing, null]);
      assert.deepEqual((await toldEnd(done, 'start')).slice(1, 3), [payload, null]);
      const stored = await waitFor('the job of on.start', async () => {
        const { jobs } = await platform.operations.listJobs({ task: 'note', state: ['completed'] });
        return jobs.length === 2;
      });
      assert.ok(stored);
      assert.ok(!(await rawStore(scene.project)).includes('swordfish'));
    });

    it('that cannot be decrypted throw where they are read, and are left out where all is copied', async () => {
      const task = `handler: ./handlers/work.mjs#work, encrypt: true, retry: { maxAttempts: 1 }, ${HOOKED}`;
      await write(`  secret: { ${task} }\n  other: { ${task} }\n`);
      const platform = await scene.run({ roles: [] });
      const [mine] = await platform.operations.enqueue('secret', [{ payload: { text: 'swordfish' } }]);
      const engine = await scene.project.store.open();
      const stored = (await engine.jobs.get(mine?.id ?? '')) ?? assert.fail('no job');
      await engine.jobs.enqueue([{ ...newJob({ ...stored, id: 'forged', idChosen: true }), payload: stored.payload }]);
      const worker = await scene.run({ roles: ['worker'] });
      assert.equal((await finished(worker, 'forged')).error?.code, 'SEAL_BROKEN');
      const [, payload, result, whole] = await toldEnd('forged', 'failure');
      assert.deepEqual([payload, result], ['SEAL_BROKEN', null]);
      assert.ok(!whole.includes(JSON.stringify(stored.payload)) && !whole.includes('"payload"'), whole);
    });

    it('of an older form are brought up at the end too; as stored where that fails', async () => {
      await scene.project.write(`tasks: { good: ${FIRST}, bad: ${FIRST} }`);
      const platform = await scene.run({ roles: [] });
      const payload = { name: 'Ann' };
      const [good] = await platform.operations.enqueue('good', [{ payload }]);
      const [bad] = await platform.operations.enqueue('bad', [{ payload }]);
      const of = (upcast: string): string =>
        `{ handler: ./handlers/work.mjs#work, version: 2, upcast: { "1": './handlers/work.mjs#${upcast}' }, retry: { maxAttempts: 1 }, ${HOOKED} }`;
      await write(`  good: ${of('up')}\n  bad: ${of('broken')}\n`);
      await scene.run({ roles: ['worker'] });
      assert.deepEqual((await toldEnd(good?.id ?? '', 'success')).slice(1, 3), [{ text: 'Ann' }, { got: 'Ann' }]);
      assert.deepEqual((await toldEnd(bad?.id ?? '', 'failure'))[1], payload);
    });
  });
}
