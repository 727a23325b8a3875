/** Instants and spans as the pages write them. */
import assert from 'node:assert/strict';

import { intervalOf, tickOf } from '../../../src/dashboard/parts/times.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`2026-03-01T${text}Z`);

describe('times of the dashboard', () => {
  it('writes the ticks of a chart by a clock of 24 hours, days where they begin', () => {
    assert.deepEqual(
      [
        tickOf(at('07:30:00'), 'utc', 600_000),
        tickOf(at('19:30:00'), 'utc', HOUR),
        tickOf(at('19:30:15'), 'utc', 15_000),
        tickOf(at('00:00:00'), 'utc', HOUR),
        tickOf(at('12:00:00'), 'utc', 24 * HOUR),
      ],
      ['07:30', '19:30', '19:30:15', '03-01', '03-01'],
    );
  });

  it('writes an interval as a manifest has it', () => {
    assert.deepEqual([500, 1_000, 90_000, 300_000, 2 * HOUR, 24 * HOUR].map(intervalOf), [
      '500ms',
      '1s',
      '90s',
      '5m',
      '2h',
      '1d',
    ]);
  });
});
