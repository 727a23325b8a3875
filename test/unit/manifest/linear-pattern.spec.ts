import assert from 'node:assert/strict';

import fc from 'fast-check';

import {
  beginValue,
  flawOfPattern,
  LinearPattern,
  TooLongToMatch,
} from '../../../src/manifest/schemas/linear-pattern.ts';
import { translate } from '../../../src/manifest/schemas/pattern-syntax.ts';
import { assertLinear } from '../../support/growth.ts';

const matches = (pattern: string, text: string): boolean => {
  beginValue();
  return new LinearPattern(pattern).test(text);
};

/** The worst that a pattern of each kind can meet. */
const evil: [pattern: string, unit: string][] = [
  ['^(a+)+$', 'a'],
  ['^(a|a)*$', 'a'],
  ['^(a|b|ab)*c', 'ab'],
  ['(x+x+)+y', 'x'],
  ['(a*)*b', 'a'],
  ['^([a-zA-Z0-9]+\\s?)*$', 'a1'],
  ['\\s+$', ' '],
  ['a.*b.*c.*d', 'abc'],
  ['^(?:[a-z0-9]+[._-]?)+@', 'a.'],
  ['(?:\\w+\\W?)+!', 'ä'],
  ['^\\p{L}+(?:\\s\\p{L}+)*$', 'é '],
];

describe('patterns of schemas', () => {
  for (const [pattern, unit] of evil) {
    it(`take linear time: ${pattern}`, async () => {
      const text = (size: number): string => `${unit.repeat(size / unit.length)}\0`;
      await assertLinear((input) => matches(pattern, input), text, 50_000);
    });
  }

  it('mean what they mean to JavaScript', () => {
    const atom = fc.constantFrom(
      ...['a', 'b', 'é', '😀', '-', '.', '\\.', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '\\n', '\\0', '\\cJ'],
      ...['\\x41', '\\u0061', '\\u{1F600}', '\\uD83D\\uDE00', '\\p{L}', '\\P{Lu}', '\\p{Script=Greek}', '\\-', '\\/'],
      ...['[]', '[^]', '[ab]', '[^a]', '[a-c]', '[-a]', '[a-]', '[\\s-]', '[^\\S]', '[\\w.+-]', '[a-b-d]', '[\\b]'],
      ...['[\\]\\\\]', '[\\p{Lu}_]', '[[:]', '[😀-😂]', '[^\\n]', '[+--]', '\\b', '\\B', '^', '$'],
    );
    const piece = fc.tuple(atom, fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,2}', '{2,}', '*?', '+?', '??'));
    const sequence = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.map((parts) => parts.join('')).join(''));
    const group = fc.tuple(
      fc.constantFrom('(', '(?:', '(?<n>'),
      fc.array(sequence, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '*', '+', '?', '{0,3}'),
    );
    const whole = fc
      .tuple(sequence, group, sequence)
      .map(([a, [open, choices, sign], b]) => `${a}${open}${choices.join('|')})${sign}${b}`);
    const text = fc.array(
      fc.constantFrom(
        'a',
        'b',
        'c',
        'A',
        'Ω',
        'é',
        '1',
        '_',
        '-',
        '.',
        ' ',
        '\n',
        '\r',
        '\u2028',
        '\ufeff',
        '\u00a0',
        '😀',
        '\0',
        '\b',
        ']',
        '\\',
        ':',
        '+',
        ',',
      ),
      { maxLength: 6 },
    );
    const isPattern = (source: string): boolean => {
      try {
        return new RegExp(source, 'u').source !== '';
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.oneof(sequence, whole).filter(isPattern), text, (pattern, parts) => {
        const given = parts.join('');
        assert.equal(
          matches(pattern, given),
          new RegExp(pattern, 'u').test(given),
          `${pattern} on ${JSON.stringify(given)}`,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('go to V8 only where it cannot backtrack', () => {
    const simple = ['^[a-z]+$', '^.{1,2000}$', 'abc', '^(?:a|b)c$', '^\\d{4}-\\d{2}$', '^-?[0-9]+$', '\\.pdf$'];
    const others = [
      'a+',
      '^a|b+',
      '^(?:a|b)+$',
      '^a+b+$',
      '^(?:a{1,3}){4}$',
      '[ab]{500}',
      '^a?a?a?a?a?a',
      '^(?:a?){9}$',
    ];
    for (const pattern of simple) assert.ok(translate(pattern).simple, pattern);
    for (const pattern of others) assert.ok(!translate(pattern).simple, pattern);
  });

  it('count beyond a thousand', () => {
    for (const pattern of ['^(?:ab){1500}$', '^(?:ab){1500,1501}$', '^(?:ab){1500,}$', '^(?:ab){1,1500}$']) {
      for (const count of [1_499, 1_500, 1_501]) {
        const text = 'ab'.repeat(count);
        assert.equal(matches(pattern, text), new RegExp(pattern, 'u').test(text), `${pattern} on ${count}`);
      }
    }
  });

  it('are refused where no automaton can do it, with what they use', () => {
    const refused: [string, RegExp][] = [
      ['(?=a)b', /look-ahead/],
      ['(?!a)b', /look-ahead/],
      ['(?<=a)b', /look-behind/],
      ['(?<!a)b', /look-behind/],
      ['(a)\\1', /back-reference/],
      ['(?<n>a)\\k<n>', /back-reference/],
      ['^(?:(?:a|b){0,900}){900}$', /more than an automaton can count/],
      ['^(?:a|b){0,99999}$', /counts beyond/],
      [`^${'a?'.repeat(3_000)}`, /more than 4000 characters/],
    ];
    for (const [pattern, message] of refused) assert.match(flawOfPattern(pattern)?.message ?? '', message, pattern);
    assert.match(flawOfPattern('(')?.message ?? '', /no regular expression/);
    assert.equal(flawOfPattern('^(?:a|b)+$'), undefined);
  });

  it('stop at a bound for one value, which the next value has anew', () => {
    const pattern = new LinearPattern('^(?:a|b){1,1000}c');
    beginValue();
    assert.throws(() => pattern.test('ab'.repeat(100_000)), TooLongToMatch);
    assert.equal(matches('^(?:a|b){1,1000}c', 'abc'), true);
  });
});
