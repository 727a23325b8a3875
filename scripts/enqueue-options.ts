/** Writes src/core/enqueue-options.generated.ts: the options of an enqueue as a schema, a type and validators. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { compile } from 'json-schema-to-typescript';

import { standaloneValidators } from './standalone.ts';

interface OptionsSchema {
  readonly $id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export async function enqueueOptionsSource(schemaText: string): Promise<string> {
  const schema = JSON.parse(schemaText) as OptionsSchema;
  const keys = Object.keys(schema.properties);
  return [
    '// @ts-nocheck validators are machine-made JavaScript',
    '// Written by `npm run generate` from schemas/enqueue-options.schema.json. Do not edit.',
    await typeOf(schema),
    `export const ENQUEUE_OPTIONS = ${JSON.stringify(bareOf(schema), null, 2)} as const;`,
    '',
    'export type OptionValidator = ((value: unknown) => boolean) & {',
    '  errors?: readonly {',
    '    readonly keyword: string;',
    '    readonly instancePath: string;',
    '    readonly propertyName?: string;',
    '    readonly params: Readonly<Record<string, unknown>>;',
    '    readonly parentSchema: Readonly<Record<string, unknown>>;',
    '  }[] | null;',
    '};',
    '',
    validators(schema),
    '/** One for each option: it stops at the first violation. */',
    `export const OPTION_VALIDATORS: Readonly<Record<keyof EnqueueOptions, OptionValidator>> = { ${keys.map((key) => `${key}: check_${key}`).join(', ')} };`,
    '',
  ].join('\n');
}

/** Without what names it as a document: it becomes a part of others. */
function bareOf(schema: OptionsSchema): object {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !key.startsWith('$')));
}

/** Frozen and shared values are options too, so nothing in them may be changed. */
async function typeOf(schema: OptionsSchema): Promise<string> {
  const written = await compile(bareOf(schema), 'EnqueueOptions', {
    bannerComment: '',
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
  });
  return written.replace(/^(\s+)(\w+\??|\[k: string\]):/gm, '$1readonly $2:').replace(/(\w+)\[\];/g, 'readonly $1[];');
}

function validators(schema: OptionsSchema): string {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    verbose: true,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing stands for it
    unicode: false,
    logger: false,
    code: { source: true, esm: true, lines: false },
  });
  ajv.addVocabulary(['x-duration', 'x-instant', 'x-flag', 'x-problem']);
  ajv.addSchema(schema);
  const names = Object.keys(schema.properties).map((key) => [`check_${key}`, `${schema.$id}#/properties/${key}`]);
  return standaloneValidators(ajv, Object.fromEntries(names) as Record<string, string>, 'OptionValidator');
}
