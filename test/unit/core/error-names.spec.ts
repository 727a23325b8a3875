import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';

import { decideRetry, errorNames, type RetryPolicy, toJobError } from '../../../src/core/index.ts';

class Declined extends Error {}
class CardExpired extends Declined {}
class Named extends Error {
  override readonly name = 'OtherName';
}

const names = (thrown: unknown): string[] => [...errorNames(thrown)].sort();

describe('errorNames', () => {
  it('names the class and its parents, though they set no name', () => {
    assert.deepEqual(names(new CardExpired('x')), ['CardExpired', 'Declined', 'Error']);
    assert.deepEqual(names(new Named('x')), ['Error', 'Named', 'OtherName']);
    assert.deepEqual(names(new TypeError('x')), ['Error', 'TypeError']);
    assert.deepEqual(names(runInNewContext('new (class Far extends RangeError {})("x")')), [
      'Error',
      'Far',
      'RangeError',
    ]);
  });

  it('names parents by a name that their prototype says', () => {
    class Old extends Error {}
    Object.defineProperty(Old.prototype, 'name', { value: 'OldName' });
    class New extends Old {}
    assert.deepEqual(names(new New('x')), ['Error', 'New', 'Old', 'OldName']);
  });

  it('names code and HTTP status, its own and that of its response', () => {
    assert.deepEqual(names(Object.assign(new Error('x'), { code: 'E_X', status: 404 })), [
      '404',
      '4xx',
      'E_X',
      'Error',
    ]);
    const axios = Object.assign(new Error('x'), { response: { status: 503, data: {} } });
    assert.deepEqual(names(axios), ['503', '5xx', 'Error']);
    const got = Object.assign(new Error('x'), { code: 7, response: { statusCode: 429 } });
    assert.deepEqual(names(got), ['429', '4xx', '7', 'Error']);
    assert.deepEqual(names(Object.assign(new Error('x'), { status: 1, statusCode: '404' })), ['Error']);
  });

  it('names the causes, once round a cycle, and the members of an AggregateError', () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const outer = new TypeError('fetch failed', { cause: new AggregateError([refused, new Declined('x')]) });
    refused.cause = outer;
    assert.deepEqual(names(outer), ['AggregateError', 'Declined', 'ECONNREFUSED', 'Error', 'TypeError']);
    let deep: unknown = new Declined('at the bottom');
    for (let level = 0; level < 10_000; level += 1) deep = new Error('x', { cause: deep });
    assert.deepEqual(names(deep), ['Error']);
  });

  it('names what is no Error', () => {
    for (const thrown of [null, undefined, 1, 'text', 1n, Symbol('s')])
      assert.deepEqual(names(thrown), ['HANDLER_ERROR']);
    class Plain {
      readonly code = 'E_PLAIN';
    }
    assert.deepEqual(names(new Plain()), ['E_PLAIN', 'HANDLER_ERROR', 'Plain']);
    assert.ok(errorNames({ name: 'Looks' }).has('Looks'));
  });

  it('survives getters and proxies that throw', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    const proxy = new Proxy(new Error('x'), { get: fail, getPrototypeOf: fail, has: fail });
    assert.deepEqual(names(proxy), ['HANDLER_ERROR']);
    const evil = Object.defineProperties(new Declined('x'), {
      code: { get: fail },
      cause: { get: fail },
      name: { get: fail },
    });
    assert.deepEqual(names(evil), ['Declined', 'Error']);
    const { proxy: revoked, revoke } = Proxy.revocable({}, {});
    revoke();
    assert.deepEqual(names(revoked), ['HANDLER_ERROR']);
  });
});

describe('the name that is stored', () => {
  const stored = (thrown: unknown): string => toJobError(thrown).name;

  it('is that of the class where the error has none of its own', () => {
    assert.equal(stored(new CardExpired('x')), 'CardExpired');
    assert.equal(stored(new (class Odd extends TypeError {})('x')), 'Odd');
    assert.equal(stored(new Named('x')), 'OtherName');
    assert.equal(stored(Object.assign(new Error('x'), { name: 'Set' })), 'Set');
  });

  it("is the kind's for classes without a name, minified ones, and Node's own", () => {
    assert.equal(stored(new (class extends RangeError {})('x')), 'RangeError');
    assert.equal(stored(new (class t extends Error {})('x')), 'Error');
    try {
      Buffer.alloc('x' as unknown as number);
      assert.fail('accepted');
    } catch (error) {
      assert.equal(stored(error), 'TypeError');
    }
  });
});

describe('a policy', () => {
  const policy = (lists: Partial<RetryPolicy>): RetryPolicy => ({
    name: 'p',
    maxAttempts: 4,
    backoff: { type: 'fixed', baseMs: 10, jitter: 'none' },
    retryOn: [],
    deadOn: [],
    retryForMs: null,
    ...lists,
  });

  function decided(thrown: unknown, lists: Partial<RetryPolicy>): string {
    const facts = { attempt: 1, maxAttempts: 4, firstStartedAt: 0, now: 0 };
    const error = toJobError(thrown);
    const decision = decideRetry({ ...facts, policy: policy(lists), error, names: () => errorNames(thrown) }, () => 0);
    return decision.kind === 'dead' ? decision.reason : decision.kind;
  }

  it('means classes, parents, causes, codes and statuses', () => {
    assert.equal(decided(new Declined('x'), { deadOn: ['Declined'] }), 'deadOn');
    assert.equal(decided(new CardExpired('x'), { deadOn: ['Declined'] }), 'deadOn');
    assert.equal(decided(new Error('x', { cause: new CardExpired('y') }), { deadOn: ['Declined'] }), 'deadOn');
    assert.equal(decided(new Declined('x'), { deadOn: ['CardExpired'] }), 'retry');
    assert.equal(decided(Object.assign(new Error('x'), { status: 503 }), { retryOn: ['5xx'] }), 'retry');
    assert.equal(decided(Object.assign(new Error('x'), { status: 402 }), { retryOn: ['5xx'] }), 'notRetryOn');
    assert.equal(decided(new CardExpired('x'), { retryOn: ['Error'], deadOn: ['Declined'] }), 'deadOn');
  });

  it('is not asked for names where it names nothing', () => {
    const base = { attempt: 1, maxAttempts: 4, firstStartedAt: 0, now: 0, error: toJobError('x') };
    const asked = decideRetry({ ...base, policy: policy({}), names: () => assert.fail('asked') }, () => 0);
    assert.equal(asked.kind, 'retry');
  });
});
