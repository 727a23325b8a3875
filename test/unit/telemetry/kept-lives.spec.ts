/** Lives that are kept whatever the sample says, and what is held of all others. */
import assert from 'node:assert/strict';

import { type AttemptRecord, type Job, PROPAGATION_HEADER, type TraceCarrier } from '../../../src/core/index.ts';
import { HELD_MAX } from '../../../src/telemetry/held-spans.ts';
import { assertWholeRead } from '../../support/span-trees.ts';
import { jobWith, record, type Recording } from './recording.ts';

const ABOUT = { task: 'emails.send', queue: 'emails', count: 1, delayMs: 0, jobId: null };
const REQUEST = { method: 'POST', route: '/x', traceparent: null, tracestate: null };
const ERROR = { name: 'TypeError', message: 'no such user', code: null, stack: null };
const FAILED = { failed: true, slowerThanMs: null };
const AT = jobWith().createdAt;

describe('lives that are kept whatever the sample says', () => {
  let on: Recording;

  afterEach(() => on.stop());

  const enqueued = (to = on): Promise<TraceCarrier> => to.tracer.enqueue(ABOUT, (carrier) => Promise.resolve(carrier));

  function jobOf({ traceparent, tracestate, propagation }: TraceCarrier, changes: Partial<Job> = {}): Job {
    const headers = propagation === 'parent' ? {} : { [PROPAGATION_HEADER]: propagation };
    return jobWith({ traceparent, tracestate, headers, startedAt: AT + 5, ...changes });
  }

  async function attempted(job: Job, outcome: 'complete' | 'retry' | 'dead', work = Promise.resolve()) {
    return on.tracer.attempt(job, job.attempt, async (attempt): Promise<AttemptRecord> => {
      await work;
      attempt.end(outcome, outcome === 'complete' ? null : ERROR);
      const ended = { number: job.attempt, worker: 'w', startedAt: AT + 5, finishedAt: AT + 10, error: null };
      const { traceId, spanId } = attempt;
      return { ...ended, outcome: outcome === 'complete' ? 'completed' : 'failed', traceId, spanId };
    });
  }

  const names = (): string[] => on.spans().map(({ name }) => name).sort(); // prettier-ignore

  for (const spans of ['own', 'sdk'] as const) {
    it(`are whole where one process did it all: from the request on (${spans})`, async () => {
      on = record({ spans, ratio: 0, keep: FAILED });
      const carrier = await on.tracer.request(REQUEST, () => enqueued());
      assert.deepEqual(names(), []);
      const told = await attempted(jobOf(carrier), 'dead');
      assert.deepEqual(names(), ['POST /x', 'enqueue emails.send', 'process emails.send', 'wait.queue']);
      const attempt = on.span('process emails.send');
      assert.deepEqual([told.traceId, told.spanId], [attempt.spanContext().traceId, attempt.spanContext().spanId]);
      assert.deepEqual([attempt.attributes['skep.kept'], attempt.attributes['error.type']], ['failed', 'TypeError']);
      assert.ok(on.spans().every((span) => (span.spanContext().traceFlags & 1) === 1));
      assertWholeRead(on.spans());
    });
  }

  it('leave out, and forget, what ends well', async () => {
    on = record({ spans: 'own', ratio: 0, keep: FAILED });
    const told = await attempted(jobOf(await enqueued()), 'complete');
    assert.deepEqual([names(), told.traceId], [[], null]);
  });

  it('go on as kept in attempts that begin later, and in what those enqueue', async () => {
    on = record({ spans: 'own', ratio: 0, keep: FAILED });
    const carrier = await enqueued();
    const failed = await attempted(jobOf(carrier), 'retry');
    let child: string | null = '';
    const again = jobOf(carrier, { attempt: 2, attempts: [failed], startedAt: AT + 20 });
    await on.tracer.attempt(again, 2, async (attempt) => {
      child = (await enqueued()).traceparent;
      attempt.end('complete', null);
    });
    assert.ok(child.endsWith('-01'));
    assert.equal(on.spans('process emails.send').length, 2);
    assert.equal(on.spans('enqueue emails.send').length, 2);
    assertWholeRead(on.spans());
  });

  it('are made again of what is stored where another process enqueued the job', async () => {
    const other = record({ spans: 'own', ratio: 0, keep: FAILED });
    const carrier = await enqueued(other);
    await other.stop();
    on = record({ spans: 'own', ratio: 0, keep: { failed: false, slowerThanMs: 1 } });
    const elsewhere = { worker: 'w', startedAt: AT + 5, finishedAt: AT + 10, outcome: 'failed', error: ERROR } as const;
    const before: AttemptRecord = { ...elsewhere, number: 1, traceId: null, spanId: null };
    void on.clock.advance(60_000);
    await attempted(jobOf(carrier, { attempt: 2, attempts: [before], startedAt: AT + 20 }), 'complete');
    assertWholeRead(on.spans());
    const enqueue = on.span('enqueue emails.send');
    assert.equal(enqueue.spanContext().spanId, carrier.traceparent?.split('-')[2]);
    assert.equal(enqueue.attributes['skep.rebuilt'], true);
    const [first, second] = on.spans('process emails.send').sort((a, b) => a.startTime[1] - b.startTime[1]);
    assert.deepEqual([first?.attributes['skep.rebuilt'], first?.attributes['error.type']], [true, 'TypeError']);
    assert.equal(second?.attributes['skep.kept'], 'before');
    for (const span of [first, second]) assert.equal(span?.parentSpanContext?.spanId, enqueue.spanContext().spanId);
  });

  it('are kept for taking long, which time that they were put off for is no part of', async () => {
    on = record({ spans: 'own', ratio: 0, keep: { failed: false, slowerThanMs: 30_000 } });
    const carrier = await enqueued();
    const now = on.clock.now();
    const due = { createdAt: now - 90_000, runAt: now - 10_000, startedAt: now };
    await attempted(jobOf(carrier, due), 'dead');
    assert.deepEqual(names(), []);
    const slow = new Promise<void>((resolve) => setImmediate(resolve)).then(() => on.clock.advance(25_000));
    await attempted(jobOf(carrier, { ...due, id: 'slow' }), 'complete', slow);
    assert.equal(on.spans('process emails.send').length, 1 + 1);
    assert.equal(on.spans().find(({ attributes }) => attributes['messaging.message.id'] === 'slow')?.attributes['skep.kept'], 'slow'); // prettier-ignore
  });

  it('keep the trace of the enqueuer too, where the job has one of its own', async () => {
    on = record({ spans: 'own', ratio: 0, keep: FAILED, propagation: 'link' });
    const carrier = await enqueued();
    const failed = await attempted(jobOf(carrier), 'retry');
    await attempted(jobOf(carrier, { attempt: 2, attempts: [failed] }), 'complete');
    const enqueue = on.span('enqueue emails.send').spanContext();
    const [first, second] = on.spans('process emails.send');
    assert.equal(second?.parentSpanContext?.spanId, first?.spanContext().spanId);
    for (const span of [first, second]) assert.equal(span?.links[0]?.context.spanId, enqueue.spanId);
    assertWholeRead(on.spans());
  });

  it('hold so many spans at most, and count what had to make room', async () => {
    on = record({ spans: 'own', ratio: 0, keep: FAILED });
    const carrier = await enqueued();
    for (let index = 0; index < HELD_MAX; index += 1) await enqueued();
    assert.equal(on.forgotten(), 1);
    await attempted(jobOf(carrier), 'dead');
    assertWholeRead(on.spans());
    assert.equal(on.span('enqueue emails.send').attributes['skep.rebuilt'], true);
  });
});
