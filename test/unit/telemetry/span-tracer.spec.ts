import assert from 'node:assert/strict';

import { ROOT_CONTEXT, SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';

import {
  EventStream,
  type AttemptRecord,
  type Job,
  PROPAGATION_HEADER,
  type TraceCarrier,
} from '../../../src/core/index.ts';
import { spanEvents } from '../../../src/telemetry/span-events.ts';
import { jobWith, record, type Recording } from './recording.ts';

const ABOUT = { task: 'emails.send', queue: 'emails', count: 1, delayMs: 0, jobId: 'job-1' };
const ERROR = { name: 'TypeError', message: 'no such user', code: null, stack: 'TypeError: no such user\n    at x' };

/** A job enqueued under `carrier`, as the platform stores it. */
function carried(carrier: TraceCarrier, changes: Partial<Job> = {}): Job {
  const { traceparent, tracestate, propagation } = carrier;
  const headers = propagation === 'parent' ? {} : { [PROPAGATION_HEADER]: propagation };
  return jobWith({ traceparent, tracestate, headers, ...changes });
}

function enqueued(recording: Recording, about: Partial<typeof ABOUT> = {}): Promise<TraceCarrier> {
  return recording.tracer.enqueue({ ...ABOUT, ...about }, (carrier) => Promise.resolve(carrier));
}

/** Runs one attempt and hands back the ids that go into its record. */
async function attempted(
  recording: Recording,
  job: Job,
  outcome: 'complete' | 'retry' = 'complete',
): Promise<AttemptRecord> {
  return recording.tracer.attempt(job, job.attempt, (attempt) => {
    attempt.end(outcome, outcome === 'retry' ? ERROR : null);
    const { traceId, spanId } = attempt;
    const at = job.startedAt ?? 0;
    return Promise.resolve({
      number: job.attempt,
      worker: 'w',
      startedAt: at,
      finishedAt: at + 10,
      outcome: outcome === 'retry' ? 'failed' : 'completed',
      error: null,
      traceId,
      spanId,
    });
  });
}

for (const spans of ['own', 'sdk'] as const)
  describe(`span tracer with ${spans === 'own' ? 'spans of our own' : "the SDK's spans"}`, () => {
    let recording: Recording | undefined;

    function using(options?: Parameters<typeof record>[0]): Recording {
      recording = record({ spans, ...options });
      return recording;
    }

    afterEach(async () => {
      await recording?.stop();
      recording = undefined;
    });

    describe('enqueue', () => {
      it('is a producer span whose context the jobs carry', async () => {
        const on = using();
        const carrier = await enqueued(on);
        const span = on.span('enqueue emails.send');
        const { traceId, spanId } = span.spanContext();
        assert.deepEqual(carrier, {
          traceparent: `00-${traceId}-${spanId}-01`,
          tracestate: null,
          propagation: 'parent',
        });
        assert.equal(span.kind, SpanKind.PRODUCER);
        assert.deepEqual(span.attributes, {
          'messaging.system.name': 'skep',
          'messaging.operation.type': 'create',
          'messaging.operation.name': 'enqueue',
          'messaging.destination.name': 'emails',
          'messaging.message.id': 'job-1',
          'skep.task.name': 'emails.send',
          'skep.propagation': 'parent',
        });
      });

      it('fails with what made it fail', async () => {
        const on = using();
        await assert.rejects(
          on.tracer.enqueue(ABOUT, () => Promise.reject(new RangeError('no redis://u:hunter2@host'))),
          RangeError,
        );
        const span = on.span('enqueue emails.send');
        assert.ok(!JSON.stringify([span.events, span.status]).includes('hunter2'));
        assert.equal(span.status.code, SpanStatusCode.ERROR);
        assert.equal(span.attributes['error.type'], 'RangeError');
        assert.equal(span.events[0]?.name, 'exception');
      });

      for (const [what, about] of [
        ['more than 100 jobs at once', { count: 101, jobId: null as unknown as string }],
        ['a job due in more than an hour', { delayMs: 3_600_001 }],
      ] as const) {
        it(`turns parent into link for ${what}`, async () => {
          assert.equal((await enqueued(using(), about)).propagation, 'link');
        });
      }

      it('keeps parent for 100 jobs and for one hour, and perAttempt for any number', async () => {
        const on = using();
        assert.equal((await enqueued(on, { count: 100, delayMs: 3_600_000 })).propagation, 'parent');
        await on.stop();
        assert.equal((await enqueued(using({ propagation: 'perAttempt' }), { count: 500 })).propagation, 'perAttempt');
      });
    });

    describe('parent', () => {
      it('keeps every attempt in the trace of the enqueuer, as children of its span', async () => {
        const on = using();
        const carrier = await enqueued(on);
        const first = await attempted(on, carried(carrier), 'retry');
        await attempted(on, carried(carrier, { attempt: 2, attempts: [first] }));
        const producer = on.span('enqueue emails.send').spanContext();
        const attempts = on.spans('process emails.send');
        assert.equal(attempts.length, 2);
        for (const span of attempts) {
          assert.equal(span.kind, SpanKind.CONSUMER);
          assert.equal(span.spanContext().traceId, producer.traceId);
          assert.equal(span.parentSpanContext?.spanId, producer.spanId);
          assert.deepEqual(span.links, []);
        }
        assert.deepEqual([first.traceId, first.spanId], [producer.traceId, attempts[0]?.spanContext().spanId]);
      });

      it('keeps the attempts of a job that nobody traced together in one trace of their own', async () => {
        const on = using();
        const first = await attempted(on, jobWith(), 'retry');
        const second = await attempted(on, jobWith({ attempt: 2, attempts: [first] }));
        assert.ok(first.traceId);
        assert.equal(second.traceId, first.traceId);
      });
    });

    describe('link', () => {
      it('gives the job one trace of its own, linked to the enqueuer, for all attempts', async () => {
        const on = using({ propagation: 'link' });
        const carrier = await enqueued(on);
        const first = await attempted(on, carried(carrier), 'retry');
        await attempted(on, carried(carrier, { attempt: 2, attempts: [first] }));
        const producer = on.span('enqueue emails.send').spanContext();
        const [one, two] = on.spans('process emails.send');
        assert.ok(one && two);
        assert.notEqual(one.spanContext().traceId, producer.traceId);
        assert.equal(one.parentSpanContext, undefined);
        assert.equal(two.spanContext().traceId, one.spanContext().traceId);
        assert.equal(two.parentSpanContext?.spanId, one.spanContext().spanId);
        for (const span of [one, two]) {
          assert.equal(span.links[0]?.context.spanId, producer.spanId);
          assert.deepEqual(span.links[0].attributes, { 'skep.link': 'enqueue' });
        }
      });

      it('keeps what the producer kept, however thin the sample', async () => {
        const on = using({ propagation: 'link', ratio: 0 });
        const sampled = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
        await attempted(on, carried({ traceparent: sampled, tracestate: null, propagation: 'link' }));
        assert.equal(on.spans().length, 1);
      });

      for (const propagation of ['parent', 'link', 'perAttempt'] as const) {
        it(`drops with ${propagation} what the producer dropped, the handler's spans and children included`, async () => {
          const on = using({ propagation });
          const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
          const job = carried({ traceparent, tracestate: null, propagation });
          const child = await on.tracer.attempt(job, 1, async (attempt) => {
            trace.getTracer('user').startSpan('inside').end();
            const carrier = await enqueued(on);
            attempt.end('complete', null);
            assert.deepEqual([attempt.traceId, attempt.spanId], [null, null]);
            return carrier;
          });
          assert.deepEqual(on.spans(), []);
          assert.match(child.traceparent ?? '', /-00$/);
        });
      }

      it('asks a sampler that is not parent-based even about dropped producers', async () => {
        const on = using({ parentBased: false, ratio: 1 });
        await attempted(on, jobWith({ traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` }));
        assert.equal(on.spans('process emails.send').length, 1);
      });
    });

    it('perAttempt: each attempt has a trace of its own, linked to the enqueuer and to the one before', async () => {
      const on = using({ propagation: 'perAttempt' });
      const carrier = await enqueued(on);
      const first = await attempted(on, carried(carrier), 'retry');
      await attempted(on, carried(carrier, { attempt: 2, attempts: [first] }));
      const ids = on.spans().map((span) => span.spanContext().traceId);
      assert.equal(new Set(ids).size, 3);
      const two = on.spans('process emails.send')[1];
      assert.deepEqual(
        two?.links.map((link) => [link.attributes?.['skep.link'], link.context.spanId]),
        [
          ['enqueue', on.span('enqueue emails.send').spanContext().spanId],
          ['previous_attempt', first.spanId],
        ],
      );
    });

    describe('attempt', () => {
      it('is active for the handler: its spans and its child jobs nest', async () => {
        const on = using();
        await on.tracer.detached(() =>
          on.tracer.attempt(jobWith(), 1, async (attempt) => {
            attempt.span.setAttribute('mine', 7);
            await Promise.resolve();
            trace.getTracer('user').startSpan('query').end();
            await enqueued(on);
            attempt.end('complete', null);
          }),
        );
        const span = on.span('process emails.send');
        assert.equal(span.attributes['mine'], 7);
        for (const name of ['query', 'enqueue emails.send']) {
          assert.equal(on.span(name).parentSpanContext?.spanId, span.spanContext().spanId);
        }
      });

      it('carries what messaging conventions and the job have to say', async () => {
        const on = using();
        const schedule = { name: 'nightly', tickAt: Date.parse('2026-01-01T00:00:00Z') };
        const job = jobWith({ attempt: 2, rescues: 1, parentId: 'p', schedule });
        await attempted(on, job);
        assert.deepEqual(on.span('process emails.send').attributes, {
          'messaging.system.name': 'skep',
          'messaging.operation.type': 'process',
          'messaging.operation.name': 'process',
          'messaging.destination.name': 'emails',
          'messaging.message.id': job.id,
          'skep.task.name': 'emails.send',
          'skep.attempt': 2,
          'skep.max_attempts': 4,
          'skep.priority': 3,
          'skep.revision.enqueued': 1,
          'skep.rescues': 1,
          'skep.parent_job.id': 'p',
          'skep.schedule.name': 'nightly',
          'skep.schedule.tick_at': '2026-01-01T00:00:00.000Z',
          'skep.outcome': 'completed',
        });
      });

      it('is marked as failed with the error and with what follows', async () => {
        const on = using();
        await attempted(on, jobWith(), 'retry');
        const span = on.span('process emails.send');
        assert.deepEqual(span.status, { code: SpanStatusCode.ERROR, message: 'no such user' });
        assert.equal(span.attributes['error.type'], 'TypeError');
        assert.equal(span.attributes['skep.outcome'], 'failed');
        assert.deepEqual(
          span.events.map((event) => event.name),
          ['exception', 'attempt.failed', 'job.retryable'],
        );
        assert.equal(span.events[0]?.attributes?.['exception.stacktrace'], ERROR.stack);
        assert.equal(span.events[1]?.attributes?.['skep.will_retry'], true);
      });

      for (const [kind, outcome] of [
        ['snooze', 'snoozed'],
        ['cancel', 'cancelled'],
        ['release', 'released'],
        ['hold', 'blocked'],
        ['complete', 'completed'],
      ] as const) {
        it(`is no error when it ends with ${kind}`, async () => {
          const on = using();
          await on.tracer.attempt(jobWith(), 1, (attempt) => {
            attempt.end(kind, kind === 'cancel' ? ERROR : null);
            return Promise.resolve();
          });
          const span = on.span('process emails.send');
          assert.equal(span.status.code, SpanStatusCode.UNSET);
          assert.equal(span.attributes['skep.outcome'], outcome);
        });
      }

      it('ends even when nobody ends it, and only once', async () => {
        const on = using();
        await assert.rejects(
          on.tracer.attempt(jobWith(), 1, () => Promise.reject(new Error('bug'))),
          /bug/,
        );
        await attempted(on, jobWith());
        assert.deepEqual(
          on.spans('process emails.send').map((span) => span.attributes['skep.outcome']),
          ['unknown', 'completed'],
        );
      });

      it('has its waits as children with their true times', async () => {
        const on = using();
        const start = Date.parse('2026-01-01T00:00:00Z');
        await attempted(on, jobWith({ createdAt: start, runAt: start + 5_000, startedAt: start + 5_200 }));
        const parent = on.span('process emails.send').spanContext().spanId;
        for (const [name, from, to] of [
          ['wait.delay', start, start + 5_000],
          ['wait.queue', start + 5_000, start + 5_200],
        ] as const) {
          const wait = on.span(name);
          assert.equal(wait.parentSpanContext?.spanId, parent);
          assert.equal(wait.startTime[0] * 1_000 + wait.startTime[1] / 1e6, from);
          assert.equal(wait.endTime[0] * 1_000 + wait.endTime[1] / 1e6, to);
        }
      });
    });

    it('tick is the root of its trace, whatever is active, and its job goes on in it', async () => {
      const on = using();
      const at = Date.parse('2026-01-01T09:00:00Z');
      const carrier = await context.with(trace.setSpan(ROOT_CONTEXT, trace.getTracer('x').startSpan('other')), () =>
        on.tracer.tick('weekly-report', at, (given) => {
          on.tracer.claimedTick('weekly-report', at);
          return Promise.resolve(given);
        }),
      );
      await attempted(on, carried(carrier));
      const tick = on.span('tick weekly-report');
      assert.equal(tick.parentSpanContext, undefined);
      assert.equal(tick.attributes['skep.schedule.tick_at'], '2026-01-01T09:00:00.000Z');
      assert.equal(on.span('process emails.send').parentSpanContext?.spanId, tick.spanContext().spanId);
    });

    it('keeps of a tick only the span of the process that won it', async () => {
      const on = using();
      const events = new EventStream();
      const stop = spanEvents(events, [on]);
      for (const won of [true, false]) {
        await on.tracer.tick('hourly', 3_600_000, () => {
          const tick = { schedule: 'hourly', tickAt: 3_600_000, jobId: 'j', latenessMs: 7 };
          if (won) on.tracer.detached(() => events.emit({ type: 'schedule.ticked', ...tick }));
          return Promise.resolve();
        });
      }
      await assert.rejects(on.tracer.tick('failing', 0, () => Promise.reject(new Error('store is gone'))));
      stop();
      const tick = on.span('tick hourly');
      assert.deepEqual(tick.events[0]?.attributes, { 'messaging.message.id': 'j', 'skep.lateness_ms': 7 });
      assert.equal(on.span('tick failing').status.code, SpanStatusCode.ERROR);
    });

    it('shows that a revision was taken back as a trace of its own', () => {
      const on = using();
      const events = new EventStream();
      const stop = spanEvents(events, [on]);
      const why = '40 % of attempts fail, before it was 0 %';
      events.emit({ type: 'manifest.reverted', revision: 3, bad: 2, why });
      stop();
      const span = on.span('revert');
      assert.equal(span.parentSpanContext, undefined);
      assert.deepEqual(span.attributes, { 'skep.revision': 3, 'skep.revision.reverted': 2, 'skep.reason': why });
    });

    it('tells the id of a single job on its enqueue span when it is stored', async () => {
      const on = using();
      const events = new EventStream();
      const stop = spanEvents(events, [on]);
      for (const count of [1, 2]) {
        await on.tracer.enqueue({ ...ABOUT, count, jobId: null }, () => {
          for (let n = 0; n < count; n += 1)
            events.emit({ type: 'job.enqueued', job: jobWith(), runAt: 0, created: true });
          return Promise.resolve();
        });
      }
      stop();
      assert.deepEqual(
        on
          .spans()
          .map((span) => [span.attributes['messaging.message.id'], span.attributes['messaging.batch.message_count']]),
        [
          [jobWith().id, undefined],
          [undefined, 2],
        ],
      );
    });

    describe('request', () => {
      const REQUEST = { method: 'POST', route: '/orders/:id', traceparent: null, tracestate: null };

      it('is a server span under which enqueued jobs nest', async () => {
        const on = using();
        await on.tracer.request(REQUEST, async (span) => {
          await enqueued(on);
          span.status(202);
        });
        const span = on.span('POST /orders/:id');
        assert.equal(span.kind, SpanKind.SERVER);
        assert.deepEqual(span.attributes, {
          'http.request.method': 'POST',
          'http.route': '/orders/:id',
          'http.response.status_code': 202,
        });
        assert.equal(on.span('enqueue emails.send').parentSpanContext?.spanId, span.spanContext().spanId);
      });

      it("goes on the caller's trace, with its tracestate", async () => {
        const on = using();
        const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
        const carrier = await on.tracer.request({ ...REQUEST, traceparent, tracestate: 'v=1' }, () => enqueued(on));
        assert.equal(on.span('POST /orders/:id').parentSpanContext?.spanId, 'b'.repeat(16));
        assert.equal(carrier.tracestate, 'v=1');
        assert.equal(carrier.traceparent?.slice(3, 35), 'a'.repeat(32));
      });

      it('is failed by 5xx and not by 4xx', async () => {
        const on = using();
        for (const code of [404, 503]) {
          await on.tracer.request(REQUEST, (span) => {
            span.status(code);
            return Promise.resolve();
          });
        }
        const [missing, broken] = on.spans();
        assert.equal(missing?.status.code, SpanStatusCode.UNSET);
        assert.equal(broken?.status.code, SpanStatusCode.ERROR);
        assert.equal(broken.attributes['error.type'], '503');
      });
    });

    it('detached: nothing is traced, neither by Skep nor by instrumentations, and jobs carry no context', async () => {
      const on = using();
      await on.tracer.request({ method: 'GET', route: '/', traceparent: null, tracestate: null }, () =>
        on.tracer.detached(async () => {
          trace.getTracer('user').startSpan('poll').end();
          assert.equal((await enqueued(on)).traceparent, null);
        }),
      );
      assert.deepEqual(
        on.spans().map((span) => span.name),
        ['GET /'],
      );
    });

    it('puts lifecycle events on the span they belong to', async () => {
      const on = using();
      const events = new EventStream();
      const stop = spanEvents(events, [on]);
      const job = jobWith();
      await on.tracer.enqueue(ABOUT, () => {
        for (let n = 0; n < 1_000; n += 1) events.emit({ type: 'job.enqueued', job, runAt: 0, created: true });
        return Promise.resolve();
      });
      await on.tracer.attempt(job, 1, (attempt) => {
        const progress = { done: 3, total: 9, message: null, at: 0 };
        // Told by a timer of the worker, outside of the attempt's own context.
        on.tracer.detached(() => events.emit({ type: 'attempt.progress', job, progress }));
        attempt.end('complete', null);
        events.emit({ type: 'attempt.progress', job, progress });
        return Promise.resolve();
      });
      stop();
      assert.equal(on.span('enqueue emails.send').events.length, 100);
      const own = on.span('process emails.send').events;
      assert.deepEqual(
        own.map((event) => event.name),
        ['attempt.progress', 'job.completed'],
      );
      assert.deepEqual(own[0]?.attributes, { 'skep.progress.done': 3, 'skep.progress.total': 9 });
    });

    it('puts them on the newest attempt, while one that has lost its lease still runs', async () => {
      const on = using();
      const job = jobWith();
      await on.tracer.attempt(jobWith({ id: 'another' }), 1, (other) =>
        on.tracer.attempt(job, 1, (old) =>
          on.tracer.attempt(job, 2, (attempt) => {
            // The bag's order is not that of the attempts from here on.
            other.end('complete', null);
            assert.equal(on.tracer.spanOf(job.id), attempt.span);
            attempt.end('complete', null);
            assert.equal(on.tracer.spanOf(job.id), old.span);
            return Promise.resolve();
          }),
        ),
      );
      assert.equal(on.tracer.spanOf(job.id), undefined);
    });
  });
