import assert from 'node:assert/strict';

import { createTraceState, type Span, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { defaultResource, detectResources } from '@opentelemetry/resources';
import { AlwaysOnSampler, type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';

import { systemClock } from '../../../../src/foundation/index.ts';
import { LeanTracer } from '../../../../src/telemetry/lean-tracer.ts';
import { SpanBatch } from '../../../../src/telemetry/otlp/span-batch.ts';
import { readCarrier } from '../../../../src/propagation/index.ts';
import { SpanScope } from '../../../../src/telemetry/span-scope.ts';
import { fieldsOf } from './wire.ts';

const PARENT = {
  ...readCarrier(`00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`, null)!,
  traceState: createTraceState('x=1'),
};
const LONG = 'é long text, '.repeat(2_000);

function fill(span: Span): void {
  span.setAttributes({ text: 'plain', ümlaut: 'naïve ✓', long: LONG, yes: true, no: false, list: ['a', 'b'] });
  span.setAttributes({ zero: 0, small: 7, byte: 200, big: 2 ** 40, less: -5, fraction: 0.25, huge: 1e300 });
  span.addEvent('job.completed', { n: 1 }, [1_790_000_000, 999_999_999]);
  span.addEvent('bare', [1_790_000_001, 5]);
  span.addLink({ context: { ...PARENT, traceFlags: TraceFlags.NONE }, attributes: { why: 'enqueue' } });
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'did not work' });
}

/** Ended spans of both kinds: bare ones, and ones with everything there is. */
function endedSpans(): ReadableSpan[] {
  const ended: ReadableSpan[] = [];
  const resource = defaultResource();
  const onEnd = (span: ReadableSpan): void => void ended.push(span);
  const own = new LeanTracer(new AlwaysOnSampler(), {
    resource,
    scope: { name: 'skep', version: '1.2.3' },
    clock: systemClock,
    ended: onEnd,
  });
  const nothing = Promise.resolve();
  const processor = { onStart: () => undefined, onEnd, forceFlush: () => nothing, shutdown: () => nothing };
  const sdk = new TracerProvider({ resource, spanProcessors: [processor] }).getTracer('shop', '2', {
    schemaUrl: 'http://s',
  });
  const scope = new SpanScope(trace.wrapSpanContext(PARENT));
  for (const tracer of [own, sdk]) {
    tracer.startSpan('bare').end();
    const span = tracer.startSpan('full', { kind: SpanKind.CONSUMER, attributes: { shared: 'yes' } }, scope);
    fill(span);
    span.end();
  }
  return ended;
}

describe('a batch of spans', () => {
  it("is what the SDK's own serializer makes of them", async () => {
    const spans = endedSpans();
    assert.equal(spans.length, 4);
    const batch = new SpanBatch();
    for (const span of spans) batch.add(span);
    const { count, body } = batch.seal();
    assert.equal(count, 4);
    const theirs = ProtobufTraceSerializer.serializeRequest(spans);
    assert.ok(theirs);
    // Theirs has one entry per resource, ours one per resource and scope: the same by the specification.
    const [resource] = fieldsOf(Buffer.from(theirs));
    const parts = resource![1] as ReturnType<typeof fieldsOf>;
    const expected = parts.filter(([number]) => number === 2).map((scope) => [1, [parts[0], scope]]);
    assert.deepEqual(fieldsOf(Buffer.from(await body)), expected);
  });

  it('is empty after it was sealed, and used again', async () => {
    const batch = new SpanBatch();
    const [first, , third] = endedSpans();
    assert.ok(first && third);
    batch.add(first);
    batch.add(third);
    const before = batch.seal();
    assert.deepEqual([batch.count, batch.bytes], [0, 0]);
    batch.add(first);
    assert.equal(batch.count, 1);
    assert.notDeepEqual(await batch.seal().body, await before.body);
  });

  it('waits for what detectors find out about the resource', async () => {
    const sdkSpan = endedSpans()[2] ?? assert.fail('there are four');
    let found: ((value: string) => void) | undefined;
    const attributes = { 'host.id': new Promise<string>((resolve) => (found = resolve)) };
    const resource = detectResources({ detectors: [{ detect: () => ({ attributes }) }] });
    const batch = new SpanBatch();
    batch.add(Object.create(sdkSpan, { resource: { value: resource } }) as ReadableSpan);
    const { body } = batch.seal();
    found?.('machine-7');
    assert.match(Buffer.from(await body).toString('latin1'), /host\.id.*machine-7/s);
  });
});
