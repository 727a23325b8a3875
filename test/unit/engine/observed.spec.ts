import assert from 'node:assert/strict';

import { EventStream, type Job, type LifecycleEvent, type Outcome } from '../../../src/core/index.ts';
import {
  observe,
  type ConsumeOptions,
  type Engine,
  type Lease,
  type RunLease,
  type SettleReceipt,
} from '../../../src/engine/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const REF = { id: 'a', task: 'emails.send', queue: 'emails' };
const ERROR = { name: 'Error', message: 'no', code: null, stack: null };
const DONE: SettleReceipt = { status: 'settled', state: 'completed', runAt: null };

type Answers = { readonly [Facet in keyof Engine]?: Readonly<Record<string, unknown>> };

/** An engine of answers written beforehand; calls that a test does not expect fail it. */
function scripted(answers: Answers): Engine {
  const on = (): (() => void) => () => undefined;
  const runs = { onEnded: on, onTurned: on };
  return { kind: 'sqlite', capabilities: {}, runs, ...answers } as unknown as Engine;
}

function listened(answers: Answers): { engine: Engine; events: LifecycleEvent[]; clock: FakeClock } {
  const events: LifecycleEvent[] = [];
  const stream = new EventStream();
  stream.subscribe((event) => events.push(event));
  const clock = new FakeClock();
  return { engine: observe(scripted(answers), stream, clock), events, clock };
}

function lease(): Lease {
  return { session: 's', job: { ...REF, attempt: 2, maxAttempts: 3, startedAt: null } as unknown as Job };
}

/** Consumes through the wrapper and hands back what it gave to the engine. */
function consumption(): {
  options: ConsumeOptions;
  run: RunLease;
  events: LifecycleEvent[];
  clock: FakeClock;
  settled: Outcome[];
} {
  let given: { options: ConsumeOptions; run: RunLease } | undefined;
  const settled: Outcome[] = [];
  const { engine, events, clock } = listened({
    queues: {
      consume: (_queue: string, options: ConsumeOptions, run: RunLease) => {
        given = { options, run };
        return {};
      },
    },
  });
  const result = { outcome: { kind: 'release' } as const, traceId: null, spanId: null, progress: null, logs: [] };
  engine.queues.consume('emails', { permit: () => 7, onSettled: (_lease, outcome) => settled.push(outcome) }, () =>
    Promise.resolve(result),
  );
  assert.ok(given);
  return { ...given, events, clock, settled };
}

