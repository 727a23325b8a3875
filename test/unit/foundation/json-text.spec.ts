import assert from 'node:assert/strict';

import fc from 'fast-check';

import { deepFreeze, encodeJson, encodeResult } from '../../../src/foundation/index.ts';

function refusal(value: unknown): string {
  const encoded = encodeJson(value);
  assert.ok(!encoded.ok, 'should have been refused');
  return `${encoded.pointer}: ${encoded.reason}`;
}

/** An object whose JSON or property access explodes. */
function exploding(): object {
  return Object.defineProperty({}, 'x', {
    enumerable: true,
    get: () => {
      throw new Error('boom');
    },
  });
}

describe('strict JSON', () => {
  it('writes what JSON holds as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(encodeJson(value), { ok: true, text: JSON.stringify(value) });
      }),
    );
  });

  it('follows JSON.stringify for dates, toJSON, class instances, undefined properties and boxed values', () => {
    class Point {
      x = 1;
      move(): void {
        this.x += 1;
      }
    }
    const value = {
      at: new Date(0),
      p: new Point(),
      gone: undefined,
      n: new Number(5),
      b: Buffer.from('a'),
      u: new URL('http://h/'),
    };
    assert.deepEqual(encodeJson(value), { ok: true, text: JSON.stringify(value) });
    assert.deepEqual(encodeJson(Object.assign(Object.create(null), { a: 1 })), { ok: true, text: '{"a":1}' });
  });

  const lossy: [string, unknown, RegExp][] = [
    ['undefined', undefined, /^: undefined/],
    ['a BigInt', { a: [1n] }, /^\/a\/0: a bigint/],
    ['a function', { a: { f: () => 1 } }, /^\/a\/f: a function/],
    ['a symbol', [Symbol('x')], /^\/0: a symbol/],
    ['NaN', { a: Number.NaN }, /^\/a: NaN/],
    ['Infinity', [[-Infinity]], /^\/0\/0: -Infinity/],
    ['a boxed NaN', { a: new Number(Number.NaN) }, /^\/a: NaN/],
    ['undefined in a list', { list: [1, undefined] }, /^\/list\/1: undefined/],
    ['a hole in a list', Array.from({ length: 2 }).concat(1), /^\/0: undefined/],
    ['a Map', { m: new Map([[1, 2]]) }, /^\/m: a Map/],
    ['a Set', [new Set()], /^\/0: a Set/],
    ['a promise nobody awaited', { p: Promise.resolve(1) }, /^\/p: a Promise/],
    ['a regular expression', /x/, /^: a RegExp/],
    ['an Error', { e: new TypeError('x') }, /^\/e: a Error/],
    ['binary data', { b: new Uint8Array(2) }, /^\/b: a typed array/],
    ['what hides in toJSON', { a: { toJSON: () => ({ n: Number.NaN }) } }, /^\/a\/n: NaN/],
    ['a flaw under strange keys', { 'a/b': { '~': 1n } }, /^\/a~1b\/~0: a bigint/],
    ['a throwing getter', { a: exploding() }, /^: it cannot be written: boom/],
  ];
  for (const [name, value, expected] of lossy) {
    it(`refuses ${name} and says where`, () => assert.match(refusal(value), expected));
  }

  it('names the place where a value contains itself', () => {
    const value: { list: unknown[] } = { list: [1] };
    value.list.push({ back: value });
    assert.equal(refusal(value), '/list/1/back: the value contains itself');
  });

  it('takes one object that stands in two places for what it is', () => {
    const shared = { a: 1 };
    assert.ok(encodeJson([shared, shared]).ok);
  });

  it('refuses a BigInt even when someone taught it toJSON', () => {
    const taught = BigInt.prototype as unknown as { toJSON?: () => string };
    taught.toJSON = () => '1';
    try {
      assert.match(refusal({ a: 1n }), /^\/a: a bigint/);
    } finally {
      delete taught.toJSON;
    }
  });

  it('survives nesting without end, with a short pointer', () => {
    let value: object = {};
    for (let depth = 0; depth < 100_000; depth += 1) value = { a: value };
    assert.match(refusal(value), /^(?:\/a){1,32}: nested too deeply$/);
  });

  it('never throws, and what it accepts reads back without loss', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        const encoded = encodeJson(value);
        if (encoded.ok) assert.equal(JSON.stringify(JSON.parse(encoded.text)), encoded.text);
      }),
    );
  });

  it('writes a missing result as null, but no other undefined', () => {
    assert.deepEqual(encodeResult(undefined), { ok: true, text: 'null' });
    assert.deepEqual(encodeResult({ a: 1 }), { ok: true, text: '{"a":1}' });
    assert.equal(encodeResult([undefined]).ok, false);
  });
});

describe('deepFreeze', () => {
  it('freezes everything inside, also below something frozen before and around cycles', () => {
    const inner = { list: [{ a: 1 }] };
    const value: Record<string, unknown> = { kept: Object.freeze({ inner }), u: undefined, n: null };
    value['self'] = value;
    assert.equal(deepFreeze(value), value);
    assert.ok(Object.isFrozen(value) && Object.isFrozen(inner) && Object.isFrozen(inner.list[0]));
  });

  it('leaves binary data and functions alone', () => {
    const value = { bytes: Buffer.from('ab'), fn: () => 1 };
    deepFreeze(value);
    value.bytes[0] = 0;
    assert.equal(value.bytes[0], 0);
    assert.equal(deepFreeze(5), 5);
  });
});
