import assert from 'node:assert/strict';

import fc from 'fast-check';

import { jsonChange, readJson } from '../../../src/foundation/index.ts';

function problem(text: string): string {
  const read = readJson(text);
  assert.ok(!read.ok, `${text} should have been refused`);
  return read.problem;
}

describe('JSON from outside', () => {
  it('is read as JSON.parse does, where that changes nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        if (text.includes('__proto__')) return;
        const read = readJson(text);
        // fast-check makes doubles of any size: those between 2^53 and 10^21 are the ones that are refused.
        if (read.ok) assert.deepEqual(read.value, JSON.parse(text));
        else assert.match(read.problem, /beyond 2\^53/);
      }),
      { numRuns: 500 },
    );
    for (const text of [
      '{"a":9007199254740991,"b":-9007199254740991,"c":1.7976931348623157e308,"d":0.30000000000000004}',
      '{"a":{"k":1},"b":{"k":1},"c":[{"k":1},{"k":2}]}',
      '"9007199254740993 {\\"a\\":1,\\"a\\":2}"',
      '{"\\\\":1,"\\"":2,"a\\\\":3}',
      '[[],{},"",0,-0,{"":{}}]',
      '[0e-400,0.0e5,-0.000,5e-324,1e9,9e9,-1e2,1e15,9007199254740991.0,1.5e300,1e21,123456789.125,4503599627370495.5]',
    ])
      assert.equal(jsonChange(text), undefined, text);
  });

  const changed: readonly [string, RegExp][] = [
    ['{"a":1,"a":2}', /: \/a: the key is there twice \(line 1, column 8\)$/],
    ['{"x":[0,{"a":1,"b":[],"a":2}]}', /: \/x\/1\/a: the key is there twice/],
    ['{"a":1,"\\u0061":2}', /: \/a: the key is there twice/],
    ['{"a":{"b":1},\n "a": 2}', /line 2, column 2/],
    ['{"a/b":1,"~":{"x":1,"x":1}}', /: \/~0\/x: the key/],
    ['9007199254740993', /: : 9007199254740993 is beyond 2\^53/],
    ['{"id":[1,2,-12345678901234567890]}', /: \/id\/2: -12345678901234567890 is beyond/],
    ['{"n":1e400}', /: \/n: 1e400 is too large/],
    ['[1e999]', /: \/0: 1e999 is too large/],
    ['[1e-400]', /: \/0: 1e-400 is too small for a number/],
    ['{"n":-0.1E-350}', /: \/n: -0\.1E-350 is too small/],
    [`[0.${'0'.repeat(400)}1]`, /: \/0: 0\.0{38}… is too small/],
    ['[9007199254740993.0]', /: \/0: 9007199254740993\.0 is beyond 2\^53/],
    ['[9007199254740993e0]', /: \/0: 9007199254740993e0 is beyond/],
    ['[90071992547409931.5]', /: \/0: 90071992547409931\.5 is beyond/],
    ['{"a":-1e16}', /: \/a: -1e16 is beyond/],
    ['[9e20]', /: \/0: 9e20 is beyond/],
    [`[${'9'.repeat(1_000)}]`, /: \/0: 9{40}… is too large/],
    ['{"__proto__":1}', /: \/__proto__: a key `__proto__` is refused/],
    ['{"a":{"\\u005f_proto__":1}}', /: \/a\/__proto__: a key/],
  ];
  for (const [text, expected] of changed) {
    it(`refuses ${text.slice(0, 40)} with the place`, () => {
      assert.match(problem(text), /^would be changed by reading it: /);
      assert.match(problem(text), expected);
    });
  }

  it('finds a key that is twice among many, and none among those that differ', () => {
    const keys = Array.from({ length: 3_000 }, (_, index) => `"k${index}":${index}`);
    assert.ok(readJson(`{${keys.join()}}`).ok);
    assert.match(problem(`{${keys.join()},"k7":0}`), /\/k7: the key is there twice/);
  });

  it('finds any doubled key of any value', () => {
    const map = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, maxKeys: 30 });
    fc.assert(
      fc.property(map, fc.nat(), (value, pick) => {
        const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`);
        const again = entries[pick % entries.length] ?? '';
        const read = readJson(`[{${[...entries, again].join()}}]`);
        assert.equal(read.ok, false);
      }),
    );
  });

  it('says where a text stops being JSON', () => {
    assert.equal(problem('{"a": tru}'), 'is not JSON: unexpected "t" at line 1, column 7');
    assert.equal(problem('[1,\n2'), 'is not JSON: it ends at line 2, column 2');
  });
});
