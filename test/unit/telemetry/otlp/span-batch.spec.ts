import assert from 'node:assert/strict';

import {
  createTraceState,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { defaultResource, detectResources } from '@opentelemetry/resources';
import { AlwaysOnSampler, type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';

import { systemClock } from '../../../../src/foundation/index.ts';
import { NO_ATTRIBUTES } from '../../../../src/telemetry/attribute-values.ts';
import { LeanSpan } from '../../../../src/telemetry/lean-span.ts';
import { LeanTracer } from '../../../../src/telemetry/lean-tracer.ts';
import { SpanBatch } from '../../../../src/telemetry/otlp/span-batch.ts';
import { readCarrier } from '../../../../src/propagation/index.ts';
import { SpanScope } from '../../../../src/telemetry/span-scope.ts';
import { type Field, fieldsOf } from './wire.ts';

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

/** What could be taken for such an attempt, though its bytes stand elsewhere: names of more bytes than letters, and long ones. */
function oddSpans(): ReadableSpan[] {
  const ended: ReadableSpan[] = [];
  const about = { resource: defaultResource(), scope: { name: 'skep' }, clock: systemClock };
  const own = new LeanTracer(new AlwaysOnSampler(), { ...about, ended: (span) => void ended.push(span) });
  const attributes = Object.freeze({ task: 'emails.send' });
  const [oneMore, threeMore, many] = ['schlüssel', 'größenmaß', 'типы0'];
  for (let index = 0; index < 60; index += 1) {
    const digits = String(index).padStart(2, '0');
    const [key, text, event] = [
      [oneMore, `text-of-${digits}`, 'done'],
      [threeMore, `a-text-of-letters-${digits}`.slice(-18), 'done'],
      [many, `${'long-'.repeat(9)}x${digits}`, 'done'],
      ['id', `job-${digits}`, 'd'.repeat(1_170)],
      ['k'.repeat(200), `job-${digits}`, 'done'],
    ][index % 5] as [string, string, string];
    const span = own.startSpan(`process ${index % 5}`, { attributes });
    span.setAttribute(key, text).addEvent(event).end();
  }
  return ended;
}

/** As the worker makes them, of jobs of two calls and of requests: what they share, what differs, what changes back. */
function similarSpans(): ReadableSpan[] {
  const ended: ReadableSpan[] = [];
  const about = { resource: defaultResource(), scope: { name: 'skep' }, clock: systemClock };
  const own = new LeanTracer(new AlwaysOnSampler(), { ...about, ended: (span) => void ended.push(span) });
  const attributes = Object.freeze({ task: 'emails.send', attempt: 1 });
  const links = ['a', 'b'].map((digit) => {
    const context = readCarrier(`00-${digit.repeat(32)}-${digit.repeat(16)}-01`, null)!;
    return Object.freeze({ context, attributes: { why: 'enqueue' } });
  });
  const scopes = [
    ROOT_CONTEXT,
    new SpanScope(trace.wrapSpanContext(readCarrier(`00-${'c3'.repeat(16)}-${'d4'.repeat(8)}-01`, null)!)),
  ];
  for (let index = 0; index < 60; index += 1) {
    const call = Math.floor(index / 10) % 2;
    const options = { kind: SpanKind.CONSUMER, attributes, links: [links[call]!] };
    const span = own.startSpan(index % 5 === 0 ? 'process other' : 'process emails.send', options, scopes[index % 2]);
    const scope = new SpanScope(span);
    own.past?.(
      { name: 'wait.queue', attributes: NO_ATTRIBUTES, from: 1_790_000_000_000 + index, to: 1_790_000_001_999.5 },
      scope,
    );
    own.past?.(
      { name: 'wait.held', attributes: { by: `limit ${index}` }, from: 1_790_000_000_999, to: 1_790_000_002_000 },
      scope,
    );
    // As a wait is written where lives are kept later.
    if (index % 6 === 0) own.startSpan('wait.queue', { attributes: NO_ATTRIBUTES }, scope).end();
    span.setAttributes({
      id: `job-${index}`,
      revision: call,
      outcome: index % 4 === 0 ? 'failed' : 'completed',
      yes: call === 0,
    });
    if (index % 9 === 0) span.setAttribute('attempt', 2);
    if (index % 4 === 0) span.setStatus({ code: SpanStatusCode.ERROR, message: 'no' });
    if (span instanceof LeanSpan) span.endAs('job.completed');
  }
  assert.equal(ended.length, 190);
  return ended;
}

/** Attempts that end alike, which are written over one another, and between them some that say a little else. */
function alikeSpans(): ReadableSpan[] {
  const ended: ReadableSpan[] = [];
  const about = { resource: defaultResource(), scope: { name: 'skep' }, clock: systemClock };
  const own = new LeanTracer(new AlwaysOnSampler(), { ...about, ended: (span) => void ended.push(span) });
  const attributes = Object.freeze({ task: 'emails.send' });
  const context = readCarrier(`00-${'e5'.repeat(16)}-${'f6'.repeat(8)}-01`, null)!;
  const links = [Object.freeze({ context, attributes: { why: 'enqueue' } })];
  const below = new SpanScope(trace.wrapSpanContext(context));
  const odd: Readonly<Record<number, (span: LeanSpan) => void>> = {
    1: (span) => span.setAttribute('id', 'jöb-of-that-length'),
    3: (span) => span.setAttribute('id', 'another'),
    5: (span) => span.setAttribute('outcome', 'failed'),
    7: (span) => span.setAttribute('list', ['a', 'b']),
    9: (span) => span.addEvent('attempt.progress', { done: 1 }),
    11: (span) => span.addLink({ context }),
    13: (span) => span.setAttribute('id', 7),
    15: (span) => span.updateName('process other'),
    17: (span) => span.setStatus({ code: SpanStatusCode.ERROR }),
    19: (span) => span.setAttribute('long', LONG),
  };
  for (let index = 0; index < 240; index += 1) {
    // In rows: what is said again is remembered, and so is what comes in its place.
    const [linked, row] = [index % 80 < 40, index % 40];
    const options = { kind: SpanKind.CONSUMER, attributes, ...(linked ? { links } : {}) };
    const span = own.startSpan('process emails.send', options, linked ? ROOT_CONTEXT : below);
    assert.ok(span instanceof LeanSpan);
    span.setAttributes({ id: `job-${String(index).padStart(14, '0')}`, revision: 1, outcome: 'completed' });
    if (row > 19) odd[row - 20]?.(span);
    span.endAs('job.completed', index > 200 ? { reason: 'late' } : NO_ATTRIBUTES);
  }
  return ended;
}

function spansIn(request: readonly Field[]): readonly Field[] {
  const inside = (fields: readonly Field[], number: number): readonly Field[] =>
    fields.flatMap(([one, value]) => (one === number && typeof value !== 'string' ? [[one, value] as const] : []));
  const below = (fields: readonly Field[], number: number): readonly Field[] =>
    inside(fields, number).flatMap(([, value]) => value as readonly Field[]);
  return inside(below(below(request, 1), 2), 2);
}

/** Fields of a message may be written in any order, but for those of one number. */
function inOrder(fields: readonly Field[]): readonly Field[] {
  const sorted = fields.map(([number, value]) => [number, typeof value === 'string' ? value : inOrder(value)] as const);
  return sorted.sort(([one], [other]) => one - other);
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
    const parts = resource![1] as readonly Field[];
    const expected = parts.filter(([number]) => number === 2).map((scope): Field => [1, [parts[0]!, scope]]);
    assert.deepEqual(inOrder(fieldsOf(Buffer.from(await body))), inOrder(expected));
  });

  for (const [what, spansOf] of [
    ["spans that have most in common, which are written in each other's molds", similarSpans],
    ['spans that say the same, but for their ids and instants', alikeSpans],
    ['spans whose names are not those of attempts', oddSpans],
  ] as const) {
    it(`is that also of ${what}`, async () => {
      const spans = spansOf();
      const theirs = ProtobufTraceSerializer.serializeRequest(spans);
      assert.ok(theirs);
      const batch = new SpanBatch();
      const bodies: Uint8Array[] = [];
      // Several requests: what is remembered must not be of a buffer that is used again.
      for (const [index, span] of spans.entries()) {
        batch.add(span);
        if (index % 7 === 6) bodies.push(await batch.seal().body);
      }
      bodies.push(await batch.seal().body);
      const ours = bodies.flatMap((body) => spansIn(fieldsOf(Buffer.from(body))));
      assert.deepEqual(inOrder(ours), inOrder(spansIn(fieldsOf(Buffer.from(theirs)))));
    });
  }

  it('has a list as it was when its span ended, though its owner goes on with it', async () => {
    const batch = new SpanBatch();
    const about = { resource: defaultResource(), scope: { name: 'skep' }, clock: systemClock };
    const own = new LeanTracer(new AlwaysOnSampler(), { ...about, ended: (span) => batch.add(span) });
    const attributes = Object.freeze({ task: 'emails.send' });
    const list: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      list.push('item');
      const span = own.startSpan('process emails.send', { attributes });
      span.setAttributes({ id: `job-${index}`, list });
      if (span instanceof LeanSpan) span.endAs('job.completed');
    }
    const body = Buffer.from(await batch.seal().body).toString('latin1');
    assert.equal(body.split('item').length - 1, 1 + 2 + 3 + 4 + 5);
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
