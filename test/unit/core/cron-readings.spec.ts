import assert from 'node:assert/strict';

import { Cron } from 'croner';
import fc from 'fast-check';

import { checkCron, latestTick, nextTicks, type Timing } from '../../../src/core/index.ts';

const numbers = (low: number, high: number) => fc.integer({ min: low, max: high });

/** One item of a list: `7`, `3-9`, `3-9/2`, `*`/4. */
function plain(low: number, high: number): fc.Arbitrary<string> {
  const range = fc.tuple(numbers(low, high), numbers(low, high)).map((two) => two.sort((one, other) => one - other));
  const step = numbers(1, high - low);
  return fc.oneof(
    numbers(low, high).map(String),
    range.map(([from, to]) => `${from}-${to}`),
    fc.tuple(range, step).map(([[from, to], every]) => `${from}-${to}/${every}`),
    step.map((every) => `*/${every}`),
  );
}

function field(item: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const list = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));
  return fc.oneof(fc.constant('*'), list);
}

const dayOfMonth = fc.oneof(
  field(
    fc.oneof(
      plain(1, 31),
      fc.constant('L'),
      numbers(1, 31).map((day) => `${day}W`),
    ),
  ),
  fc.constant('LW'),
);
const dayOfWeek = field(
  fc.oneof(
    plain(0, 6),
    fc.constant('7'),
    numbers(0, 7).map((day) => `${day}L`),
    fc.tuple(numbers(0, 7), numbers(1, 5)).map(([day, nth]) => `${day}#${nth}`),
  ),
);
const minutes = field(plain(0, 59));
const expression = fc.tuple(minutes, minutes, field(plain(0, 23)), dayOfMonth, field(plain(1, 12)), dayOfWeek);

/** Of so long; croner knows no year after 2999. */
const FROM = Date.parse('1971-01-01T00:00:00Z');
const TO = Date.parse('2400-01-01T00:00:00Z');

describe('what a cron expression means', () => {
  it('is what croner says of it, forwards and backwards, with either day field and with both', () => {
    let compared = 0;
    const property = fc.property(
      expression,
      fc.boolean(),
      fc.integer({ min: FROM, max: TO }),
      (fields, both, instant) => {
        const cron = fields.join(' ');
        // What we do not take is not compared; a list with L in it croner reads otherwise where it has W too.
        if (!checkCron(cron, both ? 'both' : 'either').ok) return;
        const timing: Timing = { kind: 'cron', cron, timezone: 'UTC', ...(both && { dayMatch: 'both' }) };
        const other = new Cron(cron, { paused: true, utcOffset: 0, domAndDow: both });
        const next = other.nextRuns(3, new Date(instant)).map((date) => date.getTime());
        assert.deepEqual(nextTicks(timing, instant, 3), next, cron);
        const [last] = other.previousRuns(1, new Date(instant + 1));
        const lastAt = last === undefined || last.getTime() < 0 ? null : last.getTime();
        assert.equal(latestTick(timing, instant), lastAt, `${cron} up to ${instant}`);
        compared += 1;
      },
    );
    fc.assert(property, { numRuns: 400 });
    assert.ok(compared > 100, `${compared}`);
  });
});
