/** Lives that the sample leaves out and `keep` does not, read back from a receiver that is not ours. */
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';

import { MockOtlpServer, normalizeTrace, type ReceivedSpan } from '@elastic/mockotlpserver';

import { ENGINES } from '../support/engines.ts';
import { assertWhole } from '../support/span-trees.ts';
import { enqueue, finished, stage } from '../support/stage.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

const HANDLER = `
import { trace } from '@opentelemetry/api';
export default async function run({ fails }, ctx) {
  ctx.span.setAttribute('said', true);
  await trace.getTracer('shop').startActiveSpan('query', async (span) => span.end());
  if (fails && ctx.attempt === 1) throw new Error('no');
}
export async function many(payloads) {
  await trace.getTracer('shop').startActiveSpan('query', async (span) => span.end());
  return payloads.map(({ fails }) => (fails ? new Error('no') : null));
}
`;

const MANIFEST = `
retryPolicies: { twice: { maxAttempts: 2, backoff: { type: fixed, base: 1ms, jitter: none } }, once: { maxAttempts: 1 } }
tasks:
  here: { handler: ./handlers/kept.mjs, retry: twice }
  apart: { handler: ./handlers/kept.mjs, retry: twice, executor: thread }
  far: { handler: ./handlers/kept.mjs, retry: twice, executor: process }
  many: { handler: ./handlers/kept.mjs#many, retry: once, collect: { size: 2, wait: 60s } }
telemetry: { traces: { exporter: otlp, sample: 0, keep: { failed: true } } }
admin: { port: 0 }
`;

const [harness] = ENGINES;
if (harness === undefined) throw new Error('there is no engine');

describe('what is kept whatever the sample says', () => {
  const scene = stage(harness);
  const received: unknown[] = [];
  let receiver: MockOtlpServer;

  before(async () => {
    const onTrace = (trace: unknown): unknown => received.push(trace);
    const at = { httpHostname: '127.0.0.1', httpPort: 0 };
    receiver = new MockOtlpServer({ logLevel: 'warn', services: ['http'], ...at, onTrace });
    await receiver.start();
  });

  after(() => receiver.close());

  it('arrives whole of lives that fail: run here, in a thread, in a process, or with others in one call; and nothing of any other', async () => {
    await symlink(path.join(ROOT, 'node_modules'), scene.project.path('node_modules'));
    await scene.project.writeHandler('kept.mjs', HANDLER);
    await scene.project.write(MANIFEST);
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: String(receiver.httpUrl) };
    const platform = await scene.run({ env });
    const jobs: string[] = [];
    for (const task of ['here', 'apart', 'far', 'many']) {
      for (const fails of [true, false]) jobs.push(await enqueue(platform, { fails }, {}, task));
    }
    const lives = await Promise.all(jobs.map((id) => finished(platform, id)));
    await platform.stop();
    const parts = received.flatMap((raw) => normalizeTrace(raw).resourceSpans);
    const spans: ReceivedSpan[] = parts.flatMap((part) => part.scopeSpans.flatMap((scope) => scope.spans));
    assertWhole(spans);
    const failed = lives.filter((_life, index) => index % 2 === 0);
    const ids = failed.flatMap(({ id, attempts }) => attempts.map(() => id)).sort();
    const processed = spans.filter(({ name }) => name.startsWith('process '));
    assert.deepEqual(processed.map((span) => span.attributes['messaging.message.id']).sort(), ids);
    for (const { attempts } of failed) for (const { traceId } of attempts) assert.ok(traceId);
    for (const { attempts } of lives) if (!failed.some((one) => one.attempts === attempts)) assert.equal(attempts[0]?.traceId, null); // prettier-ignore
    const under = (span: ReceivedSpan): string[] => spans.filter(({ parentSpanId }) => parentSpanId === span.spanId).map(({ name }) => name); // prettier-ignore
    for (const span of processed) {
      const isAlone = span.name !== 'process many';
      assert.equal(under(span).includes('query'), isAlone, span.name);
      if (isAlone) assert.equal(span.attributes['said'], true, span.name);
    }
    const [call] = spans.filter(({ name }) => name === 'collect many');
    assert.ok(call);
    assert.deepEqual(under(call), ['query']);
  });
});
