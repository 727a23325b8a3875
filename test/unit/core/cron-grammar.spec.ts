import assert from 'node:assert/strict';

import fc from 'fast-check';

import { canonicalCron, checkCron, nextTicks } from '../../../src/core/index.ts';

function accepted(expression: string): { normalized: string; warnings: readonly { code: string; message: string }[] } {
  const check = checkCron(expression);
  assert.ok(check.ok, `${expression}: ${JSON.stringify(check)}`);
  return check;
}

function problems(expression: string): string[] {
  const check = checkCron(expression);
  assert.ok(!check.ok, `${expression} should have been refused`);
  for (const problem of check.problems) assert.ok(problem.hint !== '', 'a hint is missing');
  return check.problems.map(({ message, hint }) => `${message} | ${hint}`);
}

describe('checkCron accepts', () => {
  const plain = [
    ...['* * * * *', '0 0 * * *', '*/5 * * * *', '0-59/10 * * * *', '5,10,15 * * * *', '5-59/15 8-18 * * 1-5'],
    ...[
      '0 9 * * MON',
      '0 9 * * MON-FRI',
      '0 9 * JAN-MAR *',
      '0 0 1 1,4,7,10 *',
      '0 0 * * 7',
      '0 0 * * 5-7',
      '0 0 ? * 1',
    ],
    ...[
      '0 0 1 * ?',
      '0 0 L * *',
      '0 0 LW * *',
      '0 0 15W * *',
      '0 0 1,L * *',
      '0 0 * * FRI#2',
      '0 0 * * 1#1,1#3',
      '0 0 * * 5L',
    ],
    ...['30 0 0 * * *', '*/10 * * * * *', '0 0 29 2 *', '0 0 31 1,3 *', '0 0 */2 * *', '0 0 * * */2', '0 0 * 2 1#5'],
  ];
  for (const expression of plain) {
    it(expression, () => {
      assert.equal(accepted(expression).normalized, expression);
      assert.deepEqual(accepted(expression).warnings, []);
      assert.equal(nextTicks({ kind: 'cron', cron: expression, timezone: 'UTC' }, Date.UTC(2026, 0, 1), 1).length, 1);
    });
  }

  const macros = {
    '@yearly': '0 0 1 1 *',
    '@annually': '0 0 1 1 *',
    '@monthly': '0 0 1 * *',
    '@weekly': '0 0 * * 0',
    '@daily': '0 0 * * *',
    '@midnight': '0 0 * * *',
    '@hourly': '0 * * * *',
    '@Daily': '0 0 * * *',
  };
  for (const [macro, expression] of Object.entries(macros)) {
    it(`${macro} as ${expression}`, () => assert.equal(accepted(macro).normalized, expression));
  }

  it('any white space between fields, and names in any case', () => {
    assert.equal(accepted('\t0  9 \t*\n* mon ').normalized, '0 9 * * MON');
  });

  it('two restricted day fields, with a warning that gives both readings', () => {
    const [warning] = accepted('30 4 1,15 * 5').warnings;
    assert.equal(warning?.code, 'REF_CRON_AMBIGUOUS');
    assert.match(warning.message, /1,15 OR the day of week is 5.*not only on days where both/);
  });
});

