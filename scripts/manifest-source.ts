/** Writes src/manifest/source.generated.ts: the schema as a value, the types of its expanded form, its compiled validators. */
import { Ajv2020, type Options } from 'ajv/dist/2020.js';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

import { expandedSchema, type Schema } from './expanded-schema.ts';
import { standaloneValidators } from './standalone.ts';

/** Keywords of our own (src/manifest/schemas/schema-node.ts), which mean nothing to a validator. */
const OWN_KEYWORDS = [
  'x-adds-up',
  'x-duration',
  'x-entry',
  'x-late-default',
  'x-ref',
  'x-secret',
  'x-shorthand',
  'x-template',
];

/** For whoever compiles the manifest's schema: strict about everything else. */
export function newAjv(options: Options): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, strictRequired: true, allowUnionTypes: true, ...options });
  ajv.addVocabulary(OWN_KEYWORDS);
  return ajv;
}

export async function manifestSource(schemaText: string): Promise<string> {
  const schema = JSON.parse(schemaText) as { $id: string } & Schema;
  const branches = branchesIn(schemaText);
  return [
    '// @ts-nocheck validators are machine-made JavaScript',
    '// Written by `npm run generate` from schemas/manifest.schema.json. Do not edit.',
    "import type { ErrorObject } from 'ajv';",
    '',
    "import type { Json, JsonObject } from '../foundation/index.ts';",
    '',
    await expandedTypes(schema),
    `export const manifestSchema = ${JSON.stringify(schema, null, 2)} as const;`,
    '',
    'export type SourceValidator = ((data: unknown) => boolean) & { errors?: readonly ErrorObject[] | null };',
    '',
    validators(schema, branches),
    `export const definitionValidators: Readonly<Record<string, SourceValidator>> = { ${branches.join(', ')} };`,
    '',
  ].join('\n');
}

/** The branches of unions are validated on their own, so that a problem names the branch that was meant. */
function branchesIn(schemaText: string): readonly string[] {
  const found = new Set<string>();
  JSON.parse(schemaText, (_key, value: { readonly anyOf?: readonly Schema[] } | null) => {
    for (const { $ref } of value?.anyOf ?? []) if ($ref !== undefined) found.add($ref.slice('#/$defs/'.length));
    return value;
  });
  return [...found].sort();
}

/** Behind expand there is no other form, so that the written one needs no types. */
async function expandedTypes(schema: Schema): Promise<string> {
  const bare = expandedSchema(schema) as JSONSchema;
  return await compile(bare, 'ExpandedManifest', { bannerComment: '', additionalProperties: false, format: true });
}

function validators(schema: { $id: string } & Schema, branches: readonly string[]): string {
  const ajv = newAjv({
    allErrors: true,
    verbose: true,
    // Lengths in UTF-16 units: close enough for limits of names, and no helper to import.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing stands for it
    unicode: false,
    logger: false,
    // Each definition becomes one function, which keeps the file small.
    inlineRefs: false,
    code: { source: true, esm: true, lines: false },
  });
  ajv.addSchema(schema);
  const references = Object.fromEntries(branches.map((name) => [name, `${schema.$id}#/$defs/${name}`]));
  return standaloneValidators(ajv, { validateManifest: schema.$id, ...references }, 'SourceValidator');
}
