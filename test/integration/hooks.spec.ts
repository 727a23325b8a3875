/** Hooks of bases, hooks whose modules change, and what is seen of one that fails. */
import assert from 'node:assert/strict';

import { trace } from '@opentelemetry/api';
import { MockOtlpServer, normalizeTrace, type ReceivedSpan } from '@elastic/mockotlpserver';

import { type LogFields, type Logger, silentLogger } from '../../src/foundation/index.ts';
import { ENGINES } from '../support/engines.ts';
import { assertWhole } from '../support/span-trees.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const HOOKS = `
const seen = (globalThis.skepHooksOf ??= new Map());
const note = (who) => ({ job }) => { seen.set(job.id, [...(seen.get(job.id) ?? []), who]); };
export const ofBase = note('base');
export const ofAnother = note('another base');
export const own = note('own');
export function throws() { throw new Error('a hook fell over'); }
`;
const HANDLER = 'export const work = () => null;\n';

const seenOf = (id: string): readonly string[] =>
  (globalThis as unknown as { skepHooksOf?: Map<string, string[]> }).skepHooksOf?.get(id) ?? [];

for (const harness of ENGINES) {
  describe(`hooks on ${harness.name}`, () => {
    const scene = stage(harness);
    const write = async (sections: string): Promise<void> => {
      await scene.project.writeHandler('hooks.mjs', HOOKS);
      await scene.project.writeHandler('work.mjs', HANDLER);
      await scene.project.write(`${sections}reload: { debounce: 30ms }\n`);
    };

    it("those of a task's bases are told beside its own, given as one or a list", async () => {
      await write(`bases:
  one: { on: { success: ./handlers/hooks.mjs#ofBase } }
  two: { extends: [one], on: { success: [./handlers/hooks.mjs#ofAnother, { task: note }] } }
tasks:
  note: ./handlers/work.mjs#work
  work: { extends: [two], handler: ./handlers/work.mjs#work, on: { success: ./handlers/hooks.mjs#own } }
`);
      const platform = await scene.run();
      const id = await enqueue(platform, {}, {});
      await finished(platform, id);
      await waitFor('all of them', () => seenOf(id).length === 3);
      assert.deepEqual([...seenOf(id)].toSorted(), ['another base', 'base', 'own']);
      await waitFor('the job of the base', async () => {
        const { jobs } = await platform.operations.listJobs({ task: 'note' });
        return jobs.length === 1 && jobs[0]?.parentId === id;
      });
    });

    it('a module that only hooks name is loaded anew when it changes', async () => {
      await write(`tasks:
  work: { handler: ./handlers/work.mjs#work, on: { success: ./handlers/hooks.mjs#own } }
`);
      const platform = await scene.run();
      const first = await enqueue(platform, {});
      await finished(platform, first);
      await waitFor('the hook', () => seenOf(first).length > 0);
      const { loadedAt } = await platform.operations.manifest();
      await scene.project.writeHandler('hooks.mjs', HOOKS.replace("'own'", "'edited'"));
      await waitFor('the reload', async () => (await platform.operations.manifest()).loadedAt !== loadedAt);
      const second = await enqueue(platform, {});
      await finished(platform, second);
      await waitFor('the hook of the new code', () => seenOf(second).length > 0);
      assert.deepEqual([seenOf(first), seenOf(second)], [['own'], ['edited']]);
    });
  });

  describe(`a hook that fails, on ${harness.name}`, () => {
    const scene = stage(harness);
    let receiver: MockOtlpServer;
    let received: unknown[];

    beforeEach(async () => {
      received = [];
      receiver = new MockOtlpServer({
        logLevel: 'warn',
        services: ['http'],
        httpHostname: '127.0.0.1',
        httpPort: 0,
        onTrace: (trace) => received.push(trace),
      });
      await receiver.start();
    });
    afterEach(() => receiver.close());

    it("is seen in a span below the attempt's, in the log, and in what was done", async () => {
      await scene.project.writeHandler('hooks.mjs', HOOKS);
      await scene.project.writeHandler('work.mjs', HANDLER);
      await scene.project.write(`tasks:
  work: { handler: ./handlers/work.mjs#work, on: { success: [./handlers/hooks.mjs#throws, ./handlers/hooks.mjs#own] } }
telemetry: { traces: { exporter: otlp } }
reload: { watch: false }
`);
      const lines: LogFields[] = [];
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: String(receiver.httpUrl) };
      const platform = await scene.run({ env, logger: keeping(lines) });
      const id = await enqueue(platform, {});
      const job = await finished(platform, id);
      assert.equal(job.state, 'completed');
      await waitFor('both hooks', () => lines.some(({ event }) => event === 'hook.failed') && seenOf(id).length === 1);
      await platform.stop();

      const spans = spansOf(received);
      assertWhole(spans);
      const attempt = spans.find(({ name }) => name === 'process work') ?? assert.fail('the attempt has no span');
      const hooks = spans.filter(({ name }) => name === 'hook success work');
      const [attempted] = job.attempts;
      assert.equal(attempt.spanId, attempted?.spanId);
      assert.deepEqual(
        hooks.map(({ parentSpanId, traceId }) => [parentSpanId, traceId]),
        [
          [attempt.spanId, attempt.traceId],
          [attempt.spanId, attempt.traceId],
        ],
      );
      assert.deepEqual(Object.fromEntries(hooks.map(({ attributes, status }) => [attributes['skep.hook'], status])), {
        './handlers/hooks.mjs#throws': { message: 'a hook fell over', code: 'STATUS_CODE_ERROR' },
        './handlers/hooks.mjs#own': { code: 'STATUS_CODE_UNSET' },
      });
      const told = lines.filter(({ event }) => event === 'hook.failed');
      assert.deepEqual(
        told.map(({ jobId, hook, error }) => [jobId, hook, (error as Error).message]),
        [[id, './handlers/hooks.mjs#throws', 'a hook fell over']],
      );
      assert.deepEqual(
        told.map((line) => line['trace_id']),
        [attempt.traceId],
        JSON.stringify(told),
      );
      const done = lines.filter(({ event }) => event === 'work.done');
      assert.deepEqual(
        done.map(({ completed, hooksFailed }) => [completed, hooksFailed]),
        [[1, 1]],
      );
    });
  });
}

function spansOf(received: readonly unknown[]): ReceivedSpan[] {
  const parts = received.flatMap((raw) => normalizeTrace(raw).resourceSpans);
  return parts.flatMap((part) => part.scopeSpans.flatMap((scope) => scope.spans));
}

function keeping(lines: LogFields[]): Logger {
  // As the real one does: the ids of the span that is active.
  const keep = (fields: LogFields): void => {
    lines.push({ ...fields, trace_id: trace.getActiveSpan()?.spanContext().traceId });
  };
  return { ...silentLogger, debug: keep, info: keep, warn: keep, error: keep, child: () => keeping(lines) };
}
