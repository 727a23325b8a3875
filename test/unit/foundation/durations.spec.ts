import assert from 'node:assert/strict';

import fc from 'fast-check';

import {
  DURATION_PATTERN,
  durationMs,
  formatDuration,
  MAX_DURATION_MS,
  parseDuration,
  SkepError,
} from '../../../src/foundation/index.ts';

const MS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

describe('durations', () => {
  const good: [string, number][] = [
    ['300ms', 300],
    ['0s', 0],
    ['5s', 5_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['2w', 1_209_600_000],
    ['1h30m', 5_400_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['1.5s', 1_500],
    ['0.1s', 100],
    ['0.4ms', 0],
  ];
  for (const [text, ms] of good) it(`reads ${text} as ${ms} ms`, () => assert.equal(parseDuration(text), ms));

  const bad = [
    ...[
      '',
      ' ',
      '5',
      '5 s',
      ' 5s',
      '5s\n',
      '-5s',
      '+5s',
      '5S',
      '5M',
      's',
      '5y',
      '5mo',
      '5sec',
      '5 minutes',
      '1,5s',
      '.5s',
      '5.s',
    ],
    ...[
      '30m1h',
      '1s1s',
      '5ms1s',
      '1e3s',
      'Infinitys',
      'NaN',
      '٣s',
      '1h30',
      '1h 30m',
      '0x10s',
      '9999999999999999s',
      '3651d',
    ],
    '1'.repeat(1_000_000) + 's',
  ];
  for (const text of bad) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => assert.equal(parseDuration(text), undefined));
  }

  it('takes ten years and not a millisecond more', () => {
    assert.equal(parseDuration('3650d'), MAX_DURATION_MS);
    assert.equal(parseDuration('3650d1ms'), undefined);
    assert.equal(durationMs(MAX_DURATION_MS), MAX_DURATION_MS);
    assert.throws(() => durationMs(MAX_DURATION_MS + 1));
  });

  it('refuses with the allowed form, for text and numbers alike', () => {
    for (const value of ['soon', -1, Number.NaN, Infinity, '']) {
      assert.throws(
        () => durationMs(value),
        (error) =>
          error instanceof SkepError && error.code === 'REQUEST_INVALID' && (error.hint ?? '').includes('1h30m'),
      );
    }
    assert.equal(durationMs(1_500), 1_500);
    assert.equal(durationMs('1.5s'), 1_500);
  });

  it('writes the shortest form', () => {
    const forms: [number, string][] = [
      [0, '0s'],
      [300, '300ms'],
      [1_500, '1.5s'],
      [60_000, '1m'],
      [5_400_000, '1h30m'],
      [86_400_000, '1d'],
      [604_800_000, '1w'],
      [61_001, '1m1.001s'],
      [60_001, '1m1ms'],
      [-5_000, '-5s'],
      [0.4, '0s'],
      [Infinity, 'Infinity'],
    ];
    for (const [ms, text] of forms) assert.equal(formatDuration(ms), text);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(10_000_000), fc.integer({ min: 0, max: MAX_DURATION_MS })), (ms) => {
        assert.equal(parseDuration(formatDuration(ms)), ms);
      }),
    );
  });

  it('adds up any parts in descending order, and says the same as its pattern', () => {
    const pattern = new RegExp(DURATION_PATTERN, 'u');
    const parts = fc.subarray(['w', 'd', 'h', 'm', 's', 'ms'] as const, { minLength: 1 });
    fc.assert(
      fc.property(parts, fc.array(fc.nat(50), { minLength: 6, maxLength: 6 }), (units, counts) => {
        const text = units.map((unit, index) => `${counts[index] ?? 0}${unit}`).join('');
        const sum = units.reduce((total, unit, index) => total + (counts[index] ?? 0) * MS[unit], 0);
        assert.equal(parseDuration(text), sum);
        assert.match(text, pattern);
      }),
    );
  });

  it('never throws and never leaves its range, whatever the text', () => {
    const unit = fc.constantFrom('1', '9', '.', 's', 'm', 'h', 'd', 'w', 'ms', ' ', '-', 'e', ',', 'x');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (chars) => {
        const ms = parseDuration(chars.join(''));
        assert.ok(ms === undefined || (Number.isInteger(ms) && ms >= 0 && ms <= MAX_DURATION_MS));
      }),
    );
  });
});
