import assert from 'node:assert/strict';

import fc from 'fast-check';

import { formatRate, parseRate, RATE_PATTERN, rateOf, SkepError } from '../../../src/foundation/index.ts';

describe('rates', () => {
  it('reads a count per second, minute, hour or day', () => {
    assert.deepEqual(parseRate('100/s'), { count: 100, perMs: 1_000 });
    assert.deepEqual(parseRate('10/m'), { count: 10, perMs: 60_000 });
    assert.deepEqual(parseRate('1/h'), { count: 1, perMs: 3_600_000 });
    assert.deepEqual(rateOf('5/d'), { count: 5, perMs: 86_400_000 });
  });

  for (const text of [
    '',
    '0/s',
    '-1/s',
    '1.5/s',
    '10',
    '/s',
    '10/',
    '10/w',
    '10/S',
    '10 / s',
    '10/5s',
    '1e3/s',
    '01/s',
    '1234567890/s',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseRate(text), undefined);
      assert.throws(
        () => rateOf(text),
        (error) =>
          error instanceof SkepError && error.code === 'REQUEST_INVALID' && (error.hint ?? '').includes('100/s'),
      );
    });
  }

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.constantFrom('s', 'm', 'h', 'd'), (count, unit) => {
        const text = `${count}/${unit}`;
        assert.match(text, new RegExp(RATE_PATTERN, 'u'));
        assert.equal(formatRate(rateOf(text)), text);
      }),
    );
    assert.equal(formatRate({ count: 5, perMs: 250 }), '5/250ms');
  });
});
