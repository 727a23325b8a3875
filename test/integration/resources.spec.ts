/** Resources of attempts and of the process, through a whole platform on each engine. */
import assert from 'node:assert/strict';

import { ANY_ENGINE } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

/** What the modules of the project and this test share. */
interface Shared {
  /** One line for each thing that happened. */
  readonly lines: string[];
  /** What `open`, `close` and `check` await or throw, by `open a`; nothing for most. */
  readonly acts: Record<string, () => unknown>;
  /** Values that are open. */
  open: number;
}

const KEY = Symbol.for('skep.test.resources');

function shared(): Shared {
  const holder = globalThis as unknown as Record<symbol, Shared | undefined>;
  return (holder[KEY] ??= { lines: [], acts: {}, open: 0 });
}

const MODULE = `
const shared = globalThis[Symbol.for('skep.test.resources')];
export async function open(config, ctx) {
  const name = config.name;
  shared.lines.push(\`open \${name}\${ctx.resources?.a ? ' on a' : ''}\`);
  await shared.acts[\`open \${name}\`]?.(ctx);
  shared.open += 1;
  return { name };
}
export async function close({ name }, { kind, error }) {
  shared.lines.push(\`close \${name} \${kind}\${error ? ' ' + error.message : ''}\`);
  shared.open -= 1;
  await shared.acts[\`close \${name}\`]?.();
}
export const check = ({ name }) => shared.acts[\`check \${name}\`]?.();
`;

const HANDLER = `
const shared = globalThis[Symbol.for('skep.test.resources')];
export default async function run(payload, ctx) {
  shared.lines.push(\`run with \${Object.values(ctx.resources).map(({ name }) => name).join(' ')}\`);
  await shared.acts.run?.(ctx);
  if (payload.throw) throw new Error(payload.throw);
  if (payload.snooze && ctx.job.attempts.length === 0) throw ctx.snooze('1ms');
  return 'done';
}
`;

const SECTIONS = `${BASIC}
queues: { default: { concurrency: 1000 } }
resources:
  a: { module: ./handlers/module.ts, config: { name: a }, openTimeout: 10m, closeTimeout: 5m }
  b: { module: ./handlers/module.ts, config: { name: b }, openTimeout: 30ms, closeTimeout: 30ms }
  pool: { module: ./handlers/module.ts, scope: process, config: { name: pool } }
`.replace(
  'tasks:',
  `tasks:
  one: { handler: ./handlers/use.ts, use: [a] }
  two: { handler: ./handlers/use.ts, use: [a, b] }
  pooled: { handler: ./handlers/use.ts, use: [pool] }
  limited: { handler: ./handlers/use.ts, use: [a], timeout: 100ms, retry: { maxAttempts: 1 } }`,
);

/** A promise and what resolves it. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** Does something the first time only. */
function once(act: () => unknown): () => unknown {
  let done = false;
  return () => {
    if (done) return undefined;
    done = true;
    return act();
  };
}

