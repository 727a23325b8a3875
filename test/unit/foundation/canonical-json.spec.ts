import { strict as assert } from 'node:assert';

import { canonicalJson, type Json } from '../../../src/foundation/index.ts';

describe('canonicalJson', () => {
  const alike: readonly (readonly [Json, Json])[] = [
    [
      { a: 1, b: { c: [], d: null } },
      { b: { d: null, c: [] }, a: 1 },
    ],
    [[{ x: 1, y: 2 }], [{ y: 2, x: 1 }]],
  ];
  for (const [one, other] of alike) {
    it(`is the same of ${JSON.stringify(one)} and ${JSON.stringify(other)}`, () => {
      assert.equal(canonicalJson(one), canonicalJson(other));
    });
  }

  const different: readonly (readonly [Json, Json])[] = [
    [{}, { '': 1 }],
    [{ a: 1, b: 2 }, { 'a\0b': 1 }],
    [
      { 'a\0b': 1, c: 2 },
      { a: 1, 'b\0c': 2 },
    ],
    [
      [1, 2],
      [2, 1],
    ],
  ];
  for (const [one, other] of different) {
    it(`is another of ${JSON.stringify(one)} and ${JSON.stringify(other)}`, () => {
      // It remembers keys that it has met: in both orders.
      for (const value of [one, other, one]) assert.deepEqual(JSON.parse(canonicalJson(value)), value);
    });
  }
});
