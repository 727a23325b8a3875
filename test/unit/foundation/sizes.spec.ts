import assert from 'node:assert/strict';

import fc from 'fast-check';

import {
  formatSize,
  MAX_SIZE_BYTES,
  parseSize,
  SIZE_PATTERN,
  sizeBytes,
  SkepError,
} from '../../../src/foundation/index.ts';

describe('sizes', () => {
  it('reads bytes, kilobytes of 1024 and up', () => {
    assert.equal(parseSize('0b'), 0);
    assert.equal(parseSize('512b'), 512);
    assert.equal(parseSize('256kb'), 262_144);
    assert.equal(parseSize('10mb'), 10_485_760);
    assert.equal(parseSize('1.5gb'), 1_610_612_736);
    assert.equal(parseSize('1024tb'), MAX_SIZE_BYTES);
  });

  for (const text of [
    '',
    '10',
    '10 mb',
    '10MB',
    'mb',
    '-1kb',
    '10k',
    '10 apples',
    '1e3kb',
    '1025tb',
    '1,5mb',
    '1pb',
    'NaNb',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseSize(text), undefined);
      assert.throws(
        () => sizeBytes(text),
        (error) =>
          error instanceof SkepError && error.code === 'REQUEST_INVALID' && (error.hint ?? '').includes('10mb'),
      );
    });
  }

  it('takes whole bytes as a number', () => {
    assert.equal(sizeBytes(5), 5);
    assert.equal(sizeBytes('1kb'), 1_024);
    for (const value of [-1, 1.5, Number.NaN, Infinity]) assert.throws(() => sizeBytes(value), SkepError);
  });

  it('writes the largest unit without a remainder, and reads it back', () => {
    assert.equal(formatSize(10_485_760), '10mb');
    assert.equal(formatSize(1_500), '1500b');
    assert.equal(formatSize(0), '0b');
    const sizes = fc
      .tuple(fc.nat(5_000), fc.integer({ min: 0, max: 3 }))
      .map(([count, power]) => count * 1024 ** power);
    fc.assert(
      fc.property(sizes, (size) => {
        assert.equal(parseSize(formatSize(size)), size);
        assert.match(formatSize(size), new RegExp(SIZE_PATTERN, 'u'));
      }),
    );
  });
});