function boom(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

for (const harness of ANY_ENGINE) {
  describe(`Resources on ${harness.name}`, () => {
    const scene = stage(harness);
    const { lines, acts } = shared();

    beforeEach(async () => {
      lines.length = 0;
      shared().open = 0;
      for (const name of Object.keys(acts)) Reflect.deleteProperty(acts, name);
      await scene.project.writeHandler('module.ts', MODULE);
      await scene.project.writeHandler('use.ts', HANDLER);
      await scene.project.write(SECTIONS);
    });

    const closed = (count = 0): Promise<unknown> => waitFor(`${count} open values`, () => shared().open === count);

    it('of an attempt are opened in order before its handler, and closed the other way round before it is settled', async () => {
      const platform = await scene.run();
      const job = await finished(platform, await enqueue(platform, {}, {}, 'two'));
      assert.equal(job.state, 'completed');
      assert.deepEqual(lines, ['open a', 'open b on a', 'run with a b', 'close b completed', 'close a completed']);
    });

    it('of an attempt are told how it ended', async () => {
      const platform = await scene.run();
      await finished(platform, await enqueue(platform, { throw: 'no' }, { maxAttempts: 1 }, 'one'));
      await finished(platform, await enqueue(platform, { snooze: true }, {}, 'one'));
      assert.deepEqual(
        lines.filter((line) => line.startsWith('close')),
        ['close a failed no', 'close a snoozed', 'close a completed'],
      );
    });

    it('fail the attempt that had completed when one cannot be closed, and those below are told so', async () => {
      acts['close b'] = once(boom('disk full'));
      const platform = await scene.run();
      const job = await finished(platform, await enqueue(platform, {}, {}, 'two'));
      assert.deepEqual(
        job.attempts.map(({ outcome, error }) => [outcome, error?.message]),
        [
          ['failed', 'disk full'],
          ['completed', undefined],
        ],
      );
      assert.equal(lines[4], 'close a failed disk full');
    });

    it('fail the attempt when one cannot be opened: its handler is not called, and those before are closed', async () => {
      acts['open b'] = once(boom('no route'));
      const platform = await scene.run();
      const job = await finished(platform, await enqueue(platform, {}, {}, 'two'));
      assert.deepEqual([job.state, job.attempts[0]?.error?.message], ['completed', 'no route']);
      assert.deepEqual(lines.slice(0, 3), ['open a', 'open b on a', 'close a failed no route']);
      assert.ok(job.logs.some(({ line }) => line === 'the resource b could not be opened'));
    });

    it('that hang while they open fail the attempt, and are closed when they come after all', async () => {
      const { passed, open } = gate();
      acts['open b'] = once(() => passed);
      const platform = await scene.run();
      const job = await finished(platform, await enqueue(platform, {}, {}, 'two'));
      assert.deepEqual([job.state, job.attempts[0]?.error?.code], ['completed', 'RESOURCE_TIMED_OUT']);
      lines.length = 0;
      open();
      await waitFor('the late one', () => lines.length === 1);
      assert.deepEqual(lines, ['close b failed']);
      await closed();
    });

    it('that hang while they close fail the attempt', async () => {
      acts['close b'] = once(() => gate().passed);
      const platform = await scene.run();
      const job = await finished(platform, await enqueue(platform, {}, {}, 'two'));
      assert.deepEqual([job.state, job.attempts[0]?.error?.code], ['completed', 'RESOURCE_TIMED_OUT']);
      assert.equal(lines[4]?.slice(0, 14), 'close a failed');
    });

    it('are not waited for any more when the job is cancelled while they open', async () => {
      const { passed, open } = gate();
      acts['open a'] = () => passed;
      const platform = await scene.run();
      const id = await enqueue(platform, {}, {}, 'one');
      await waitFor('the opening', () => lines.length === 1);
      await platform.operations.cancelJob(id);
      await inState(platform, id, 'cancelled');
      await waitFor('the free place', () => platform.running === 0);
      open();
      await waitFor('the late one', () => lines.length === 2);
      assert.deepEqual(lines, ['open a', 'close a failed']);
    });

    it('are closed at the hard limit, though the handler goes on', async () => {
      const { passed, open } = gate();
      acts['run'] = () => passed;
      const platform = await scene.run();
      const job = await finished(platform, await enqueue(platform, {}, {}, 'limited'));
      assert.deepEqual([job.state, job.error?.code], ['dead', 'ATTEMPT_TIMED_OUT']);
      assert.match(lines.at(-1) ?? '', /^close a failed the attempt ran past/);
      open();
    });

    it('of a thousand attempts at once are all closed', async () => {
      const { passed, open } = gate();
      acts['run'] = () => passed;
      const platform = await scene.run();
      const jobs = Array.from({ length: 1_000 }, (_, n) => ({
        payload: n % 3 === 0 ? { throw: 'no' } : {},
        options: { maxAttempts: 1 },
      }));
      await platform.operations.enqueue('one', jobs);
      await closed(1_000);
      open();
      await platform.drained();
      assert.equal(shared().open, 0);
      assert.equal(lines.filter((line) => line === 'close a completed').length, 666);
    });

    it('of the process are opened once, shared, asked for readiness, and closed at its stop', async () => {
      acts['open pool'] = once(boom('too early'));
      const platform = await scene.run();
      assert.equal((await platform.readiness()).ready, true);
      await finished(platform, await enqueue(platform, {}, { maxAttempts: 1 }, 'pooled'));
      assert.match((await platform.readiness()).warnings.join(), /resource pool: it could not be opened: too early/);
      lines.length = 0;
      const ids = await Promise.all(Array.from({ length: 20 }, () => enqueue(platform, {}, {}, 'pooled')));
      for (const id of ids) assert.equal((await finished(platform, id)).state, 'completed');
      assert.equal(lines.filter((line) => line === 'open pool').length, 1);
      assert.equal((await platform.readiness()).ready, true);
      acts['check pool'] = () => false;
      assert.match((await platform.readiness()).reasons.join(), /resource pool: its check says no/);
      await platform.stop();
      assert.equal(lines.at(-1), 'close pool stopped');
      await closed();
    });

    it('of the process that a reload replaces stay open for the attempts that use them', async () => {
      const { passed, open } = gate();
      acts['run'] = once(() => passed);
      const platform = await scene.run();
      const first = await enqueue(platform, {}, {}, 'pooled');
      await waitFor('the handler', () => lines.length === 2);
      await scene.project.writeHandler('module.ts', `${MODULE}// another\nexport const more = 1;`);
      await platform.operations.reload();
      await finished(platform, await enqueue(platform, {}, {}, 'pooled'));
      assert.deepEqual(lines, ['open pool', 'run with pool', 'open pool', 'run with pool']);
      open();
      await finished(platform, first);
      await waitFor('the end of the old one', () => lines.length === 5);
      assert.deepEqual(lines.at(-1), 'close pool replaced');
      await closed(1);
    });

    it('of the process that no task uses any more are closed', async () => {
      const platform = await scene.run();
      await finished(platform, await enqueue(platform, {}, {}, 'pooled'));
      await scene.project.write(SECTIONS.replace('use: [pool]', 'use: []'));
      await platform.operations.reload();
      await waitFor('its end', () => lines.at(-1) === 'close pool replaced');
    });
  });
}
