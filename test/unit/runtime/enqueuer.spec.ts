import assert from 'node:assert/strict';

import type { EnqueueOptions } from '../../../src/core/index.ts';
import type { Engine, NewJob } from '../../../src/engine/index.ts';
import { SkepError } from '../../../src/foundation/index.ts';
import { Enqueuer } from '../../../src/runtime/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { depsOf, generationOf, type TestDeps } from './parts.ts';

describe('Enqueuer', () => {
  let stored: NewJob[][];
  let deps: TestDeps;
  let enqueuer: Enqueuer;
  let due: number[];
  const clock = new FakeClock(Date.parse('2026-05-01T00:00:00Z'));

  beforeEach(() => {
    stored = [];
    due = [];
    const jobs = {
      enqueue: async (batch: readonly NewJob[]) => {
        stored.push([...batch]);
        return batch.map(({ id, runAt, delayMs }) => {
          const at = runAt ?? clock.now() + delayMs;
          return { id, status: 'created', state: at > clock.now() ? 'scheduled' : 'available', runAt: at };
        });
      },
    };
    const engine = { jobs } as unknown as Engine;
    const checkInput = (payload: unknown): { pointer: string; message: string }[] =>
      payload === 'bad'
        ? [
            { pointer: '', message: 'is bad' },
            { pointer: '/x', message: 'is missing' },
          ]
        : [];
    const generation = generationOf({
      queues: { default: 1, bulk: 1 },
      tasks: {
        plain: { priority: 3, tags: ['own'], timeout: { softMs: 1_000, hardMs: 60_000 } },
        checked: { checkInput },
        single: { unique: { key: null, while: 'unfinished', forMs: null, onConflict: 'keep' } },
      },
      revision: 7,
    });
    deps = depsOf(engine, generation, clock);
    enqueuer = new Enqueuer(deps, { maxPayloadBytes: 100, onDue: (runAt) => due.push(runAt) });
  });

  async function jobOf(options: EnqueueOptions): Promise<NewJob> {
    await enqueuer.enqueue('plain', [{ payload: 1, options }]);
    const job = stored.at(-1)?.[0];
    assert.ok(job);
    return job;
  }

  async function refusal(options: unknown, code = 'REQUEST_INVALID'): Promise<string> {
    const error = await enqueuer
      .enqueue('plain', [{ payload: 1, options: options as EnqueueOptions }])
      .then(() => undefined)
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof SkepError, `accepted ${JSON.stringify(options)}`);
    assert.equal(error.code, code);
    assert.equal(stored.length, 0);
    return error.message;
  }

  it('tells jobs apart by what is stored of them, not by the objects that a caller holds', async () => {
    class Amount {
      readonly #cents: number;
      constructor(cents: number) {
        this.#cents = cents;
      }
      toJSON(): string {
        return String(this.#cents);
      }
    }
    const given = [new Amount(1), new Amount(2), '2'].map((amount) => ({ payload: { amount, note: undefined } }));
    await enqueuer.enqueue('single', given);
    assert.deepEqual(
      stored.flat().map(({ unique, payloadText }) => [unique?.key, payloadText]),
      ['1', '2', '2'].map((amount) => [`single/[{"amount":"${amount}"}]`, `{"amount":"${amount}"}`]),
    );
  });

  it("fills a job with the task's own values", async () => {
    const [receipt] = await enqueuer.enqueue('plain', [{ payload: { a: 1 } }]);
    const job = stored[0]?.[0];
    assert.equal(job?.id, receipt?.id);
    assert.match(job?.id ?? '', /^[0-9a-f-]{36}$/);
    const { id, ...rest } = job ?? assert.fail();
    assert.ok(id);
    assert.deepEqual(rest, {
      idChosen: false,
      task: 'plain',
      queue: 'default',
      priority: 3,
      payload: { a: 1 },
      payloadText: '{"a":1}',
      maxAttempts: 3,
      delayMs: 0,
      runAt: null,
      expiresInMs: null,
      timeout: null,
      tags: ['own'],
      headers: {},
      traceparent: null,
      tracestate: null,
      manifestRevision: 7,
      schedule: null,
      parentId: null,
      resultKeepMs: null,
      gates: [],
      fairness: null,
      unique: null,
      care: null,
      workflow: null,
      retry: null,
      consequences: [],
    });
  });

  it('takes every option in each of its forms', async () => {
    assert.deepEqual(
      await jobOf({
        id: 'order:7@x',
        queue: 'bulk',
        priority: 0,
        maxAttempts: 9,
        tags: ['b', 'own'],
        headers: { tenant: 'x' },
      }).then(({ id, queue, priority, maxAttempts, tags, headers }) => ({
        id,
        queue,
        priority,
        maxAttempts,
        tags,
        headers,
      })),
      { id: 'order:7@x', queue: 'bulk', priority: 0, maxAttempts: 9, tags: ['own', 'b'], headers: { tenant: 'x' } },
    );
    assert.equal((await jobOf({ delay: '1h30m' })).delayMs, 5_400_000);
    assert.equal((await jobOf({ delay: 250 })).delayMs, 250);
    assert.equal((await jobOf({ runAt: '2026-05-02T00:00:00+02:00' })).runAt, Date.parse('2026-05-01T22:00:00Z'));
    assert.equal((await jobOf({ runAt: clock.now() + 5 })).runAt, clock.now() + 5);
    assert.equal((await jobOf({ expires: '10m' })).expiresInMs, 600_000);
    assert.equal((await jobOf({ expires: '2026-05-01T00:01:00Z' })).expiresInMs, 60_000);
  });

  it('reads time limits: one value is the hard one, and the rest of the task stays where it fits', async () => {
    const timeout = async (value: EnqueueOptions['timeout']): Promise<unknown> =>
      (await jobOf(value === undefined ? {} : { timeout: value })).timeout;
    assert.equal(await timeout(undefined), null);
    assert.deepEqual(await timeout('5s'), { softMs: 1_000, hardMs: 5_000 });
    assert.deepEqual(await timeout('500ms'), { softMs: null, hardMs: 500 });
    assert.deepEqual(await timeout({ soft: '2s' }), { softMs: 2_000, hardMs: 60_000 });
    assert.deepEqual(await timeout({ soft: '2m' }), { softMs: 120_000, hardMs: null });
    assert.deepEqual(await timeout({ soft: 10, hard: 20 }), { softMs: 10, hardMs: 20 });
  });

  it('refuses options of the wrong form, and says which and why', async () => {
    assert.match(await refusal({ id: '123' }), /^options\.id: is not an id/);
    assert.match(await refusal({ id: 'a b' }), /options\.id/);
    assert.match(await refusal({ id: 7 }), /options\.id/);
    assert.match(await refusal({ priority: 10 }), /options\.priority: is not a whole number from 0 to 9/);
    assert.match(await refusal({ priority: 1.5 }), /priority/);
    assert.match(await refusal({ delay: '5 parsecs' }), /options\.delay: .*not a duration/);
    assert.match(await refusal({ delay: -1 }), /delay/);
    assert.match(await refusal({ delay: {} }), /delay/);
    assert.match(await refusal({ runAt: 'tomorrow' }), /options\.runAt: is not an ISO 8601 instant/);
    assert.match(await refusal({ runAt: '2026-05-02T00:00:00' }), /runAt/);
    assert.match(await refusal({ delay: '1s', runAt: clock.now() }), /exclude each other/);
    assert.match(await refusal({ expires: '2020-01-01T00:00:00Z' }), /expires: lies in the past/);
    assert.match(await refusal({ expires: '5s', delay: '5s' }), /before it is due/);
    assert.match(await refusal({ timeout: { soft: 5, hard: 5 } }), /not below the hard one/);
    assert.match(await refusal({ timeout: { medium: 5 } }), /no part 'medium'/);
    assert.match(await refusal({ timeout: {} }), /neither soft nor hard/);
    assert.match(await refusal({ maxAttempts: 0 }), /maxAttempts/);
    assert.match(await refusal({ tags: ['a b'] }), /tags/);
    assert.match(await refusal({ tags: Array.from({ length: 20 }, (_, n) => `t${n}`) }), /more than 20/);
    assert.match(await refusal({ headers: { 'Skep-Propagation': 'link' } }), /reserved/);
    assert.match(
      await refusal({ headers: { constructor: 'x' } }),
      /headers.constructor: is a name that means something/,
    );
    assert.match(await refusal({ headers: { a: 1 } }), /headers\.a/);
    // By their number, and nothing else is looked at.
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`-${index}`, index]));
    assert.match(await refusal({ headers: many }), /^options\.headers: are more than 32$/);
    const unknown = await refusal(many);
    assert.equal(unknown.split('is no option of an enqueue').length - 1, 8);
    assert.match(await refusal({ headers: { a: 'x'.repeat(1_025) } }), /1024/);
    assert.match(await refusal({ headers: JSON.parse('{"__proto__":"x"}') }), /headers\.__proto__/);
    assert.match(await refusal({ urgent: true }), /urgent: is no option/);
    assert.match(await refusal({ prioritty: 1 }), /prioritty: .*did you mean `priority`/);
    assert.match(await refusal({ timeout: { soft: {} } }), /timeout\.soft: is not a duration/);
    assert.match(await refusal([]), /not an object/);
    assert.match(await refusal(null), /not an object/);
  });

  it('says all that is wrong with the options at once', async () => {
    assert.equal((await refusal({ priority: 'high', maxAttempts: -1, colour: 'red' })).split('; options.').length, 3);
  });

  it('names tasks and queues that are not there, with the nearest known one', async () => {
    await assert.rejects(enqueuer.enqueue('plan', [{ payload: 1 }]), {
      code: 'TASK_UNKNOWN',
      hint: 'did you mean `plain`?',
    });
    await assert.rejects(enqueuer.enqueue('constructor', [{ payload: 1 }]), { code: 'TASK_UNKNOWN' });
    await assert.rejects(enqueuer.enqueue('plain', [{ payload: 1, options: { queue: 'bulkk' } }]), {
      code: 'QUEUE_UNKNOWN',
      hint: 'did you mean `bulk`?',
    });
    await assert.rejects(enqueuer.enqueue('plain', [{ payload: 1, options: { queue: '__proto__' } }]), {
      code: 'QUEUE_UNKNOWN',
    });
  });

  it('lists every violation of every payload, and stores none of the call', async () => {
    const items = ['good', 'bad', 'bad'].map((payload) => ({ payload }));
    await assert.rejects(enqueuer.enqueue('checked', items), (error: unknown) => {
      assert.ok(error instanceof SkepError);
      assert.equal(error.code, 'PAYLOAD_INVALID');
      assert.deepEqual(error.details?.['violations'], [
        { index: 1, pointer: '', message: 'is bad' },
        { index: 1, pointer: '/x', message: 'is missing' },
        { index: 2, pointer: '', message: 'is bad' },
        { index: 2, pointer: '/x', message: 'is missing' },
      ]);
      return true;
    });
    assert.equal(stored.length, 0);
  });

  it('stops at a hundred violations of a batch, and counts the payloads that it did not look at', async () => {
    const items = Array.from({ length: 10_000 }, () => ({ payload: 'bad' }));
    await assert.rejects(enqueuer.enqueue('checked', items), (error: unknown) => {
      assert.ok(error instanceof SkepError);
      assert.equal((error.details?.['violations'] as unknown[]).length, 100);
      assert.equal(error.details?.['unchecked'], 9_950);
      assert.match(error.message, /; and 80 more; the 9950 jobs after them were not looked at$/);
      return true;
    });
    assert.equal(stored.length, 0);
  });

  it('checks a large batch in slices, between which the process does other things', async () => {
    const slow = { checkInput: () => (clock.advance(1), []) };
    const own = new Enqueuer(depsOf(deps.engine, generationOf({ tasks: { slow } }), clock));
    let turns = 0;
    const other = (): void => {
      turns += 1;
      if (stored.length === 0) setImmediate(other);
    };
    setImmediate(other);
    await own.enqueue(
      'slow',
      Array.from({ length: 1_000 }, (_, payload) => ({ payload })),
    );
    assert.ok(turns >= 100, `${turns} turns in 1000 ms of work`);
    assert.equal(stored[0]?.length, 1_000);
  });

  it('refuses what JSON cannot hold, with the place', async () => {
    await assert.rejects(enqueuer.enqueue('plain', [{ payload: { a: [1n] } }]), {
      code: 'PAYLOAD_NOT_JSON',
      message: /\/a\/0/,
    });
    await assert.rejects(enqueuer.enqueue('plain', [{ payload: { a: NaN } }]), { code: 'PAYLOAD_NOT_JSON' });
  });

  it('refuses a payload over the limit, counted in bytes', async () => {
    await enqueuer.enqueue('plain', [{ payload: 'x'.repeat(98) }]);
    await assert.rejects(enqueuer.enqueue('plain', [{ payload: 'x'.repeat(99) }]), {
      code: 'PAYLOAD_TOO_LARGE',
      message: /101 bytes as JSON; the limit is 100/,
    });
    await assert.rejects(enqueuer.enqueue('plain', [{ payload: '€'.repeat(40) }]), { code: 'PAYLOAD_TOO_LARGE' });
  });

  it('refuses jobs whose payload is not wrapped, and options beside `options`', async () => {
    const wrong = [[{ to: 'x' }], [{ payload: 1, delay: '5s' }], [{ payload: 1 }, 'text'], [null], [[1]]];
    for (const items of wrong) {
      await assert.rejects(enqueuer.enqueue('plain', items as never), { code: 'REQUEST_INVALID', message: /^jobs\[/ });
    }
    assert.equal(stored.length, 0);
  });

  it('has one rule for durations: 0 or longer, and 1ms or longer for a limit', async () => {
    const problem = async (options: object): Promise<string> => {
      try {
        await enqueuer.enqueue('plain', [{ payload: 1, options }]);
      } catch (error) {
        return (error as Error).message;
      }
      return 'accepted';
    };
    assert.equal(await problem({ delay: 0 }), 'accepted');
    assert.match(await problem({ delay: -5 }), /^options\.delay: "-5" is not a duration: it is negative$/);
    assert.match(await problem({ delay: '-5s' }), /"-5s" is not a duration: it is negative/);
    assert.match(await problem({ delay: 1e300 }), /is longer than 521w3d/);
    assert.match(await problem({ expires: '-1h' }), /is negative/);
    assert.match(await problem({ delay: 'soon' }), /write a number with a unit/);
    for (const timeout of [0, '0s', { hard: 0 }, { soft: '0ms' }, 0.2])
      assert.match(await problem({ timeout }), /must be 1ms or longer/, JSON.stringify(timeout));
    assert.equal(await problem({ timeout: 1 }), 'accepted');
  });

  it('keeps the payload as it was at the call', async () => {
    const payload = { list: [1], at: '1970' };
    const promise = enqueuer.enqueue('plain', [{ payload }]);
    payload.list.push(2);
    await promise;
    assert.equal(stored[0]?.[0]?.payloadText, '{"list":[1],"at":"1970"}');
  });

  it('stores an empty call as nothing', async () => {
    assert.deepEqual(await enqueuer.enqueue('plain', []), []);
    assert.equal(stored.length, 0);
  });

  it('carries trace, parent and schedule, and tells when a job is due later', async () => {
    const traced = {
      ...deps,
      tracer: {
        ...deps.tracer,
        enqueue: <T>(
          _about: unknown,
          fn: (carrier: { traceparent: string; tracestate: null; propagation: 'link' }) => Promise<T>,
        ) => fn({ traceparent: '00-aa-bb-01', tracestate: null, propagation: 'link' }),
      },
    } as typeof deps;
    const own = new Enqueuer(traced, { onDue: (runAt) => due.push(runAt) });
    await own.enqueue('plain', [{ payload: 1, options: { delay: '1s' } }, { payload: 2 }], {
      parentId: 'parent-1',
      schedule: { name: 'nightly', tickAt: 5 },
    });
    const [job] = stored[0] ?? [];
    assert.deepEqual(
      [job?.traceparent, job?.headers, job?.parentId, job?.schedule],
      ['00-aa-bb-01', { 'skep-propagation': 'link' }, 'parent-1', { name: 'nightly', tickAt: 5 }],
    );
    assert.deepEqual(due, [clock.now() + 1_000]);
  });
});
