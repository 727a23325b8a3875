/** What a route makes of text by the input schema of its task, and what can be said of it beforehand. */
import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { Json, JsonObject } from '../../../src/foundation/index.ts';
import { compileSchema, fillPayload } from '../../../src/manifest/index.ts';
import { misfits } from '../../../src/manifest/template-fit.ts';

function filled(schema: JsonObject | boolean | null, query: Json, template: Json = { v: '${query.v}' }): Json {
  const input = schema === null ? null : { type: 'object', properties: { v: schema } };
  return fillPayload(template, { query: { v: query }, params: {}, headers: {}, body: { n: '5' } }, input);
}

function value(schema: JsonObject | boolean | null, text: Json): Json {
  return (filled(schema, text) as { v: Json }).v;
}

describe('payload template: text by the schema', () => {
  const cases: readonly (readonly [JsonObject | null, Json, Json])[] = [
    [null, '7', '7'],
    [{}, '7', '7'],
    [{ type: 'string' }, '7', '7'],
    [{ type: 'integer' }, '7', 7],
    [{ type: 'integer' }, '-7', -7],
    [{ type: 'integer' }, '0', 0],
    [{ type: 'integer' }, '007', '007'],
    [{ type: 'integer' }, '-0', '-0'],
    [{ type: 'integer' }, '+7', '+7'],
    [{ type: 'integer' }, ' 7', ' 7'],
    [{ type: 'integer' }, '7.0', '7.0'],
    [{ type: 'integer' }, '7e2', '7e2'],
    [{ type: 'integer' }, '0x10', '0x10'],
    [{ type: 'integer' }, '', ''],
    [{ type: 'integer' }, '٣', '٣'],
    [{ type: 'integer' }, '9007199254740991', 9007199254740991],
    [{ type: 'integer' }, '9007199254740993', '9007199254740993'],
    [{ type: 'number' }, '-1.5e3', -1500],
    [{ type: 'number' }, '1e400', '1e400'],
    [{ type: 'number' }, 'NaN', 'NaN'],
    [{ type: 'number' }, '12345678901234567890', '12345678901234567890'],
    [{ type: 'boolean' }, 'true', true],
    [{ type: 'boolean' }, 'false', false],
    [{ type: 'boolean' }, 'True', 'True'],
    [{ type: 'boolean' }, '1', '1'],
    [{ type: ['integer', 'null'] }, 'null', null],
    [{ type: ['string', 'null'] }, 'null', 'null'],
    [{ type: ['string', 'integer'] }, '7', '7'],
    [{ enum: [1, 2, 'auto'] }, '2', 2],
    [{ enum: [1, 2, 'auto'] }, 'auto', 'auto'],
    [{ enum: [1, '1'] }, '1', '1'],
    [{ const: true }, 'true', true],
    [{ oneOf: [{ type: 'integer' }, { const: 'auto' }] }, '7', 7],
    [{ oneOf: [{ type: 'integer' }, { type: 'string', pattern: '^a' }] }, '7', 7],
    [{ oneOf: [{ type: 'integer' }, { type: 'string', pattern: '^a' }] }, 'abc', 'abc'],
    [{ anyOf: [{ type: 'integer', maximum: 5 }, { type: 'boolean' }] }, 'true', true],
    [{ allOf: [{ type: ['integer', 'string'] }, { type: ['integer', 'boolean'] }] }, '7', 7],
    [{ type: 'array', items: { type: 'integer' } }, '7', [7]],
    [{ type: 'array', items: { type: 'integer' } }, ['7', '8', 'x'], [7, 8, 'x']],
    [{ type: 'array', prefixItems: [{ type: 'integer' }, { type: 'boolean' }] }, ['7', 'true', 'z'], [7, true, 'z']],
    [{ type: 'array' }, ['7', '8'], ['7', '8']],
    [{ type: 'integer' }, ['7', '8'], ['7', '8']],
    [{ anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'integer' } }] }, ['7'], [7]],
    [
      { type: 'object', properties: { a: { type: 'integer' } }, additionalProperties: { type: 'boolean' } },
      { a: '1', b: 'true' },
      { a: 1, b: true },
    ],
  ];
  for (const [schema, text, expected] of cases) {
    it(`${JSON.stringify(text)} by ${JSON.stringify(schema)}`, () => {
      assert.deepEqual(value(schema, text), expected);
    });
  }

  it('follows references, also those that lead in a circle', () => {
    const input = {
      $ref: '#/$defs/tree',
      $defs: {
        tree: { type: 'object', properties: { n: { $ref: '#/$defs/n~1n' }, inner: { $ref: '#/$defs/tree' } } },
        'n/n': { $ref: '#/$defs/whole' },
        whole: { type: 'integer' },
        loop: { $ref: '#/$defs/loop' },
      },
    };
    const template = { n: '${query.n}', inner: { n: '${query.n}', inner: { n: '${query.n}' } } };
    assert.deepEqual(fillPayload(template, { query: { n: '3' } }, input), { n: 3, inner: { n: 3, inner: { n: 3 } } });
    assert.equal(fillPayload('${query.n}', { query: { n: '3' } }, { $ref: '#/$defs/loop', ...input.$defs }), '3');
    assert.equal(fillPayload('${query.n}', { query: { n: '3' } }, { $ref: '#' }), '3');
  });

  it('leaves alone what does not come as text, and text with more around it', () => {
    const template = { v: '${body.n}', w: 'no ${query.v}', x: '7', y: ['${query.v}'] };
    const input = {
      type: 'object',
      properties: {
        v: { type: 'integer' },
        w: { type: 'integer' },
        x: { type: 'integer' },
        y: { type: 'array', items: { type: 'integer' } },
      },
    };
    assert.deepEqual(fillPayload(template, { query: { v: '7' }, body: { n: '5' } }, input), {
      v: '5',
      w: 'no 7',
      x: '7',
      y: [7],
    });
  });

  it('leaves a property out whose expression leads nowhere, unless null may stand there', () => {
    const input = { type: 'object', properties: { a: { type: 'integer' }, b: { type: ['integer', 'null'] }, c: {} } };
    const template = { a: '${query.a}', b: '${query.b}', c: '${body.c}', d: '${query.d:-4}' };
    assert.deepEqual(fillPayload(template, { query: {}, body: {} }, input), { b: null, c: null, d: 4 });
    assert.deepEqual(fillPayload(template, { query: {}, body: {} }, null), { a: null, b: null, c: null, d: 4 });
  });

  it('never makes of a text what reads back as another, and keeps every text that the schema takes', () => {
    const leaf = fc.constantFrom<JsonObject>(
      { type: 'string' },
      { type: 'integer' },
      { type: 'number' },
      { type: 'boolean' },
      { type: 'null' },
      { type: 'string', pattern: '^[a-m]' },
      { enum: ['a', 1, true, null] },
      { type: 'integer', minimum: 3 },
    );
    const schema = fc.oneof(leaf, fc.record({ anyOf: fc.array(leaf, { minLength: 1, maxLength: 3 }) }));
    const text = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.double().map(String),
      fc.constantFrom('true', 'null', '-0', '01', 'a'),
    );
    fc.assert(
      fc.property(schema, text, (one, given) => {
        const made = value(one, given);
        const takes = (wanted: Json): boolean => compileSchema(one)(wanted).length === 0;
        const read = /^(?:0|-?[1-9]\d{0,14}|true|false|null)$/.test(given) ? (JSON.parse(given) as Json) : given;
        if (takes(given)) assert.equal(made, given);
        else if (takes(read)) assert.equal(made, read);
        else assert.ok(made === given || made === Number(given) || made === read);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused beforehand only where no request can be right', () => {
    const leaf = fc.constantFrom<JsonObject>(
      { type: 'string' },
      { type: 'integer' },
      { type: 'boolean' },
      { type: 'object' },
      { enum: ['x', 2] },
      {
        type: 'array',
        items: { type: 'integer' },
      },
    );
    const template = fc.constantFrom<Json>(
      '${query.v}',
      'x',
      'a${query.v}',
      2,
      true,
      { a: 1 },
      ['${query.v}'],
      '${query.v:-2}',
      '${query}',
      "${'x'}",
      '${body.n}',
    );
    const query = fc.constantFrom<Json>('2', 'x', 'true', ['1', '2'], '', 'ax');
    fc.assert(
      fc.property(leaf, template, query, (one, made, given) => {
        const input = { type: 'object', required: ['v'], properties: { v: one } };
        const payload = fillPayload({ v: made }, { query: { v: given }, body: { n: given } }, input);
        const fits = compileSchema(input)(payload).length === 0;
        if (fits && !JSON.stringify(made).includes(':-')) assert.deepEqual(misfits({ v: made }, input), []);
      }),
      { numRuns: 2_000 },
    );
  });
});
