import assert from 'node:assert/strict';

import fc from 'fast-check';

import { conditionHolds, holdsWhere, readCondition } from '../../../src/core/index.ts';
import { assertLinear } from '../../support/growth.ts';

const SCOPE = {
  payload: {
    country: 'de',
    total: 120,
    nothing: null,
    no: false,
    empty: '',
    zero: 0,
    tags: ['vip', 7, null],
    items: [{ sku: 'a' }, { sku: 'b' }],
    'a b': 1,
    'x-id': 'h',
  },
};

function holds(text: string): boolean {
  const read = readCondition(text, ['payload']);
  assert.ok(read.ok, `${text}: ${read.ok ? '' : read.message}`);
  assert.equal(holdsWhere(text, SCOPE), conditionHolds(read.condition, SCOPE));
  return conditionHolds(read.condition, SCOPE);
}

describe('readCondition', () => {
  const true_ = [
    'payload.country == "de"',
    "payload.country == 'de'",
    'payload.country!="at"',
    'payload.total >= 100 && payload.total <= 120',
    'payload.total > 1.19e2 && payload.total < 121',
    'payload.country < "df" && "dd" < payload.country',
    'payload.country in ["at", "de"]',
    '"vip" in payload.tags',
    '7 in payload.tags && null in payload.tags',
    '!(8 in payload.tags)',
    '!("de" in payload.country)',
    'payload.missing == null && payload.nothing == null',
    'payload.missing.deeper == null && payload.country.length == null',
    'payload.tags != null && payload.tags.length == 3',
    'payload.tags != payload.tags',
    'payload.items[1].sku == "b" && payload.items.0.sku == "a"',
    'payload["a b"] == 1 && payload["x-id"] == payload.x-id',
    'payload.country',
    'payload && payload.tags && !payload.nothing && !payload.no && !payload.empty && !payload.zero',
    '!!payload.country',
    'false || true && !false',
    'true || payload.a && false',
    '!(true || payload.a) || payload.total == 120',
    '-1 < 0 && !(payload.total < "130") && !(payload.total >= "120") && !(null <= null)',
    '"\\u0041\\"" == \'A"\'',
    'payload.__proto == null',
  ];
  for (const text of true_) it(`holds: ${text}`, () => assert.equal(holds(text), true));

  const false_ = ['payload.country == "DE"', 'payload.total in []', 'false && true || false', 'payload.missing', '0'];
  for (const text of false_) it(`does not hold: ${text}`, () => assert.equal(holds(text), false));

  const wrong: readonly [text: string, at: number, message: RegExp, hint?: RegExp][] = [
    ['', 0, /a value is missing/],
    ['payload.country = "de"', 16, /means nothing/, /write `==`/],
    ['payload.a == 1 and payload.b == 2', 15, /no operator/, /write `&&`/],
    ['not payload.a', 0, /no operator/, /write `!`/],
    ['payload.a & payload.b', 10, /means nothing/, /write `&&`/],
    ['payload.country == de', 19, /`de` names nothing/, /`payload`.*quotes/],
    ['body.a == 1', 0, /`body` names nothing/],
    ['toString == 1', 0, /`toString` names nothing/],
    ['payload.country == "de', 19, /not closed/],
    ['payload.country == "\\q"', 19, /escape/],
    ['payload.a == 01', 13, /`01` is no number/],
    ['payload.a == 9007199254740993', 13, /./, /quotes/],
    ['payload. == 1', 8, /a name is missing after `\.`/],
    ['payload[x] == 1', 8, /is missing after `\[`/],
    ['payload[1 == 1', 9, /`\]` is missing/],
    ['(payload.a', 10, /`\)` is missing/],
    ['payload.a)', 9, /cannot follow/],
    ['!payload.a == 1', 11, /cannot follow/, /!\(payload\.a == 1\)/],
    ['payload.a == 1 == 2', 15, /cannot follow/],
    ['payload.a payload.b', 10, /cannot follow/],
    ['payload.a in "de"', 13, /asks for a list/],
    ['payload.a in ["de"', 18, /is missing/],
    ['payload.a in [payload.b]', 14, /is missing/],
    ['payload.a == ', 13, /a value is missing/],
    ['&& payload.a', 0, /a value is missing before/],
    ['payload.__proto__.a == 1', 0, /may not be a step/],
    ['payload["__proto__"]', 0, /may not be a step/],
    ['payload.a == \u{1f600}', 13, /means nothing/],
    [`${'('.repeat(51)}payload.a${')'.repeat(51)}`, 50, /too deep/],
    [`payload.a == "${'x'.repeat(1_000)}"`, 1_000, /longer than/],
  ];
  for (const [text, at, message, hint] of wrong) {
    it(`is wrong at ${at}: ${text.slice(0, 40)}`, () => {
      const read = readCondition(text, ['payload']);
      assert.ok(!read.ok);
      assert.equal(read.at, at);
      assert.match(read.message, message);
      if (hint) assert.match(read.hint, hint);
      assert.equal(holdsWhere(text, SCOPE), false);
    });
  }

  it('reads nothing but own data', () => {
    const scope = { payload: Object.create({ inherited: 1 }) as { readonly inherited: number } };
    assert.equal(holdsWhere('payload.inherited == null && payload.toString == null', scope), true);
  });

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      'payload',
      '.a',
      '[0]',
      '==',
      '<',
      '&&',
      '||',
      '!',
      '(',
      ')',
      '"',
      "'",
      ' ',
      '1',
      'in',
      '[',
      ']',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          const read = readCondition(text, ['payload']);
          if (read.ok) conditionHolds(read.condition, SCOPE);
          else assert.ok(read.at >= 0 && read.at <= Math.max(text.length, 1) && read.message !== '');
        },
      ),
    );
  });

  it('takes four times as long for a list of four times as many', () =>
    assertLinear(
      (tags: readonly number[]) => holdsWhere('"vip" in payload.tags', { payload: { tags } }),
      (size) => Array.from({ length: size }, (_none, index) => index),
      200_000,
    ));
});
