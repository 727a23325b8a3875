/** What handlers say to the span of their attempt, in the worker, in threads and in processes: the same arrives. */
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';

import type { ReadableSpan } from '@opentelemetry/sdk-trace';

import { ENGINES } from '../support/engines.ts';
import { enqueue, finished, stage } from '../support/stage.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const KINDS = ['inline', 'thread', 'process'] as const;
const AT = Date.parse('2026-01-01T00:00:00Z');

const HANDLER = `
import { trace } from '@opentelemetry/api';
export default async function run(_payload, ctx) {
  const { span } = ctx;
  span.setAttribute('one', 1).setAttributes({ list: ['a', 'b'], odd: {}, big: 1n });
  span.setAttribute('odd', () => 1);
  span.addEvent('plain').addEvent('full', { n: 1, odd: {} }, new Date(${AT})).addEvent('timed', ${AT});
  span.recordException(Object.assign(new TypeError('odd'), { code: 'EODD' }));
  span.recordException('text', ${AT});
  span.setStatus({ code: 1, message: 'dropped' });
  span.addLink({ context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 } });
  await null;
  const active = trace.getActiveSpan();
  active?.setAttribute('active', true);
  span.updateName('renamed');
  return { recording: span.isRecording(), ...span.spanContext(), same: active?.spanContext().spanId };
}
`;

const [harness] = ENGINES;
if (harness === undefined) throw new Error('there is no engine');

describe('the span of an attempt', () => {
  const scene = stage(harness);

  async function run(kind: string, telemetry: string, options: object = {}) {
    await symlink(path.join(ROOT, 'node_modules'), scene.project.path('node_modules'));
    await scene.project.writeHandler('span.ts', HANDLER);
    await scene.project.write(`
retryPolicies: { once: { maxAttempts: 1 } }
tasks: { said: { handler: ./handlers/span.ts, executor: ${kind}, retry: once } }
${telemetry}
admin: { port: 0 }
`);
    const platform = await scene.run({ roles: ['worker'], ...options });
    const job = await finished(platform, await enqueue(platform, {}, {}, 'said'));
    assert.equal(job.state, 'completed', JSON.stringify(job.error));
    return job.result as Readonly<Record<string, unknown>>;
  }

  for (const kind of KINDS) {
    it(`takes all that a span of OpenTelemetry takes from a handler that runs ${kind}`, async () => {
      const ended: ReadableSpan[] = [];
      const done = (): Promise<void> => Promise.resolve();
      const keeps = { onStart: () => undefined, onEnd: (span: ReadableSpan) => ended.push(span) };
      const spanProcessors = [{ ...keeps, forceFlush: done, shutdown: done }];
      const result = await run(kind, 'telemetry: { traces: { exporter: none } }', { telemetry: { spanProcessors } });
      const span = ended.find(({ name }) => name === 'renamed');
      assert.ok(span, ended.map(({ name }) => name).join());
      const { one, list, odd, big, active } = span.attributes;
      assert.deepEqual([one, list, odd, big, active], [1, ['a', 'b'], undefined, undefined, true]);
      const { traceId, spanId } = span.spanContext();
      assert.deepEqual(
        [result['recording'], result['traceId'], result['spanId'], result['same']],
        [true, traceId, spanId, spanId],
      );
      const said = span.events.filter(({ name }) => ['plain', 'full', 'timed', 'exception'].includes(name));
      assert.deepEqual(
        said.map(({ name, attributes }) => [name, attributes?.['n'], attributes?.['exception.message']]),
        [
          ['plain', undefined, undefined],
          ['full', 1, undefined],
          ['timed', undefined, undefined],
          ['exception', undefined, 'odd'],
          ['exception', undefined, 'text'],
        ],
      );
      assert.deepEqual(
        [said[1], said[2], said[4]].map((event) => event?.time[0]),
        [AT / 1_000, AT / 1_000, AT / 1_000],
      );
      assert.match(String(said[3]?.attributes?.['exception.stacktrace']), /span\.ts/);
      assert.deepEqual([span.status, span.links.length], [{ code: 1 }, 1]);
    });

    it(`takes the same, and keeps nothing, where nothing is traced, ${kind}`, async () => {
      const result = await run(kind, '');
      assert.deepEqual([result['recording'], result['traceId']], [false, '0'.repeat(32)]);
    });
  }
});
