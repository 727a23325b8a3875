import assert from 'node:assert/strict';

import { ERROR_CODES, type ErrorCode, messageOf, SkepError } from '../../../src/foundation/index.ts';

const KINDS = [
  ...['usage', 'invalid', 'unauthenticated', 'denied', 'not_found', 'conflict'],
  ...['too_large', 'unsupported', 'timeout', 'unavailable', 'internal'],
];

describe('the table of error codes', () => {
  for (const [code, entry] of Object.entries(ERROR_CODES)) {
    it(`${code} has a known kind and a summary of one sentence`, () => {
      assert.match(code, /^[A-Z][A-Z_]*[A-Z]$/);
      assert.ok(KINDS.includes(entry.kind));
      assert.match(entry.summary, /^[A-Z].*\.$/);
      assert.equal(new SkepError(code as ErrorCode, 'x').kind, entry.kind);
    });
  }
});

describe('SkepError', () => {
  it('carries code, hint, details and cause', () => {
    const cause = new Error('below');
    const error = new SkepError('JOB_UNKNOWN', 'no job 7', { hint: 'look', details: { id: '7' }, cause });
    assert.ok(error instanceof Error);
    assert.deepEqual(
      [error.name, error.code, error.kind, error.hint, error.details, error.cause],
      ['SkepError', 'JOB_UNKNOWN', 'not_found', 'look', { id: '7' }, cause],
    );
  });

  it('has no cause property unless there is one', () => {
    assert.equal('cause' in new SkepError('INTERNAL', 'x'), false);
  });
});

describe('messageOf', () => {
  it('finds a text for whatever was thrown', () => {
    assert.equal(messageOf(new Error('x')), 'x');
    assert.equal(messageOf('text'), 'text');
    for (const thrown of [undefined, null, 0, '', false, new Error(''), Symbol('s'), Object.create(null)]) {
      assert.match(messageOf(thrown), /^thrown: /);
    }
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    assert.match(messageOf(proxy), /^thrown: /);
  });
});