describe('observe', () => {
  it('tells each enqueued job, and whether it was new', async () => {
    const { engine, events } = listened({
      jobs: {
        enqueue: () =>
          Promise.resolve([
            { id: 'a', status: 'created', state: 'available', runAt: 5 },
            { id: 'b', status: 'existing', state: 'dead', runAt: 6 },
          ]),
      },
    });
    await engine.jobs.enqueue([REF, { ...REF, id: 'b' }] as never);
    assert.deepEqual(events, [
      { type: 'job.enqueued', job: REF, runAt: 5, created: true },
      { type: 'job.enqueued', job: { ...REF, id: 'b' }, runAt: 6, created: false },
    ]);
  });

  it('tells nothing of a call that failed', async () => {
    const { engine, events } = listened({ jobs: { enqueue: () => Promise.reject(new Error('disk full')) } });
    await assert.rejects(engine.jobs.enqueue([REF] as never), /disk full/);
    assert.deepEqual(events, []);
  });

  it('builds no event while nobody listens', async () => {
    const stream = new EventStream();
    let emitted = 0;
    const counting = {
      get active() {
        return stream.active;
      },
      emit: () => (emitted += 1),
    };
    const engine = observe(
      scripted({
        jobs: { enqueue: () => Promise.resolve([{ id: 'a', status: 'created', state: 'available', runAt: 1 }]) },
      }),
      counting,
      new FakeClock(),
    );
    await engine.jobs.enqueue([REF] as never);
    assert.equal(emitted, 0);
    const unsubscribe = stream.subscribe(() => undefined);
    await engine.jobs.enqueue([REF] as never);
    assert.equal(emitted, 1);
    unsubscribe();
    await engine.jobs.enqueue([REF] as never);
    assert.equal(emitted, 1);
  });

  it('tells the start of an attempt when it is run, and its duration when it is settled', async () => {
    const { options, run, events, clock, settled } = consumption();
    const one = { ...lease(), since: clock.monotonic() };
    assert.equal(options.permit(), 7);
    await run(one);
    assert.deepEqual(events, [{ type: 'attempt.started', job: one.job, attempt: 2 }]);
    await clock.advance(250);
    clock.jump(-9_999);
    options.onSettled?.(one, { kind: 'complete', result: null }, DONE, { traceId: null, spanId: null });
    const outcome = { kind: 'complete', result: null } as const;
    assert.deepEqual(events[1], { type: 'attempt.ended', job: one.job, outcome, runAt: null, durationMs: 250 });
    assert.deepEqual(events[2], { type: 'job.completed', job: REF, attempt: 2, durationMs: 250 });
    assert.deepEqual(settled, [{ kind: 'complete', result: null }]);
  });

  const outcomes: [Outcome, SettleReceipt, LifecycleEvent[]][] = [
    [
      { kind: 'retry', error: ERROR, delayMs: 5 },
      { status: 'settled', state: 'retryable', runAt: 99 },
      [
        {
          type: 'attempt.failed',
          job: REF,
          attempt: 2,
          maxAttempts: 3,
          error: ERROR,
          willRetry: true,
          retryAt: 99,
          durationMs: 40,
        },
        { type: 'job.retryable', job: REF, attempt: 2, runAt: 99 },
      ],
    ],
    [
      { kind: 'dead', error: ERROR },
      { status: 'settled', state: 'dead', runAt: null },
      [
        {
          type: 'attempt.failed',
          job: REF,
          attempt: 2,
          maxAttempts: 3,
          error: ERROR,
          willRetry: false,
          retryAt: null,
          durationMs: 40,
        },
        { type: 'job.dead', job: REF, attempt: 2, error: ERROR, durationMs: 40 },
      ],
    ],
    [
      { kind: 'snooze', delayMs: 5 },
      { status: 'settled', state: 'scheduled', runAt: 42 },
      [{ type: 'job.snoozed', job: REF, runAt: 42, durationMs: 40 }],
    ],
    [
      { kind: 'cancel', error: ERROR },
      { status: 'settled', state: 'cancelled', runAt: null },
      [{ type: 'job.cancelled', job: REF, reason: 'no' }],
    ],
    [{ kind: 'release' }, { status: 'settled', state: 'available', runAt: null }, [{ type: 'job.released', job: REF }]],
    [
      { kind: 'hold', reason: 'task' },
      { status: 'settled', state: 'blocked', runAt: null },
      [{ type: 'job.blocked', job: REF, reason: 'task' }],
    ],
    [
      { kind: 'complete', result: 1 },
      { status: 'lost', state: 'available', runAt: null },
      [{ type: 'lease.lost', job: REF, attempt: 2 }],
    ],
    [{ kind: 'complete', result: 1 }, { status: 'lost', state: 'cancelled', runAt: null }, []],
  ];
  for (const [outcome, receipt, expected] of outcomes) {
    it(`tells ${outcome.kind} ${receipt.status} as ${expected.map((event) => event.type).join(' + ') || 'nothing'}`, () => {
      const { options, events, clock } = consumption();
      const one = { ...lease(), since: clock.monotonic() - 40 };
      options.onSettled?.(one, outcome, receipt, { traceId: null, spanId: null });
      const { runAt } = receipt;
      const end: LifecycleEvent = { type: 'attempt.ended', job: one.job, outcome, runAt, durationMs: 40 };
      assert.deepEqual(events, receipt.status === 'lost' ? expected : [end, ...expected]);
    });
  }

  it('tells which span an attempt had, for outcomes come in batches', () => {
    const { options, events } = consumption();
    const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
    options.onSettled?.(
      lease(),
      { kind: 'dead', error: ERROR },
      { status: 'settled', state: 'dead', runAt: null },
      span,
    );
    assert.deepEqual(
      events.map((event) => [event.type, event.span]),
      [
        ['attempt.ended', span],
        ['attempt.failed', span],
        ['job.dead', span],
      ],
    );
  });

  it('tells promoted jobs per queue, rescued ones, and those that a rescue buried', async () => {
    const { engine, events } = listened({
      keeping: {
        promote: () => Promise.resolve({ promoted: { emails: 3, reports: 0 }, nextDueAt: null, more: false }),
        rescue: () => Promise.resolve({ rescued: [{ ...REF, attempt: 3, rescues: 3, state: 'dead' }], more: false }),
      },
    });
    await engine.keeping.promote(10);
    await engine.keeping.rescue(10);
    assert.deepEqual(
      events.map((event) => event.type),
      ['job.promoted', 'lease.expired', 'job.dead'],
    );
    assert.equal(events[2]?.type === 'job.dead' && events[2].error.code, 'ATTEMPT_CRASHED');
  });

  it('tells of jobs that were not started in time', async () => {
    const { engine, events } = listened({
      keeping: { expire: () => Promise.resolve({ count: 1, more: false, expired: [REF] }) },
    });
    await engine.keeping.expire(10);
    assert.deepEqual(events, [{ type: 'job.cancelled', job: REF, reason: 'expired' }]);
  });

  it('tells what a person changed, and only what was done', async () => {
    const receipts = [
      { ...REF, status: 'done', state: 'cancelled' },
      { ...REF, id: 'b', status: 'refused', state: 'completed' },
      { id: 'c', task: null, queue: null, status: 'unknown', state: null },
    ];
    const { engine, events } = listened({
      jobs: {
        cancel: () => Promise.resolve(receipts),
        retry: () => Promise.resolve(receipts),
        remove: () => Promise.resolve(receipts),
        prioritize: () => Promise.resolve(receipts),
        move: () =>
          Promise.resolve([
            { ...receipts[0], queue: 'mails', from: 'emails' },
            { ...receipts[0], queue: 'mails', from: null },
            ...receipts.slice(1).map((receipt) => ({ ...receipt, from: null })),
          ]),
      },
      queues: { pause: () => Promise.resolve() },
    });
    await engine.jobs.cancel(['a', 'b', 'c'], 'by hand');
    await engine.jobs.retry(['a']);
    await engine.jobs.remove(['a']);
    await engine.jobs.prioritize(['a', 'b', 'c'], 0);
    await engine.jobs.move(['a', 'a', 'b', 'c'], 'mails');
    await engine.queues.pause('emails', true);
    await engine.queues.pause('emails', false);
    assert.deepEqual(events, [
      { type: 'job.cancelled', job: REF, reason: 'by hand' },
      { type: 'job.retried', ...REF },
      { type: 'job.removed', ...REF },
      { type: 'job.prioritized', job: REF, priority: 0 },
      { type: 'job.moved', job: { ...REF, queue: 'mails' }, from: 'emails' },
      { type: 'queue.paused', queue: 'emails' },
      { type: 'queue.resumed', queue: 'emails' },
    ]);
  });

  it('tells a claimed tick with its lateness, a missed range, and nothing of a stale claim', async () => {
    const clock = new FakeClock();
    const now = clock.now();
    const job = { ...REF, runAt: now, delayMs: 0 };
    const { engine, events } = listened({
      schedules: {
        claim: () =>
          Promise.resolve([
            { schedule: 's', status: 'claimed', row: null },
            { schedule: 's', status: 'stale', row: null },
            { schedule: 's', status: 'claimed', row: null },
          ]),
      },
    });
    const claim = { schedule: 's', spec: 'x', from: now - 60_000, to: now - 40, job };
    await engine.schedules.claim([claim, claim, { ...claim, job: null }] as never);
    assert.deepEqual(events, [
      { type: 'schedule.ticked', schedule: 's', tickAt: now - 40, jobId: 'a', latenessMs: 40 },
      { type: 'job.enqueued', job: REF, runAt: now, created: true },
      { type: 'schedule.missed', schedule: 's', from: now - 60_000, to: now - 40 },
    ]);
  });
});
