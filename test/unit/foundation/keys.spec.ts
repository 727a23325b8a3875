/** Names from outside that become keys: none of them may mean something to objects. */
import assert from 'node:assert/strict';
import path from 'node:path';

import { headerOption } from '../../../src/cli/options.ts';
import { fillTemplate } from '../../../src/core/index.ts';
import { dictionary, isUnsafeKey } from '../../../src/foundation/index.ts';
import { loadManifestText } from '../../../src/manifest/index.ts';
import { safeFields } from '../../../src/telemetry/redaction.ts';
import { ExportScan } from '../../support/export-scan.ts';

const NASTY = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
const cwd = path.join(import.meta.dirname, '../../manifest-cases');

async function codesOf(text: string): Promise<readonly string[]> {
  const result = await loadManifestText(text, {
    file: path.join(cwd, 'jobs.yaml'),
    cwd,
    env: {},
    handlers: new ExportScan(),
  });
  return result.ok ? [] : result.diagnostics.map(({ code }) => code);
}

describe('names that become keys', () => {
  afterEach(() => {
    assert.deepEqual(Object.keys(Object.prototype), []);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  it('mean nothing to a dictionary', () => {
    const names = dictionary<number>();
    for (const name of NASTY) assert.equal(names[name], undefined);
    for (const [index, name] of NASTY.entries()) names[name] = index;
    assert.deepEqual(
      Object.entries(names),
      NASTY.map((name, index) => [name, index]),
    );
  });

  it('are refused where they lead to prototypes', () => {
    assert.deepEqual(NASTY.filter(isUnsafeKey), ['__proto__', 'constructor', 'prototype']);
    for (const name of NASTY.filter(isUnsafeKey)) assert.throws(() => headerOption(`${name}=x`), /refused/);
    assert.deepEqual(headerOption('toString=x', { a: 'b' }), { a: 'b', toString: 'x' });
  });

  const tails = ['{ a: 1 }', '"x"', '{ polluted: 1 }'];
  for (const tail of tails) {
    it(`are refused as keys of a manifest, in every form it may be written in: ${tail}`, async () => {
      const forms = [
        `version: 1\n__proto__: ${tail}\n`,
        `version: 1\n"__proto__": ${tail}\n`,
        `version: 1\nqueues:\n  __proto__: ${tail}\n`,
        `version: 1\nqueues: { "__proto__": ${tail} }\n`,
        `version: 1\nqueues: { "\\u005f_proto__": ${tail} }\n`,
        `{ "version": 1, "queues": { "__proto__": ${tail.replace('a', '"a"').replace('polluted', '"polluted"')} } }`,
        `version: 1\nschedules: { s: { task: t, every: 1h, payload: { __proto__: ${tail} } } }\n`,
        `version: 1\nschedules: { s: { task: t, every: 1h, payload: { ? __proto__ : ${tail} } } }\n`,
      ];
      for (const form of forms) assert.ok((await codesOf(form)).includes('YAML_KEY'), form);
    });
  }

  it('stay keys in templates and in log lines', () => {
    const template = JSON.parse('{"__proto__":"${body.a}","constructor":1}') as { a: string };
    const made = fillTemplate(template, { body: { a: 'x' } });
    assert.equal(JSON.stringify(made), '{"__proto__":"x","constructor":1}');
    const fields = JSON.parse('{"__proto__":{"polluted":1},"b":{"__proto__":{"c":1}}}') as Record<string, unknown>;
    assert.equal(JSON.stringify(safeFields(fields, 'json')), '{"__proto___":{"polluted":1},"b":{"__proto__":{"c":1}}}');
  });
});
