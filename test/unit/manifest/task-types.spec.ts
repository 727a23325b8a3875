import assert from 'node:assert/strict';
import path from 'node:path';
import { check } from 'prettier';

import { loadManifest, loadManifestText, type Manifest, taskTypes } from '../../../src/manifest/index.ts';

const ROOT = path.join(import.meta.dirname, '../../..');

async function typesOf(tasks: object): Promise<string> {
  const text = JSON.stringify({ version: 1, name: 'types', engine: 'sqlite::memory:', tasks });
  const result = await loadManifestText(text, { env: {}, file: path.join(ROOT, 'jobs.yaml') });
  if (!result.ok) assert.fail(JSON.stringify(result.diagnostics));
  return taskTypes(result.manifest);
}

/** The payload of a task with that schema, as written. */
async function payloadOf(input: unknown): Promise<string> {
  const text = await typesOf({ t: { handler: './x.ts', input } });
  return /^ {4}payload:\s*(.*?);\n {4}result: unknown;/ms.exec(text)?.[1] ?? text;
}

describe('types of tasks', () => {
  it('are those that somebody wrote: nobody enqueues what is built in', async () => {
    const text = await typesOf({ t: { handler: './x.ts', on: { failure: { webhook: 'https://hooks.example/' } } } });
    assert.ok(text.includes('  t: {') && !text.includes('skep.webhook'), text);
  });

  const FORMS: readonly [unknown, string][] = [
    [true, 'unknown'],
    [false, 'never'],
    [{ type: 'integer' }, 'number'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ enum: ['a', 1, null, true] }, '"a" | 1 | null | true'],
    [{ const: 'it"s' }, '"it\\"s"'],
    [{ type: 'array', items: { type: ['string', 'number'] } }, '(string | number)[]'],
    [{ type: 'array' }, 'unknown[]'],
    [
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 1, items: false },
      '[string, number?]',
    ],
    [{ type: 'object' }, '{\n      [key: string]: unknown;\n    }'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, '{\n      [key: string]: number;\n    }'],
    [{ type: 'object', additionalProperties: false }, 'Record<string, never>'],
    [
      { required: ['b'], properties: { a: { type: 'string' }, 'a-b': true } },
      '{\n      a?: string;\n      "a-b"?: unknown;\n      b: unknown;\n    }',
    ],
    [{ anyOf: [{ type: 'string' }, { type: 'boolean' }] }, 'string | boolean'],
    [
      { allOf: [{ properties: { a: { type: 'string' } } }, { anyOf: [{ required: ['a'] }, true] }] },
      '{\n      a?: string;\n    }',
    ],
  ];
  for (const [schema, type] of FORMS) {
    it(`${JSON.stringify(schema)} is ${type.replaceAll(/\s+/g, ' ')}`, async () =>
      assert.equal(await payloadOf(schema), type));
  }

  it('stand in one order, with what describes them', async () => {
    const a = { description: 'First. */', handler: './x.ts' };
    const b = { handler: './x.ts', output: { type: 'string' } };
    const text = await typesOf({ 'b.c': b, a });
    assert.equal(text, await typesOf({ a, 'b.c': b }));
    assert.ok(
      text.includes('  /** First. *\\/ */\n  a: {\n    payload: unknown;\n    result: unknown;\n  };\n  "b.c": {\n'),
      text,
    );
  });

  it('name definitions that refer to themselves', async () => {
    const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };
    const text = await typesOf({ t: { handler: './x.ts', input: { $defs: { node }, $ref: '#/$defs/node' } } });
    assert.ok(text.includes('payload: Definitions["t payload node"];'), text);
    assert.ok(
      text.includes(
        'interface Definitions {\n  "t payload node": {\n    next?: Definitions["t payload node"];\n  };\n}\n',
      ),
      text,
    );
  });

  it('of the example are as prettier writes them', async () => {
    const loaded = await loadManifest(path.join(ROOT, 'jobs.yaml'), { env: {} });
    const text = taskTypes((loaded as { manifest: Manifest }).manifest);
    assert.ok(text.includes('"emails.send": {'), text);
    assert.equal(await check(text, { parser: 'typescript' }), true, text);
    const long = { enum: ['the first of many words', 'the second of many words', 'the third of them'] };
    const input = { type: 'object', properties: { kind: long, list: { type: 'array', items: { type: 'object' } } } };
    const other = await typesOf({ 'a.b': { handler: './x.ts', input } });
    assert.equal(await check(other, { parser: 'typescript' }), true, other);
  });
});
