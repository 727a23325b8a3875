import assert from 'node:assert/strict';

import fc from 'fast-check';

import {
  type Backoff,
  backoffDelay,
  decideRetry,
  type JobError,
  JITTERS,
  type RetryInput,
  type RetryPolicy,
} from '../../../src/core/index.ts';
import { MAX_DURATION_MS } from '../../../src/foundation/index.ts';

const half = (): number => 0.5;
const delays = (backoff: Backoff, count: number): number[] =>
  Array.from({ length: count }, (_, index) => backoffDelay(backoff, index + 1, half));

describe('backoffDelay', () => {
  it('fixed stays', () => {
    assert.deepEqual(delays({ type: 'fixed', baseMs: 500, jitter: 'none' }, 3), [500, 500, 500]);
  });

  it('linear grows by the base up to the cap', () => {
    assert.deepEqual(delays({ type: 'linear', baseMs: 100, maxMs: 250, jitter: 'none' }, 4), [100, 200, 250, 250]);
  });

  it('exponential grows by the factor up to the cap', () => {
    const backoff: Backoff = { type: 'exponential', baseMs: 1_000, factor: 2, maxMs: 5_000, jitter: 'none' };
    assert.deepEqual(delays(backoff, 5), [1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  it('exponential of nothing is nothing, however often it is multiplied', () => {
    const backoff: Backoff = { type: 'exponential', baseMs: 0, factor: 10, maxMs: 5_000, jitter: 'none' };
    assert.equal(backoffDelay(backoff, 1e9, half), 0);
  });

  it('a list gives its n-th delay, then repeats the last', () => {
    assert.deepEqual(delays({ type: 'list', delaysMs: [10, 60, 300], jitter: 'none' }, 5), [10, 60, 300, 300, 300]);
    assert.equal(backoffDelay({ type: 'list', delaysMs: [], jitter: 'none' }, 1, half), 0);
  });

  it('full jitter spreads over 0..delay, equal jitter over the upper half', () => {
    const at = (jitter: 'full' | 'equal', random: number): number =>
      backoffDelay({ type: 'fixed', baseMs: 1_000, jitter }, 1, () => random);
    assert.deepEqual([at('full', 0), at('full', 0.25), at('full', 0.9999)], [0, 250, 1_000]);
    assert.deepEqual([at('equal', 0), at('equal', 0.5), at('equal', 0.9999)], [500, 750, 1_000]);
  });

  it('is a whole number within its cap whatever the attempt, the policy and the dice are', () => {
    const ms = fc.oneof(fc.nat(), fc.constantFrom(0, MAX_DURATION_MS, Number.MAX_VALUE, Infinity));
    const jitter = fc.constantFrom(...JITTERS);
    const backoff: fc.Arbitrary<Backoff> = fc.oneof(
      fc.record({ type: fc.constant('fixed' as const), baseMs: ms, jitter }),
      fc.record({ type: fc.constant('linear' as const), baseMs: ms, maxMs: ms, jitter }),
      fc.record({
        type: fc.constant('exponential' as const),
        baseMs: ms,
        factor: fc.double({ min: 1, max: 1e9, noNaN: true }),
        maxMs: ms,
        jitter,
      }),
      fc.record({ type: fc.constant('list' as const), delaysMs: fc.array(ms, { maxLength: 4 }), jitter }),
    );
    const attempt = fc.oneof(
      fc.integer(),
      fc.constantFrom(1, 1_024, 1e9, Infinity, -Infinity, Number.NaN, Number.MAX_SAFE_INTEGER),
    );
    fc.assert(
      fc.property(
        backoff,
        attempt,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (policy, tries, dice) => {
          const delay = backoffDelay(policy, tries, () => dice);
          const cap = 'maxMs' in policy ? Math.min(policy.maxMs, MAX_DURATION_MS) : MAX_DURATION_MS;
          assert.ok(Number.isInteger(delay) && delay >= 0 && delay <= cap, `${delay}`);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never shrinks from one attempt to the next without jitter', () => {
    const backoff: Backoff = { type: 'exponential', baseMs: 7, factor: 1.3, maxMs: 60_000, jitter: 'none' };
    const list = delays(backoff, 200);
    for (const [index, delay] of list.entries()) assert.ok(index === 0 || delay >= (list[index - 1] ?? 0));
  });
});

const ERROR: JobError = { name: 'TimeoutError', message: 'x', code: 'ETIMEDOUT', stack: null };
const POLICY: RetryPolicy = {
  name: 'standard',
  maxAttempts: 4,
  backoff: { type: 'fixed', baseMs: 1_000, jitter: 'none' },
  retryOn: [],
  deadOn: [],
  retryForMs: null,
};

function decide(policy: Partial<RetryPolicy>, input: Partial<RetryInput> = {}): ReturnType<typeof decideRetry> {
  const base = { error: ERROR, attempt: 1, maxAttempts: 4, firstStartedAt: 10_000, now: 12_000 };
  return decideRetry({ ...base, policy: { ...POLICY, ...policy }, ...input }, half);
}

const dead = (reason: string): object => ({ kind: 'dead', reason });
const retry = (delayMs: number): object => ({ kind: 'retry', delayMs });

describe('decideRetry', () => {
  it("retries while attempts are left, by the job's own limit", () => {
    assert.deepEqual(decide({}), retry(1_000));
    assert.deepEqual(decide({}, { attempt: 3 }), retry(1_000));
    assert.deepEqual(decide({}, { attempt: 4 }), dead('attempts'));
    assert.deepEqual(decide({}, { attempt: 4, maxAttempts: 5 }), retry(1_000));
    assert.deepEqual(decide({}, { attempt: 1, maxAttempts: 1 }), dead('attempts'));
  });

  it('matches errors by name or by code', () => {
    assert.deepEqual(decide({ retryOn: ['TimeoutError'] }), retry(1_000));
    assert.deepEqual(decide({ retryOn: ['ETIMEDOUT'] }), retry(1_000));
    assert.deepEqual(decide({ retryOn: ['ECONNRESET'] }), dead('notRetryOn'));
    assert.deepEqual(decide({ deadOn: ['TimeoutError'] }), dead('deadOn'));
    assert.deepEqual(decide({ deadOn: ['ETIMEDOUT'] }), dead('deadOn'));
    assert.deepEqual(decide({ retryOn: ['null'] }, { error: { ...ERROR, code: null } }), dead('notRetryOn'));
  });

  it("deadOn wins over retryOn and over the handler's own wish", () => {
    assert.deepEqual(decide({ retryOn: ['TimeoutError'], deadOn: ['ETIMEDOUT'] }), dead('deadOn'));
    assert.deepEqual(decide({ deadOn: ['ETIMEDOUT'] }, { requestedDelayMs: 5 }), dead('deadOn'));
  });

  it('a requested delay replaces the backoff and retryOn, but not the limits', () => {
    assert.deepEqual(decide({}, { requestedDelayMs: 60_000 }), retry(60_000));
    assert.deepEqual(decide({ retryOn: ['other'] }, { requestedDelayMs: 0 }), retry(0));
    assert.deepEqual(decide({}, { requestedDelayMs: 0, attempt: 4 }), dead('attempts'));
    assert.deepEqual(decide({}, { requestedDelayMs: Number.NaN }), retry(MAX_DURATION_MS));
    assert.deepEqual(decide({}, { requestedDelayMs: -5 }), retry(0));
  });

  it('starts no attempt later than retryFor after the first one began', () => {
    assert.deepEqual(decide({ retryForMs: 3_000 }), retry(1_000));
    assert.deepEqual(decide({ retryForMs: 2_999 }), dead('retryFor'));
    assert.deepEqual(decide({ retryForMs: 60_000 }, { requestedDelayMs: 60_000 }), dead('retryFor'));
  });
});
