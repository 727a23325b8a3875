import assert from 'node:assert/strict';
import { ATTEMPTS_KEPT, decideRetry, firstStartOf, keptAttempts, type RetryPolicy } from '../../../src/core/index.ts';

interface Attempt {
  readonly number: number;
  readonly startedAt: number;
}

/** The attempts of a job that was tried `count` times, as a store has them: cut each time that one is added. */
function storedAfter(count: number): readonly Attempt[] {
  let stored: readonly Attempt[] = [];
  for (let number = 1; number <= count; number += 1) {
    stored = keptAttempts([...stored, { number, startedAt: number * 1_000 }]);
  }
  return stored;
}

const POLICY: RetryPolicy = {
  name: 'patient',
  maxAttempts: 1_000,
  backoff: { type: 'fixed', baseMs: 1_000, jitter: 'none' },
  retryOn: [],
  deadOn: [],
  retryForMs: 70_000,
};

describe('keptAttempts', () => {
  for (const count of [0, 1, ATTEMPTS_KEPT - 1, ATTEMPTS_KEPT, ATTEMPTS_KEPT + 1, 3 * ATTEMPTS_KEPT]) {
    it(`keeps the first and the newest of ${count}`, () => {
      const numbers = storedAfter(count).map(({ number }) => number);
      assert.equal(numbers.length, Math.min(count, ATTEMPTS_KEPT));
      const all = Array.from({ length: count }, (_, index) => index + 1);
      const expected = count <= ATTEMPTS_KEPT ? all : [1, ...all.slice(1 - ATTEMPTS_KEPT)];
      assert.deepEqual(numbers, expected);
    });
  }

  it('retryFor ends a job however many attempts it has had', () => {
    const deadAt = Array.from({ length: 100 }, (_, index) => index + 1).find((attempt) => {
      const attempts = storedAfter(attempt - 1) as never;
      const now = attempt * 1_000;
      const decision = decideRetry(
        {
          policy: POLICY,
          error: { name: 'Error', message: '', code: null, stack: null },
          attempt,
          maxAttempts: POLICY.maxAttempts,
          firstStartedAt: firstStartOf({ attempts, startedAt: now }) ?? now,
          now,
        },
        () => 0,
      );
      return decision.kind === 'dead';
    });
    // The 71st would lead to one that starts 71 s after the first: only 70 are allowed.
    assert.equal(deadAt, 71);
  });
});
