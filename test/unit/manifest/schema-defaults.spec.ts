import assert from 'node:assert/strict';

import type { Json, JsonObject } from '../../../src/foundation/index.ts';
import { checkSchema, fillerOf } from '../../../src/manifest/index.ts';

const fill = (schema: JsonObject, value: Json): Json => fillerOf(schema)(value);

describe('defaults of an input schema', () => {
  it('are filled in where nothing is given, at every depth, and leave what is given', () => {
    const schema = {
      properties: {
        lang: { default: 'en' },
        mail: { properties: { copies: { type: 'integer', default: 1 } } },
        items: { items: { properties: { count: { default: 1 } } } },
        pair: {
          prefixItems: [{ properties: { a: { default: 1 } } }, true],
          items: { properties: { b: { default: 2 } } },
        },
        byName: { additionalProperties: { properties: { on: { default: true } } } },
      },
    };
    const value = { lang: null, mail: {}, items: [{}, { count: 3 }, 'x'], pair: [{}, {}, {}], byName: { ann: {} } };
    assert.deepEqual(fill(schema, value), {
      lang: null,
      mail: { copies: 1 },
      items: [{ count: 1 }, { count: 3 }, 'x'],
      pair: [{ a: 1 }, {}, { b: 2 }],
      byName: { ann: { on: true } },
    });
    assert.deepEqual(value.mail, {}, 'the value that was given is left as it was');
  });

  it('give the very same value back where nothing is missing', () => {
    const value = { a: { b: 1 }, list: [{ c: 1 }] };
    const schema = {
      properties: {
        a: { properties: { b: { default: 2 } } },
        list: { items: { properties: { c: { default: 2 } } } },
      },
    };
    assert.equal(fill(schema, value), value);
    assert.equal(fillerOf(null)(value), value);
  });

  it('come through $ref and allOf, and are filled into defaults themselves', () => {
    const schema = {
      $defs: { smtp: { type: 'object', properties: { port: { default: 25 } }, default: {} } },
      allOf: [{ properties: { smtp: { $ref: '#/$defs/smtp' } } }, { properties: { other: { default: [] } } }],
    };
    assert.deepEqual(fill(schema, {}), { smtp: { port: 25 }, other: [] });
  });

  it('of the whole payload stand for none', () => {
    const schema = { type: 'object', default: {}, properties: { days: { default: 30 } } };
    assert.deepEqual(fill(schema, null), { days: 30 });
    assert.equal(fill(schema, 5), 5);
  });

  it('of a schema that refers to itself come to an end', () => {
    const inner = { $ref: '#', default: {} };
    const schema = { properties: { left: inner, right: inner } };
    const filled = JSON.stringify(fill(schema, {}));
    assert.ok(filled.length < 200, filled);
    assert.deepEqual(fill({ allOf: [{ $ref: '#' }, { $ref: '#' }], properties: { a: { default: 1 } } }, {}), { a: 1 });
  });

  it('of branches that only some values have are left out', () => {
    const branch = { properties: { kind: { default: 'x' } } };
    for (const keyword of ['anyOf', 'oneOf']) assert.deepEqual(fill({ [keyword]: [branch] }, {}), {});
    assert.deepEqual(fill({ if: branch, then: branch }, {}), {});
  });

  it('that break their own schema are refused when the manifest is read', () => {
    const pointers = (schema: JsonObject): string[] =>
      checkSchema(schema).map(({ pointer, message }) => {
        assert.ok(!message.includes('  '), message);
        return pointer;
      });
    assert.deepEqual(pointers({ properties: { n: { type: 'integer', default: 'x' } } }), ['/properties/n/default']);
    assert.deepEqual(pointers({ properties: { n: { type: 'string', format: 'email', default: 'x' } } }), [
      '/properties/n/default',
    ]);
    const smtp = { type: 'object', required: ['port'], properties: { port: { type: 'integer', default: 25 } } };
    assert.deepEqual(pointers({ properties: { smtp: { ...smtp, default: {} } } }), []);
    assert.deepEqual(pointers({ properties: { smtp: { ...smtp, default: { port: '25' } } } }), [
      '/properties/smtp/default',
    ]);
  });
});
