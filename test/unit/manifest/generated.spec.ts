import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';

import { generatedFiles } from '../../../scripts/generate.ts';
import { newAjv } from '../../../scripts/manifest-source.ts';
import { BACKOFF_TYPES, DEFAULT_PRIORITY, JITTERS, PROPAGATIONS } from '../../../src/core/index.ts';
import { DURATION_PATTERN } from '../../../src/foundation/index.ts';
import { ROLES } from '../../../src/manifest/index.ts';
import { manifestSchema as schema } from '../../../src/manifest/source.generated.ts';

const root = path.join(import.meta.dirname, '../../..');

describe('files generated from the schema', () => {
  it('are what `npm run generate` writes', async () => {
    for (const [file, text] of await generatedFiles()) {
      assert.ok((await readFile(path.join(root, file), 'utf8')) === text, `${file} is stale: npm run generate`);
    }
  });
});

describe('manifest.schema.json', () => {
  const definitions = schema.$defs;
  const ajv = newAjv({});
  ajv.addSchema(schema);

  it('is a sound schema of draft 2020-12 also to who does not know the keywords that Skep adds', () => {
    const editor = new Ajv2020({ strict: false });
    assert.ok(editor.validateSchema(schema), editor.errorsText());
    assert.ok(editor.compile(schema)({ version: 1, tasks: { ping: './ping.ts' } }));
  });

  it('says durations, roles, priorities and the like as the code does', () => {
    assert.equal(definitions.duration.pattern, DURATION_PATTERN);
    assert.equal(definitions.hardTimeout.pattern, `^(none|${DURATION_PATTERN.slice(1, -1)})$`);
    assert.equal(definitions.task.properties.priority.default, DEFAULT_PRIORITY);
    assert.deepEqual(definitions.token.properties.role.enum, ROLES);
    assert.deepEqual(definitions.jitter.enum, JITTERS);
    assert.deepEqual(definitions.traces.properties.propagation.enum, PROPAGATIONS);
    const branches = definitions.retryPolicy.properties.backoff.anyOf.map(({ $ref }) => $ref.replace('#/$defs/', ''));
    assert.deepEqual(
      branches,
      BACKOFF_TYPES.map((type) => `${type}Backoff`),
    );
  });

  const properties: [string, Record<string, unknown>, string][] = [];
  const collect = (name: string, holder: object, pointer: string): void => {
    for (const [key, property] of Object.entries(
      (holder as { properties?: Record<string, Record<string, unknown>> }).properties ?? {},
    )) {
      properties.push([`${name}.${key}`, property, `${pointer}/properties/${key}`]);
    }
  };
  collect('manifest', schema, '#');
  for (const [name, definition] of Object.entries(definitions)) collect(name, definition, `#/$defs/${name}`);

  it('has no value in it but keys that are documented', () => {
    assert.ok(properties.length > 70);
  });

  for (const [name, property, pointer] of properties) {
    it(`${name} has a description, and examples and a default that are valid`, () => {
      const target =
        typeof property['$ref'] === 'string' ? (definitions as Record<string, object>)[property['$ref'].slice(8)] : {};
      assert.ok('description' in property || 'description' in (target ?? {}), 'no description');
      const examples = property['examples'] as unknown[] | undefined;
      assert.ok(examples && examples.length > 0, 'no example');
      const validate = ajv.getSchema(`${schema.$id}${pointer}`);
      assert.ok(validate);
      const given = 'default' in property ? [...examples, property['default']] : examples;
      for (const value of given)
        assert.ok(validate(value), `${JSON.stringify(value)}: ${ajv.errorsText(validate.errors)}`);
    });
  }
});
