import assert from 'node:assert/strict';

import { defaultResource } from '@opentelemetry/resources';
import { AlwaysOnSampler } from '@opentelemetry/sdk-trace';

import { systemClock } from '../../../../src/foundation/index.ts';
import { LeanTracer } from '../../../../src/telemetry/lean-tracer.ts';
import type { SealedBatch } from '../../../../src/telemetry/otlp/span-batch.ts';
import { type ShipperLimits, SpanShipper } from '../../../../src/telemetry/otlp/span-shipper.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const LIMITS = { maxQueueSize: 6, maxExportBatchSize: 2, scheduledDelayMillis: 5_000, exportTimeoutMillis: 30_000 };

/** A shipper whose requests are answered by hand. */
function shipping(limits: Partial<ShipperLimits> = {}) {
  const clock = new FakeClock();
  const sent: { readonly count: number; readonly answer: (error?: Error) => void }[] = [];
  const send = ({ count }: SealedBatch): Promise<void> =>
    new Promise((resolve, reject) => sent.push({ count, answer: (error) => (error ? reject(error) : resolve()) }));
  let closed = 0;
  const close = (): Promise<void> => Promise.resolve(void (closed += 1));
  const failures: string[] = [];
  let dropped = 0;
  let lost = 0;
  const news = {
    failed: (reason: string) => failures.push(reason),
    sent: () => undefined,
    dropped: (spans: number) => (dropped += spans),
    lost: (spans: number) => (lost += spans),
  };
  const shipper = new SpanShipper({ post: { send, close }, limits: { ...LIMITS, ...limits }, news, clock });
  const scope = { name: 'skep' };
  const ended = (span: Parameters<SpanShipper['onEnd']>[0]): void => shipper.onEnd(span);
  const tracer = new LeanTracer(new AlwaysOnSampler(), {
    resource: defaultResource(),
    scope,
    clock: systemClock,
    ended,
  });
  return {
    shipper,
    clock,
    sent,
    failures,
    end: (count: number) => Array.from({ length: count }, () => tracer.startSpan('s').end()),
    dropped: () => dropped,
    lost: () => lost,
    closed: () => closed,
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the shipper of spans', () => {
  it('sends a full batch at once and what is left after a while, one request at a time', async () => {
    const { sent, clock, end } = shipping();
    end(5);
    assert.deepEqual(
      sent.map(({ count }) => count),
      [2],
    );
    sent[0]?.answer();
    await turn();
    assert.equal(sent.length, 2);
    sent[1]?.answer();
    await turn();
    assert.equal(sent.length, 2);
    await clock.advance(5_000);
    assert.equal(sent[2]?.count, 1);
  });

  it('drops and counts what finds the queue full, and goes on when there is room', async () => {
    const { sent, end, dropped } = shipping();
    end(11);
    // Two are under way and six wait.
    assert.equal(dropped(), 3);
    sent[0]?.answer();
    await turn();
    end(1);
    assert.equal(dropped(), 3);
  });

  it('tells of a request that fails, or that is not answered in time, counts its spans, and sends the next one', async () => {
    const { sent, clock, failures, end, lost, dropped } = shipping();
    end(4);
    sent[0]?.answer(new Error('503'));
    await turn();
    assert.deepEqual(failures, ['503']);
    await clock.advance(30_000);
    await turn();
    assert.match(failures[1] ?? '', /30000 ms/);
    assert.deepEqual([lost(), dropped()], [4, 0]);
    end(2);
    assert.equal(sent.length, 3);
  });

  it('sends everything before it closes, and takes nothing more', async () => {
    const { shipper, sent, end, closed } = shipping();
    end(3);
    const stopped = Promise.all([shipper.shutdown(), shipper.shutdown()]);
    end(1);
    sent[0]?.answer();
    await turn();
    assert.equal(closed(), 0);
    assert.equal(sent[1]?.count, 1);
    sent[1].answer();
    await stopped;
    assert.deepEqual([closed(), sent.length], [1, 2]);
  });

  it('knows what has ended and neither arrived nor is lost', async () => {
    const { shipper, sent, end } = shipping();
    end(5);
    assert.equal(shipper.unsent, 5);
    sent[0]?.answer();
    await turn();
    assert.equal(shipper.unsent, 3);
    sent[1]?.answer(new Error('503'));
    await turn();
    assert.equal(shipper.unsent, 1);
    const flushed = shipper.forceFlush();
    assert.equal(shipper.unsent, 1);
    sent[2]?.answer();
    await flushed;
    assert.equal(shipper.unsent, 0);
  });

  it('sends a large batch before it is full', () => {
    const { sent, end } = shipping({ maxExportBatchSize: 100_000, maxQueueSize: 100_000 });
    end(20_000);
    assert.ok(sent[0] && sent[0].count < 20_000);
  });
});