describe('checkCron refuses', () => {
  const refused: [string, RegExp][] = [
    ['', /empty/],
    [' \t ', /empty/],
    ['* * * *', /^4 fields/],
    ['daily', /^1 field instead/],
    ['0 0 0 1 1 * 2026', /^7 fields.*no year field/],
    ['* * * * * * * *', /^8 fields/],
    ['TZ=Europe/Berlin 0 0 * * *', /time zone.*timezone/],
    ['CRON_TZ=UTC 0 0 * * *', /time zone.*timezone/],
    ['@reboot', /@reboot/],
    ['@every 5m', /every: 5m/],
    ['@every', /every: 5m/],
    ['@fortnightly', /not a macro.*@weekly/],
    ['60 * * * *', /^minute: 60 is not in 0-59/],
    ['0 24 * * *', /^hour: 24 is not in 0-23/],
    ['0 0 0 * *', /^day of month: 0 is not in 1-31/],
    ['0 0 32 * *', /^day of month: 32 is not in 1-31/],
    ['0 0 * 0 *', /^month: 0 is not in 1-12/],
    ['0 0 * 13 *', /^month: 13/],
    ['0 0 * * 8', /^day of week: 8/],
    ['60 * * * * *', /^second: 60/],
    ['0-1000000000 * * * *', /more than two digits/],
    ['100 * * * *', /more than two digits/],
    ['1* * * * *', /`1\*` cannot be read/],
    ['*5 * * * *', /cannot be read/],
    ['0 0 1 jan1 *', /`JAN1` cannot be read/],
    ['0 0 1 janfeb *', /`JANFEB` cannot be read/],
    ['0 0 * * MONDAY', /full name.*write MON/],
    ['0 0 1 january-MAR *', /full name.*write JAN/],
    ['5/15 * * * *', /step without a range.*5-59\/15/],
    ['0 0 * * MON/2', /step without a range.*MON-6\/2/],
    ['*/61 * * * *', /step 61 is not in 1-59/],
    ['*/60 * * * *', /step 60/],
    ['*/0 * * * *', /step 0/],
    ['0 */24 * * *', /step 24 is not in 1-23/],
    ['* * * * */7', /step 7 is not in 1-6/],
    ['*/ * * * *', /cannot be read/],
    ['1-5/ * * * *', /cannot be read/],
    ['*-5 * * * *', /cannot be read/],
    ['1-2-3 * * * *', /cannot be read/],
    ['-5 * * * *', /cannot be read/],
    ['1.5 * * * *', /cannot be read/],
    ['0 22-2 * * *', /backwards.*22-23,0-2/],
    ['0 0 * * FRI-MON', /backwards.*FRI-SAT,SUN-MON/],
    ['0 0 * * SAT-SUN', /backwards.*SAT,SUN/],
    ['0 0 1 dec-feb *', /backwards.*DEC,JAN-FEB/],
    ['0 21-3/2 * * *', /backwards.*21,23,1,3/],
    ['0 0 L-3 * *', /L-3.*LW/],
    ['0 0 * * L', /needs a day.*5L/],
    ['0 0 0W * *', /0 is not in 1-31/],
    ['0 0 32W * *', /32 is not in 1-31/],
    ['0 0 1-15W * *', /cannot be read/],
    ['0 0 * * 1#6', /#6 is not in #1-#5/],
    ['0 0 * * 8L', /8 is not in 0-7/],
    ['0 L * * *', /cannot be read/],
    ['0 0 1#2 * *', /cannot be read/],
    ['H * * * *', /Jenkins/],
    ['H/15 * * * *', /Jenkins/],
    ['H(0-29) * * * *', /Jenkins/],
    ['? * * * *', /day fields only/],
    ['0 0 1,? * *', /stands alone/],
    ['1,,2 * * * *', /list item is empty/],
    [',1 * * * *', /list item is empty/],
    ['0 0 30 2 *', /30 does not exist in month 2/],
    ['0 0 31 4,6 *', /31 does not exist in month 4,6/],
    ['0 0 30W 2 *', /never fires/],
    ['0 0 31W APR *', /never fires/],
    ['0 0 */2 * 1', /disagree/],
    ['0 0 1 * */2', /disagree/],
    ['0 0 1,*/5 * FRI', /disagree/],
    ['0 0 * * ٣', /cannot be read/],
  ];
  for (const [expression, expected] of refused) {
    it(JSON.stringify(expression), () => assert.match(problems(expression)[0] ?? '', expected));
  }

  it('over 100 characters without looking further', () => {
    assert.match(problems(`${'1,'.repeat(60)}1 * * * *`)[0] ?? '', /129 characters/);
    assert.match(problems('('.repeat(10_000_000))[0] ?? '', /characters/);
  });

  it('and names all problems at once', () => {
    const found = problems('60,61 25 0 13 8');
    assert.deepEqual(
      found.map((text) => text.slice(0, text.indexOf(':'))),
      ['minute', 'minute', 'hour', 'day of month', 'month', 'day of week'],
    );
  });
});

describe('checkCron, whatever the text', () => {
  it('never throws, refuses with hints, and accepts only what fires', () => {
    const bit = fc.constantFrom(
      '0',
      '7',
      '31',
      '59',
      '*',
      '/',
      '-',
      ',',
      'L',
      'W',
      '#',
      '?',
      'MON',
      'jan',
      'H',
      ' ',
      ' ',
      '@',
      '99',
    );
    const text = fc.array(bit, { maxLength: 14 }).map((bits) => bits.join(''));
    const field = fc.constantFrom(
      '*',
      '0',
      '5',
      '1-3',
      '*/2',
      '2-8/3',
      '1,3',
      'L',
      '29',
      '30',
      '31W',
      '1#5',
      'MON',
      'FEB',
      '2',
      '?',
    );
    const five = fc.array(field, { minLength: 5, maxLength: 6 }).map((fields) => fields.join(' '));
    fc.assert(
      fc.property(fc.oneof(text, five), (expression) => {
        const check = checkCron(expression);
        if (!check.ok) assert.ok(check.problems.length > 0 && check.problems.every(({ hint }) => hint !== ''));
        else assert.notEqual(nextTicks({ kind: 'cron', cron: expression, timezone: 'UTC' }, 0, 1).length, 0);
      }),
      { numRuns: 400 },
    );
  });

  it('is idempotent: the normalised form normalises to itself', () => {
    for (const expression of ['@daily', ' 0  9 * * mon', '0 0 ? jan,FEB *']) {
      const { normalized } = accepted(expression);
      assert.equal(accepted(normalized).normalized, normalized);
    }
  });
});

describe('canonicalCron', () => {
  it('is one text for all spellings of one rule', () => {
    for (const same of ['@daily', '0 0 * * *', '00 0 * * ?', '0 0 0 * * *', ' 0\t0 ? * *']) {
      assert.equal(canonicalCron(same), '0 0 * * *');
    }
    assert.equal(canonicalCron('05 09 * jan-MAR fri#2'), '5 9 * 1-3 5#2');
    assert.equal(canonicalCron('0 0 * * sunL'), '0 0 * * 0L');
    assert.equal(canonicalCron('10 0 0 * * *'), '10 0 0 * * *');
  });
});
