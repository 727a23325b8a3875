import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';

import fc from 'fast-check';

import { deepFreeze, encodeJson, encodeResult } from '../../../src/foundation/index.ts';

function refusal(value: unknown): string {
  const encoded = encodeJson(value);
  assert.ok(!encoded.ok, 'should have been refused');
  return `${encoded.pointer}: ${encoded.reason}`;
}

/** The only differences that are allowed: no undefined properties, no -0, no other prototype. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value === 0 ? 0 : value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined)
      Object.defineProperty(copy, key, {
        value: withoutUndefined(item),
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return copy;
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
        const encoded = encodeJson(value);
        // The arbitrary makes doubles of any size.
        if (encoded.ok) assert.equal(encoded.text, JSON.stringify(value));
        else assert.match(encoded.reason, /beyond 2\^53/);
      }),
    );
  });

  it('takes plain objects of every origin, objects of a class by their fields, and a toJSON of their own', () => {
    class Point {
      x = 1;
      move(): void {
        this.x += 1;
      }
    }
    class Money {
      readonly #cents = 1_999;
      toJSON(): string {
        return (this.#cents / 100).toFixed(2);
      }
    }
    const value = {
      p: new Point(),
      m: new Money(),
      gone: undefined,
      far: runInNewContext('({ a: {}, list: [] })') as object,
      bare: Object.assign(Object.create(null) as object, { a: 1 }),
      none: Object.create(null) as object,
    };
    assert.deepEqual(encodeJson(value), { ok: true, text: JSON.stringify(value) });
  });

  it('takes every number that is kept', () => {
    const numbers = [
      0,
      -1,
      0.1,
      2 ** 53 - 1,
      -(2 ** 53) + 1,
      1e-7,
      1e21,
      1e300,
      Number.MIN_VALUE,
      Number.MAX_VALUE,
      4.2e15,
    ];
    assert.deepEqual(encodeJson(numbers), { ok: true, text: JSON.stringify(numbers) });
  });

  const lossy: [string, unknown, RegExp][] = [
    ['undefined', undefined, /^: undefined/],
    ['a BigInt', { a: [1n] }, /^\/a\/0: a bigint/],
    ['a function', { a: { f: () => 1 } }, /^\/a\/f: a function/],
    ['a symbol', [Symbol('x')], /^\/0: a symbol/],
    ['NaN', { a: Number.NaN }, /^\/a: NaN/],
    ['Infinity', [[-Infinity]], /^\/0\/0: -Infinity/],
    ['a whole number beyond 2^53', { a: [2 ** 53] }, /^\/a\/0: 9007199254740992 is beyond 2\^53/],
    ['a list with a field', { a: Object.assign([1], { foo: 2 }) }, /^\/a: a list with fields of its own/],
    ['a long one', Object.assign(Array(65).fill(0), { total: 65 }), /^: a list with fields/],
    ['what a match gives', [/b/.exec('abc')], /^\/0: a list with fields/],
    ['a negative one', { a: -1e20 }, /^\/a: -100000000000000000000 is beyond/],
    ['a boxed value', { a: new Number(5) }, /^\/a: a boxed value/],
    ['a Date', { a: { at: new Date(0) } }, /^\/a\/at: a Date is not JSON; write date\.toISOString\(\)/],
    ['a Date of another realm', [runInNewContext('new Date(0)')], /^\/0: a Date/],
    ['a Buffer', { b: Buffer.from('a') }, /^\/b: a Buffer/],
    ['a URL', [new URL('http://h/')], /^\/0: a URL/],
    ['a Response', { r: new Response('x') }, /^\/r: an object of the class Response/],
    ['Headers', { h: new Headers({ a: 'b' }) }, /^\/h: an object of the class Headers/],
    [
      'a generator',
      (function* () {
        yield 1;
      })(),
      /^: a generator/,
    ],
    [
      'an async generator',
      {
        g: (async function* () {
          yield 1;
        })(),
      },
      /^\/g: a generator/,
    ],
    ['an iterator', { i: [1].values() }, /^\/i: .*collect its items/],
    ['a Proxy', { p: new Proxy({ a: 1 }, {}) }, /^\/p: a Proxy/],
    ['a Proxy of a list', [new Proxy([1], {})], /^\/0: a Proxy/],
    ['a WeakMap', { w: new WeakMap() }, /^\/w: an object of the class WeakMap/],
    [
      'what keeps all in private',
      {
        s: new (class Safe {
          readonly #key = 1;
          open(): number {
            return this.#key;
          }
        })(),
      },
      /^\/s: an object of the class Safe/,
    ],
    ['undefined in a list', { list: [1, undefined] }, /^\/list\/1: undefined/],
    ['a hole in a list', Array.from({ length: 2 }).concat(1), /^\/0: undefined/],
    ['a Map', { m: new Map([[1, 2]]) }, /^\/m: a Map/],
    ['a Set', [new Set()], /^\/0: a Set/],
    ['a promise nobody awaited', { p: Promise.resolve(1) }, /^\/p: a Promise/],
    ['a regular expression', /x/, /^: a RegExp/],
    ['an Error', { e: new TypeError('x') }, /^\/e: an Error/],
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
      withBoxedValues: true,
      withNullPrototype: true,
      withSparseArray: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        const encoded = encodeJson(value);
        if (encoded.ok) assert.deepEqual(JSON.parse(encoded.text), withoutUndefined(value));
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
