import assert from 'node:assert/strict';

import fc from 'fast-check';

import { iso, parseInstant } from '../../../src/foundation/index.ts';

describe('instants', () => {
  const good: [string | number, string][] = [
    ['2026-03-29T09:00:00Z', '2026-03-29T09:00:00.000Z'],
    ['2026-03-29T09:00Z', '2026-03-29T09:00:00.000Z'],
    ['2026-03-29T11:00:00+02:00', '2026-03-29T09:00:00.000Z'],
    ['2026-03-29T09:00:00.123456Z', '2026-03-29T09:00:00.123Z'],
    ['2024-02-29T00:00:00-05:30', '2024-02-29T05:30:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['1774774800000', '2026-03-29T09:00:00.000Z'],
    [1_774_774_800_000, '2026-03-29T09:00:00.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
  ];
  for (const [value, text] of good) {
    it(`reads ${value}`, () => {
      const instant = parseInstant(value);
      assert.ok(instant !== undefined);
      assert.equal(iso(instant), text);
    });
  }

  const bad = [
    ...['', 'now', 'tomorrow', '2026-03-29', '2026-03-29T09:00:00', '2026-03-29 09:00:00Z', '2026-3-29T09:00:00Z'],
    ...[
      '2026-02-30T00:00:00Z',
      '2026-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2026-04-31T00:00:00Z',
      '2026-13-01T00:00:00Z',
    ],
    ...[
      '2026-00-01T00:00:00Z',
      '2026-01-00T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:60:00Z',
      '2026-01-01T00:00:60Z',
    ],
    ...[
      '2026-01-01T00:00:00+25:00',
      '2026-01-01T00:00:00+02',
      '2026-01-01T00:00:00z',
      'Sun Nov 22 2026',
      '+002026-01-01T00:00:00Z',
    ],
    ...['1774774800', '17747748000000', Number.NaN, Infinity, 1.5, 8.65e15],
  ];
  for (const value of bad) {
    it(`refuses ${JSON.stringify(value)}`, () => assert.equal(parseInstant(value), undefined));
  }

  it('reads back what it writes', () => {
    const instants = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) });
    fc.assert(fc.property(instants, (ms) => assert.equal(parseInstant(iso(ms)), ms)));
  });
});
