import assert from 'node:assert/strict';

import type { Json, JsonObject } from '../../../src/foundation/index.ts';
import { checkSchema, compileSchema } from '../../../src/manifest/index.ts';
import { assertLinear } from '../../support/growth.ts';

const order = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'string', pattern: '^[a-z]+$' },
    mail: { type: 'string', format: 'email' },
    lines: { type: 'array', minItems: 1, items: { $ref: '#/$defs/line' } },
    kind: { enum: ['new', 'old'] },
  },
  additionalProperties: false,
  $defs: {
    line: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, n: { type: 'integer' } } },
  },
} satisfies JsonObject;

function messages(schema: JsonObject | boolean, value: Json): string[] {
  return compileSchema(schema)(value).map(({ pointer, message }) => `${pointer} ${message}`);
}

describe('compileSchema', () => {
  it('has nothing to say about a good value', () => {
    assert.deepEqual(messages(order, { id: 'a', lines: [{ sku: 'x', n: 1 }] }), []);
  });

  it('lists every violation with its JSON pointer', () => {
    const value = { id: 'A1', mail: 'nobody', lines: [{ n: 1.5 }, 'x'], kind: 'other', 'a/b': 1 };
    assert.deepEqual(messages(order, value).sort(), [
      ' unknown property `a/b`',
      '/id must match pattern "^[a-z]+$"',
      '/kind must be one of "new","old"',
      '/lines/0 the property `sku` is missing',
      '/lines/0/n must be integer',
      '/lines/1 must be object',
      '/mail must match format "email"',
    ]);
  });

  it('takes true for anything and false for nothing', () => {
    assert.deepEqual(messages(true, 5), []);
    assert.deepEqual(messages(false, 5), [' no value is allowed']);
  });

  it('never shows the value', () => {
    const schema = { properties: { a: { type: 'string', pattern: '^x$' }, b: { maxLength: 2 } } };
    assert.ok(!JSON.stringify(messages(schema, { a: 'canary', b: 'canary' })).includes('canary'));
  });

  for (const pattern of ['(a+)+$', '^(a|a)*$', '(.*)*x', '^(a|aa)+$', 'a*a*a*a*a*a*b', '(\\w+\\s?)*$']) {
    it(`is not stopped by a pattern that takes for ever: ${pattern}`, async () => {
      const schema = { type: 'object', properties: { x: { type: 'string', maxLength: 10_000, pattern } } };
      assert.deepEqual(checkSchema(schema), []);
      await assertLinear(compileSchema(schema), (size) => ({ x: `${'a'.repeat(size)}!` }), 60);
      await assertLinear(compileSchema(schema), (size) => ({ x: `${'a'.repeat(size)}!` }), 2_000);
    });
  }

  it('nor by many values for it', async () => {
    const validate = compileSchema({ type: 'array', items: { pattern: '(a+)+$' } });
    await assertLinear(validate, (size) => Array.from({ length: size }, () => `${'a'.repeat(40)}!`), 50);
  });

  it('answers rightly for patterns that would backtrack', () => {
    assert.deepEqual(messages({ pattern: '^(a|b)+$' }, 'abab'), []);
    assert.deepEqual(messages({ pattern: '^(a|b)+$' }, 'abc'), [' must match pattern "^(a|b)+$"']);
    assert.deepEqual(messages({ pattern: '^a+b+c+$' }, `${'a'.repeat(500)}bc`), []);
    assert.deepEqual(messages({ patternProperties: { '^(x+)+$': { type: 'number' } } }, { xx: 'a' }), [
      '/xx must be number',
    ]);
  });

  it('has one budget for all patterns of a value, and says so', () => {
    const schema = { type: 'array', items: { pattern: '^(?:a|b){1,900}c' } };
    const value = Array.from({ length: 200 }, () => 'ab'.repeat(500));
    assert.deepEqual(messages(schema, value), [
      ' cannot be checked: the text is too long for the pattern ^(?:a|b){1,900}c',
    ]);
    assert.deepEqual(messages(schema, ['abc']), []);
  });

  it('takes time that grows with the value, for every keyword that could take more', async () => {
    const letters = (size: number, unit: string): string => unit.repeat(Math.ceil(size / unit.length));
    const tree = (branches: number): JsonObject => ({
      $ref: '#/$defs/t',
      $defs: { t: { oneOf: Array.from({ length: branches }, () => ({ items: { $ref: '#/$defs/t' } })) } },
    });
    const objects = (size: number): Json => Array.from({ length: size / 10 }, (_, index) => ({ a: index, b: 'x' }));
    const nested = (size: number): Json => Array.from({ length: size / 100 }, () => [[[[[[]]]]]]);
    const cases: [JsonObject, (size: number) => Json][] = [
      [{ uniqueItems: true }, objects],
      // Few enough to lie in the processor's caches: beyond them each costs twice as much.
      [{ uniqueItems: true }, (size) => Array.from({ length: size / 4 }, (_, index) => [index])],
      [{ uniqueItems: true }, (size) => Array.from({ length: size }, (_, index) => String(index))],
      [tree(1), nested],
      [{ items: { type: 'string' } }, objects],
      [
        { additionalProperties: false },
        (size) => Object.fromEntries(Array.from({ length: size / 10 }, (_, n) => [n, 1])),
      ],
      [{ propertyNames: { pattern: '^(a+)+$' } }, (size) => ({ [letters(size, 'a')]: 1, [letters(size, 'ab')]: 1 })],
      [{ patternProperties: { '^(a|b|ab)*c': true } }, (size) => ({ [letters(size, 'ab')]: 1 })],
    ];
    for (const [schema, make] of cases) await assertLinear(compileSchema(schema), make, 20_000);
  });

  it('stops where a schema makes more of a value than it has parts', () => {
    const twice = {
      $ref: '#/$defs/t',
      $defs: { t: { oneOf: [{ items: { $ref: '#/$defs/t' } }, { items: { $ref: '#/$defs/t' } }] } },
    };
    let deep: Json = [];
    for (let level = 0; level < 90; level += 1) deep = [deep];
    assert.deepEqual(messages(twice, deep), [
      ' cannot be checked: the schema refers to itself too often for this value',
    ]);
    const links = Object.fromEntries(
      Array.from({ length: 38 }, (_, n) => [
        `l${n}`,
        { allOf: [{ $ref: `#/$defs/l${n + 1}` }, { $ref: `#/$defs/l${n + 1}` }] },
      ]),
    );
    const chain = { $ref: '#/$defs/l0', $defs: { ...links, l38: { type: 'number' } } };
    assert.deepEqual(checkSchema(chain), []);
    assert.deepEqual(messages(chain, 1), [' cannot be checked: the schema refers to itself too often for this value']);
  });

  it('follows ordinary references as often as the value has parts', () => {
    const tree = {
      $ref: '#/$defs/t',
      $defs: { t: { type: 'object', properties: { kids: { type: 'array', items: { $ref: '#/$defs/t' } } } } },
    };
    const leaves = Array.from({ length: 50_000 }, () => ({}));
    assert.deepEqual(messages(tree, { kids: [{ kids: leaves }] }), []);
    assert.deepEqual(messages(tree, { kids: [{ kids: 5 }] }), ['/kids/0/kids must be array']);
  });

  it('leaves what only looks like a reference', () => {
    assert.deepEqual(messages({ const: { $ref: '#' } }, { $ref: '#' }), []);
    assert.deepEqual(messages({ enum: [{ $ref: '#' }] }, { $ref: '#' }), []);
    assert.deepEqual(messages({ properties: { $ref: { type: 'string' } } }, { $ref: 'x' }), []);
  });

  it('tells equal items from others as JSON Schema does', () => {
    const unique = { uniqueItems: true };
    for (const value of [
      [1, '1'],
      [true, 'true'],
      [null, 'null'],
      [{ a: 1 }, '{"a":1}'],
      [[1], [2]],
      [{ a: 1 }, { b: 1 }],
      [0, false, ''],
    ]) {
      assert.deepEqual(messages(unique, value), [], JSON.stringify(value));
    }
    for (const value of [
      [1, 1],
      ['a', 'b', 'a'],
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      [[], []],
      [null, null],
      [0, -0],
    ]) {
      assert.deepEqual(messages(unique, value), [' must NOT have duplicate items'], JSON.stringify(value));
    }
    assert.deepEqual(messages({ uniqueItems: false }, [1, 1]), []);
  });

  it('lists a hundred violations and counts the others; of large values it lists the first', () => {
    const numbers = { items: { type: 'number' } };
    const some = messages(
      numbers,
      Array.from({ length: 150 }, () => 'x'),
    );
    assert.equal(some.length, 101);
    assert.equal(some.at(-1), ' 50 more violations are not listed');
    const many = messages(
      numbers,
      Array.from({ length: 5_000 }, () => 'x'),
    );
    assert.deepEqual(many, ['/0 must be number', ' has more than 1000 values: only the first violation is listed']);
    const [long = ''] = messages({ additionalProperties: { type: 'number' } }, { ['k'.repeat(10_000)]: 'x' });
    assert.ok(long.length < 500, `${long.length}`);
  });

  it('refuses data that is nested too deeply, without running out of stack', () => {
    let deep: Json = 1;
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    const tree = { $ref: '#/$defs/t', $defs: { t: { type: 'array', items: { $ref: '#/$defs/t' } } } };
    assert.deepEqual(messages(tree, deep), [' values are nested deeper than 100']);
  });

  it('survives a schema that refers to itself without end', () => {
    assert.match(messages({ $ref: '#' }, {})[0] ?? '', /without end/);
  });

  it('leaves prototypes alone', () => {
    const value = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 1}') as Json;
    assert.deepEqual(messages({ type: 'object', properties: { a: { default: 1 } } }, value), []);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });

  it('takes no more for a good value than reading it as JSON a few times', () => {
    const validate = compileSchema(order);
    const value = { id: 'abc', mail: 'a@b.example', lines: [{ sku: 'x' }] };
    const text = JSON.stringify(value);
    const costs = Array.from({ length: 5 }, () => [costOf(() => validate(value)), costOf(() => JSON.parse(text))]);
    const [checked = 0, read = 0] = [0, 1].map((index) => Math.min(...costs.map((pair) => pair[index] ?? 0)));
    assert.ok(checked < 30 * read, `${checked} µs for 20 000 values, ${read} µs to read them`);
  });
});

