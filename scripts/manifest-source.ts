/** Writes src/manifest/source.generated.ts: the schema as a value, the types of its source form, its compiled validators. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

import { standaloneValidators } from './standalone.ts';

/** The branches of unions are validated on their own, so that a problem names the branch that was meant. */
const DEFINITIONS = [
  'cronSchedule',
  'duration',
  'engineUrl',
  'errorName',
  'enqueueRoute',
  'enqueueSeveralRoute',
  'everySchedule',
  'exponentialBackoff',
  'fixedBackoff',
  'handler',
  'hardTimeout',
  'httpStatus',
  'linearBackoff',
  'listBackoff',
  'name',
  'redisEngine',
  'retentionLimits',
  'retryPolicy',
  'showRoute',
  'sqliteEngine',
  'task',
  'taskPattern',
  'taskPatterns',
  'timeoutLimits',
];

export async function manifestSource(schemaText: string): Promise<string> {
  const schema = JSON.parse(schemaText) as { $id: string } & Record<string, unknown>;
  return [
    '// @ts-nocheck validators are machine-made JavaScript',
    '// Written by `npm run generate` from schemas/manifest.schema.json. Do not edit.',
    "import type { ErrorObject } from 'ajv';",
    '',
    await sourceTypes(schemaText),
    `export const manifestSchema = ${JSON.stringify(schema, null, 2)} as const;`,
    '',
    'export type SourceValidator = ((data: unknown) => boolean) & { errors?: readonly ErrorObject[] | null };',
    '',
    validators(schema),
    `export const definitionValidators: Readonly<Record<string, SourceValidator>> = { ${DEFINITIONS.join(', ')} };`,
    '',
  ].join('\n');
}

async function sourceTypes(schemaText: string): Promise<string> {
  // Titles are texts for messages here, but names of types to the generator.
  const bare = JSON.parse(schemaText, (key, value: unknown) =>
    ['title', '$id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
  ) as JSONSchema;
  return await compile(bare, 'ManifestSource', { bannerComment: '', additionalProperties: false, format: true });
}

function validators(schema: { $id: string } & Record<string, unknown>): string {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: true,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
    // Lengths in UTF-16 units: close enough for limits of names, and no helper to import.
    unicode: false,
    logger: false,
    // Each definition becomes one function, which keeps the file small.
    inlineRefs: false,
    code: { source: true, esm: true, lines: false },
  });
  ajv.addSchema(schema);
  const references = Object.fromEntries(DEFINITIONS.map((name) => [name, `${schema.$id}#/$defs/${name}`]));
  return standaloneValidators(ajv, { validateManifest: schema.$id, ...references }, 'SourceValidator');
}
