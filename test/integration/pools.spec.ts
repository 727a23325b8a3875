/** Handlers in threads and processes: what crosses to them and back, reload, resize, resources. Through whole platforms. */
import assert from 'node:assert/strict';
import { copyFile, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';

import type { WorkerView } from '../../src/api/index.ts';
import type { LogFields, Logger } from '../../src/foundation/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const KINDS = ['thread', 'process'] as const;

interface Where {
  readonly here: string;
  readonly pid: number;
  readonly threadId: number;
}

function manifest(executor: string, more = ''): string {
  return `
defaults: { retry: quick, shutdownTimeout: 5s }
executors: { thread: { size: 2 }, process: { size: 2 } }
queues: { default: { concurrency: 10 } }
retryPolicies:
  quick: { maxAttempts: 2, backoff: { type: fixed, base: 1ms, jitter: none }, deadOn: [Declined] }
tasks:
  work: { handler: ./handlers/apart.ts, executor: ${executor}, sensitive: [text] }
  brief: { handler: ./handlers/apart.ts, executor: ${executor}, timeout: 1s, retry: { maxAttempts: 1 }, cancelGrace: 0s }
${more}
admin: { port: 0 }
reload: { debounce: 30ms }
`;
}

for (const harness of ANY_ENGINE) {
  describe(`handlers apart from their worker, on ${harness.name}`, () => {
    const scene = stage(harness);

    async function start(sections: string, options: object = {}): Promise<Platform> {
      await copyFile(path.join(ROOT, 'test/support/handlers/apart.ts'), scene.project.path('handlers/apart.ts'));
      await scene.project.write(sections);
      return scene.run({ roles: ['worker'], ...options });
    }

    async function result(platform: Platform, payload: object, task = 'work'): Promise<unknown> {
      const job = await finished(platform, await enqueue(platform, payload, {}, task));
      assert.equal(job.state, 'completed', JSON.stringify(job.error));
      return job.result;
    }

    for (const kind of KINDS) {
      it(`run in a ${kind}, which is used again`, async () => {
        const platform = await start(manifest(kind));
        const first = (await result(platform, { do: 'where' })) as Where;
        assert.equal(first.pid === process.pid, kind === 'thread');
        assert.notEqual(first.here, `${process.pid}.0`);
        for (let n = 0; n < 5; n += 1) await result(platform, { do: 'ok' });
        const [worker] = await platform.operations.workers();
        assert.deepEqual(Object.keys(worker?.pools ?? {}), [kind]);
        assert.equal(worker?.pools[kind]?.size, 2);
        assert.ok(startedOf(worker, kind) <= 2);
      });

      it(`have their whole context in a ${kind}`, async () => {
        const lines: unknown[] = [];
        const platform = await start(manifest(kind), { logger: keeping(lines) });
        const talked = await finished(platform, await enqueue(platform, { do: 'talk' }));
        assert.equal(talked.result, 'said');
        assert.deepEqual([talked.progress?.done, talked.progress?.total, talked.progress?.message], [3, 3, 'three']);
        assert.deepEqual(
          talked.logs.map(({ line }) => line),
          ['a line'],
        );
        assert.deepEqual(lines, [['told', talked.id, 1, 'TypeError', 'odd']]);
        const child = (await result(platform, { do: 'child' })) as { id: string };
        assert.equal((await finished(platform, child.id)).result, 'ok');
        assert.equal(await result(platform, { do: 'extend' }, 'brief'), false);
        assert.equal(await result(platform, { do: 'babble' }), 'ok');
        assert.equal(await result(platform, { do: 'retry' }), 2);
        assert.equal(await result(platform, { do: 'snooze' }), 1);
      });

      it(`fail in a ${kind} as they do here`, async () => {
        const platform = await start(manifest(kind));
        const failed = async (payload: object): Promise<unknown[]> => {
          const job = await finished(platform, await enqueue(platform, payload));
          assert.equal(job.state, 'dead');
          return [job.attempts.length, job.error?.name, job.error?.code, job.error?.message];
        };
        assert.deepEqual(await failed({ do: 'declined' }), [1, 'Declined', 'EMONEY', 'no money']);
        assert.deepEqual(await failed({ do: 'caused' }), [1, 'Error', null, 'outer']);
        assert.deepEqual(await failed({ do: 'dead' }), [1, 'Dead', null, 'hopeless']);
        assert.deepEqual((await failed({ do: 'orphan' })).slice(0, 3), [2, 'SkepError', 'TASK_UNKNOWN']);
        assert.deepEqual((await failed({ do: 'date' })).slice(0, 3), [1, 'SkepError', 'PAYLOAD_NOT_JSON']);
        const [, , , told] = await failed({ do: 'tell', text: 'canary-4711' });
        assert.doesNotMatch(String(told), /canary/);
      });

      it(`are told of a cancel in a ${kind}, and of its reason`, async () => {
        const platform = await start(manifest(kind, `  slow: { handler: ./handlers/apart.ts, executor: ${kind} }`));
        const effects = scene.project.path('effects');
        const id = await enqueue(platform, { do: 'hang', effects }, {}, 'slow');
        await waitFor('its begin', () => readFile(effects, 'utf8').catch(() => ''));
        await platform.operations.cancelJob(id);
        await waitFor('the place to be free', () => platform.running === 0);
        const [worker] = await platform.operations.workers();
        assert.equal(worker?.overrunning, 0);
        // It has ended by itself, so nothing was killed.
        assert.ok(startedOf(worker, kind) <= 2);
      });

      it(`are ended in a ${kind} where they do not heed a cancel`, async () => {
        const platform = await start(manifest(kind));
        const effects = scene.project.path('effects');
        const id = await enqueue(platform, { do: 'loop', effects }, { timeout: '10m' }, 'brief');
        await waitFor('its begin', () => readFile(effects, 'utf8').catch(() => ''));
        await platform.operations.cancelJob(id);
        await waitFor('the place to be free', () => platform.running === 0);
        assert.equal((await finished(platform, id)).state, 'cancelled');
        await waitFor('one that is ready', async () => {
          const [worker] = await platform.operations.workers();
          const { busy, idle = 0 } = worker?.pools[kind] ?? {};
          return worker?.overrunning === 0 && busy === 0 && idle > 0;
        });
      });

      it(`wait for a ${kind} without their limits being counted`, async () => {
        const platform = await start(manifest(kind).replaceAll('size: 2', 'size: 1'));
        const slow = await enqueue(platform, { do: 'sleep', ms: 900 }, { timeout: '10m' });
        await inState(platform, slow, 'running');
        assert.equal(typeof (await result(platform, { do: 'sleep', ms: 0 }, 'brief')), 'string');
      });

      it(`use resources that are opened in the ${kind}`, async () => {
        await scene.project.writeHandler('db.ts', DB);
        const effects = scene.project.path('effects');
        const db = (scope: string): string =>
          `{ module: ./handlers/db.ts, scope: ${scope}, config: { file: ${JSON.stringify(effects)} } }`;
        const more = `  used: { handler: ./handlers/apart.ts, executor: ${kind}, use: [own, common], retry: { maxAttempts: 1 } }
resources: { own: ${db('attempt')}, common: ${db('process')} }`;
        const platform = await start(manifest(kind, more).replaceAll('size: 2', 'size: 1'));
        assert.equal(await result(platform, { do: 'use' }, 'used'), 2);
        const failed = await finished(platform, await enqueue(platform, { do: 'declined' }, {}, 'used'));
        assert.equal(failed.error?.name, 'Declined');
        await scene.project.writeHandler('refuse', '');
        const uncommitted = await finished(platform, await enqueue(platform, { do: 'use' }, {}, 'used'));
        assert.deepEqual([uncommitted.state, uncommitted.error?.message], ['dead', 'no commit']);
        await platform.stop();
        assert.deepEqual((await readFile(effects, 'utf8')).trim().split('\n'), [
          ...['own open', 'common open', 'own completed', 'own open', 'own failed'],
          ...['own open', 'own completed', 'common stopped'],
        ]);
        assert.equal((globalThis as Record<string, unknown>)['dbLoaded'], undefined);
      });

      it(`run anew in a ${kind} after a reload, while the old ones end as they began`, async () => {
        const platform = await start(manifest(kind));
        const before = (await result(platform, { do: 'where' })) as Where;
        const slow = await enqueue(platform, { do: 'sleep', ms: 1_500 });
        await inState(platform, slow, 'running');
        const code = await readFile(scene.project.path('handlers/apart.ts'), 'utf8');
        await scene.project.writeHandler('apart.ts', code.replace("ok: () => 'ok'", "ok: () => 'new'"));
        await platform.operations.reload();
        assert.equal(await result(platform, { do: 'ok' }), 'new');
        const after = (await result(platform, { do: 'where' })) as Where;
        assert.notEqual(after.here, before.here);
        assert.equal((await finished(platform, slow)).state, 'completed');
      });

      it(`have more places of the kind ${kind} as soon as a reload says so`, async () => {
        const platform = await start(manifest(kind).replaceAll('size: 2', 'size: 1'));
        const slow = await enqueue(platform, { do: 'never' });
        await inState(platform, slow, 'running');
        const waiting = await enqueue(platform, { do: 'ok' });
        await scene.project.write(manifest(kind));
        await platform.operations.reload();
        assert.equal((await finished(platform, waiting)).state, 'completed');
        await platform.operations.cancelJob(slow);
      });

      it(`see the span of their attempt in a ${kind}`, async () => {
        await symlink(path.join(ROOT, 'node_modules'), scene.project.path('node_modules'));
        await scene.project.writeHandler('span.ts', SPAN);
        const more = `  traced: { handler: ./handlers/span.ts, executor: ${kind} }\ntelemetry: { traces: { exporter: none } }`;
        const spanProcessors = [{ onStart: nothing, onEnd: nothing, forceFlush: settled, shutdown: settled }];
        const platform = await start(manifest(kind, more), { telemetry: { spanProcessors } });
        const job = await finished(platform, await enqueue(platform, {}, {}, 'traced'));
        const [attempt] = job.attempts;
        assert.ok(attempt?.traceId);
        assert.deepEqual(job.result, { traceId: attempt.traceId, spanId: attempt.spanId });
      });
    }
  });
}

function startedOf(worker: WorkerView | undefined, kind: string): number {
  return worker?.pools[kind]?.started ?? Infinity;
}

const nothing = (): void => undefined;
const settled = (): Promise<void> => Promise.resolve();

const DB = `
import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
globalThis.dbLoaded = true;
export function open(config, ctx) {
  const name = ctx.attempt === undefined ? 'common' : 'own';
  appendFileSync(config.file, name + ' open\\n');
  return { ...config, name };
}
export function close({ file, name }, { kind }) {
  appendFileSync(file, name + ' ' + kind + '\\n');
  if (kind === 'completed' && existsSync(path.join(path.dirname(file), 'handlers', 'refuse'))) throw new Error('no commit');
}
`;

const SPAN = `
import { trace } from '@opentelemetry/api';
export default async function run() {
  await null;
  const { traceId, spanId } = trace.getActiveSpan()?.spanContext() ?? {};
  return { traceId, spanId };
}
`;

/** A logger that keeps what the handler of \`talk\` tells. */
function keeping(lines: unknown[], fields: LogFields = {}): Logger {
  const write = (given: LogFields, message: string): void => {
    const all = { ...fields, ...given };
    const { name, message: text } = (all['why'] ?? {}) as { name?: string; message?: string };
    if (message === 'told') lines.push([message, all['jobId'], all['n'], name, text]);
  };
  return {
    ...{ debug: write, info: write, warn: write, error: write },
    child: (more) => keeping(lines, { ...fields, ...more }),
  };
}