/** µs of the processor for doing it 20 000 times. */
function costOf(act: () => unknown): number {
  const before = process.cpuUsage();
  for (let n = 0; n < 20_000; n += 1) act();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

describe('checkSchema', () => {
  const good: readonly JsonObject[] = [
    {},
    order,
    { type: ['string', 'null'], format: 'date-time', title: 'x', description: 'y', default: null, examples: ['z'] },
    { anyOf: [{ type: 'string' }, { type: 'number', minimum: 0, exclusiveMaximum: 5, multipleOf: 0.5 }] },
    { allOf: [{ required: ['a'] }, { not: { required: ['b'] } }], oneOf: [true] },
    { if: { required: ['a'] }, then: { required: ['b'] }, else: false },
    { prefixItems: [{ type: 'string' }], items: false, contains: { const: 1 }, minContains: 1, maxContains: 2 },
    { patternProperties: { '^x-': true }, propertyNames: { pattern: '^[a-z-]+$' }, unevaluatedProperties: false },
    { dependentRequired: { a: ['b'] }, dependentSchemas: { a: { required: ['b'] } }, minProperties: 1 },
    {
      definitions: { a: { type: 'string' } },
      properties: { a: { $ref: '#/definitions/a' }, b: { $ref: '#/properties/a' } },
    },
    { properties: { 'a/b~c': { type: 'string' }, d: { $ref: '#/properties/a~1b~0c' } } },
    { properties: { next: { $ref: '#' } } },
    {
      $id: 'https://x.example/s',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $comment: 'c',
      readOnly: true,
    },
    { enum: [1, 'a', null, { a: 1 }], uniqueItems: true, deprecated: false, contentMediaType: 'text/plain' },
    { properties: { a: {} }, unevaluatedItems: { type: 'string' } },
  ];
  const bad: readonly (readonly [JsonObject, string])[] = [
    [{ typ: 'object' }, '/typ'],
    [{ type: 'objekt' }, '/type'],
    [{ type: [] }, '/type'],
    [{ properties: { a: 5 } }, '/properties/a'],
    [{ properties: [] }, '/properties'],
    [{ required: 'a' }, '/required'],
    [{ required: ['a', 'a'] }, '/required'],
    [{ enum: [] }, '/enum'],
    [{ minLength: -1 }, '/minLength'],
    [{ multipleOf: 0 }, '/multipleOf'],
    [{ pattern: '[' }, '/pattern'],
    [{ patternProperties: { '(': true } }, '/patternProperties/('],
    [{ format: 'emial' }, '/format'],
    [{ allOf: [] }, '/allOf'],
    [{ items: [{}] }, '/items'],
    [{ $ref: 'https://evil.example/x' }, '/$ref'],
    [{ $ref: 'file:///etc/passwd' }, '/$ref'],
    [{ $ref: '#/examples/0', examples: [{ $async: true }] }, '/$ref'],
    [{ $ref: '#/__proto__' }, '/$ref'],
    [{ $ref: 5 }, '/$ref'],
    [{ properties: { a: { $async: true } } }, '/properties/a/$async'],
    [{ properties: { a: { $id: 'https://x.example' } } }, '/properties/a/$id'],
    [{ maximum: { $data: '1/a' } }, '/maximum'],
    [{ nullable: true }, '/nullable'],
    [{ $schema: 'http://json-schema.org/draft-07/schema#' }, '/$schema'],
    [{ then: {} }, ''],
    [{ properties: { ab: true }, patternProperties: { '^a': true } }, ''],
  ];

  for (const schema of good) {
    it(`takes ${JSON.stringify(schema).slice(0, 90)}`, () => {
      assert.deepEqual(checkSchema(schema), []);
      // What passes must compile: the validator would throw at the first use.
      compileSchema(schema)({});
      compileSchema(schema)([1]);
    });
  }
  for (const [schema, pointer] of bad) {
    it(`refuses ${JSON.stringify(schema).slice(0, 90)}`, () => {
      assert.deepEqual([...new Set(checkSchema(schema).map((problem) => problem.pointer))], [pointer]);
    });
  }

  it('takes nothing for a keyword that every object has', () => {
    const [problem] = checkSchema({ ['valueOf']: 1 });
    assert.match(problem?.message ?? '', /unknown keyword/);
    assert.equal(typeof problem?.hint, 'string');
  });

  it('refuses schemas that are too deep or too many', () => {
    let deep: JsonObject = {};
    for (let level = 0; level < 3_000; level += 1) deep = { not: deep };
    assert.match(checkSchema(deep)[0]?.message ?? '', /nested deeper than/);
    const properties = Object.fromEntries(Array.from({ length: 6_000 }, (_, n) => [`p${n}`, {}]));
    assert.match(checkSchema({ properties })[0]?.message ?? '', /more than 5000 schemas/);
  });
});
