/** What the trace of a call for many jobs looks like: its own span beside those of the attempts. */
import { INFO } from '../conformance/hand.ts';
import assert from 'node:assert/strict';

import type { CollectHandler, Handler } from '../../src/core/index.ts';
import { DEFAULT_TIMINGS } from '../../src/engine/index.ts';
import { SqliteEngine } from '../../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../../src/foundation/index.ts';
import { Enqueuer, Worker } from '../../src/runtime/index.ts';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

import { assertWholeRead } from '../support/span-trees.ts';
import { depsOf, generationOf } from '../unit/runtime/parts.ts';
import { record } from '../unit/telemetry/recording.ts';

type Spans = (name: string) => readonly ReadableSpan[];

describe('the trace of a call for many jobs', () => {
  async function told(ratio: number, run: CollectHandler): Promise<Spans> {
    const recording = record({ ratio });
    const engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await engine.open();
    await engine.fleet.join({ ...INFO });
    const work = { handler: run as unknown as Handler, collect: { size: 2, waitMs: 3_600_000, key: null } };
    const generation = generationOf({ tasks: { work, other: {} } });
    const deps = { ...depsOf(engine, generation, systemClock), tracer: recording.tracer };
    for (const payload of ['a', 'b']) await new Enqueuer(deps).enqueue('work', [{ payload }]);
    const worker = new Worker(deps);
    await worker.start();
    await worker.drained();
    await worker.stop();
    await engine.fleet.leave();
    await engine.close();
    const all = recording.spans();
    await recording.stop();
    assertWholeRead(all);
    return (name) => all.filter((span) => span.name === name);
  }

  it('has a root of its own that links to each attempt, which says where the call is', async () => {
    const spans = await told(1, (payloads) => payloads.map((payload) => (payload === 'a' ? 1 : new Error('no'))));
    const [call] = spans('collect work');
    assert.ok(call);
    const attempts = spans('process work');
    assert.equal(call.parentSpanContext, undefined);
    assert.deepEqual(call.links.map(({ context: { spanId }, attributes }) => [spanId, attributes?.['skep.link']]).sort(), attempts.map((span) => [span.spanContext().spanId, 'collect']).sort()); // prettier-ignore
    assert.equal(call.attributes['messaging.batch.message_count'], 2);
    for (const attempt of attempts) {
      const event = attempt.events.find(({ name }) => name === 'attempt.collected');
      assert.equal(event?.attributes?.['skep.collect.trace_id'], call.spanContext().traceId);
      assert.equal(event.attributes['skep.collect.span_id'], call.spanContext().spanId);
      assert.notEqual(attempt.spanContext().traceId, call.spanContext().traceId);
    }
    assert.deepEqual(attempts.map(({ attributes }) => attributes['skep.outcome']).sort(), ['completed', 'failed']); // prettier-ignore
  });

  it('keeps what each job enqueues in the trace of that job', async () => {
    const spans = await told(1, async (payloads, { each }) => {
      await each[1]?.enqueue('other', null);
      return payloads.map(() => null);
    });
    const parent = spans('enqueue other')[0]?.parentSpanContext?.spanId;
    const second = spans('process work').find((span) => span.spanContext().spanId === parent);
    assert.ok(second);
  });

  it('keeps the run that a job starts in the trace of that job', async () => {
    const spans = await told(1, async (payloads, { each }) => {
      await each[1]?.start({ chain: [{ task: 'other' }] });
      return payloads.map(() => null);
    });
    const parent = spans('start inline')[0]?.parentSpanContext?.spanId;
    const second = spans('process work').find((span) => span.spanContext().spanId === parent);
    assert.ok(second);
  });

  it('is not there where no attempt is recorded', async () => {
    const spans = await told(0, (payloads) => payloads.map(() => null));
    assert.deepEqual([...spans('collect work'), ...spans('process work')], []);
  });
});
