import { stringify } from 'yaml';

import { DIAGNOSTIC_CODES } from '../../src/foundation/index.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly 'x-entry'?: object;
}

/** Definitions with a table of their own; the others are plain values. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  name: 'name',
  duration: 'duration',
  lease: 'duration',
  hardTimeout: 'duration or `none`',
  errorNames: 'list of text and numbers',
  errorName: 'text',
  httpStatus: 'whole number 100–599',
  jsonSchema: 'JSON Schema',
  handler: 'handler',
  routePath: 'path',
  engineUrl: 'URL',
};

/** @returns docs/manifest.md */
export function manifestPage(schemaText: string): string {
  const schema = JSON.parse(schemaText) as Schema;
  const writer = new PageWriter(schema.$defs ?? {});
  for (const [name, property] of Object.entries(schema.properties ?? {})) writer.section(name, property);
  return [...introduction(schema), ...writer.lines, ...diagnosticsTable(), ''].join('\n');
}

class PageWriter {
  readonly lines: string[] = [];
  readonly #definitions: Readonly<Record<string, Schema>>;
  readonly #written = new Set<string>();

  constructor(definitions: Readonly<Record<string, Schema>>) {
    this.#definitions = definitions;
  }

  section(name: string, property: Schema): void {
    this.lines.push(`## ${name}`, '', this.#meaning(property), '');
    this.lines.push(`Default: ${code(property.default)}. Example:`, '', ...yaml(name, property.examples?.[0]), '');
    this.#tables(name, property);
  }

  #tables(path: string, schema: Schema): void {
    const resolved = this.#resolve(schema);
    if (resolved.properties) this.#table(path, schema);
    for (const branch of resolved.anyOf ?? []) this.#tables(branchPath(path, this.#resolve(branch)), branch);
    if (typeof resolved.additionalProperties === 'object')
      this.#tables(`${path}.<name>`, resolved.additionalProperties);
    if (resolved.items) this.#tables(`${path}[]`, resolved.items);
  }

  #table(path: string, schema: Schema): void {
    const { properties = {}, required = [], description } = this.#resolve(schema);
    const known = schema.$ref ?? path;
    if (this.#written.has(known)) {
      this.lines.push(`\`${path}\`: as above.`, '');
      return;
    }
    this.#written.add(known);
    this.lines.push(`### \`${path}\``, '', ...(description === undefined ? [] : [description, '']));
    this.lines.push('| key | type | default | meaning | example |', '| --- | --- | --- | --- | --- |');
    for (const [key, property] of Object.entries(properties)) this.lines.push(this.#row(key, property, required));
    this.lines.push('');
    for (const [key, property] of Object.entries(properties)) this.#tables(`${path}.${key}`, property);
  }

  #row(key: string, property: Schema, required: readonly string[]): string {
    const fallback = required.includes(key)
      ? 'required'
      : property.default === undefined
        ? '–'
        : code(property.default);
    const meaning = this.#meaning(property);
    const cells = [`\`${key}\``, this.#type(property), fallback, meaning, code(property.examples?.[0])];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  }

  #type(schema: Schema): string {
    const short = schema.$ref === undefined ? undefined : SHORT_NAMES[definitionName(schema.$ref)];
    if (short !== undefined) return short;
    const resolved = this.#resolve(schema);
    if (resolved.anyOf) return [...new Set(resolved.anyOf.map((branch) => this.#type(branch)))].join(' or ');
    if (resolved.const !== undefined) return code(resolved.const);
    if (resolved.enum) return resolved.enum.map(code).join(', ');
    if (resolved.type === 'array') return `list of ${resolved.items ? this.#type(resolved.items) : 'anything'}`;
    return plainType(resolved);
  }

  /** The nearest description on the way through references. */
  #meaning(schema: Schema): string {
    if (schema.description !== undefined || schema.$ref === undefined) return schema.description ?? '';
    return this.#meaning(this.#definitions[definitionName(schema.$ref)] ?? {});
  }

  #resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    return this.#resolve(this.#definitions[definitionName(schema.$ref)] ?? {});
  }
}

function plainType({ type, minimum, maximum }: Schema): string {
  const limits = minimum === undefined ? '' : ` ${minimum}–${maximum ?? ''}`;
  if (type === 'integer') return `whole number${limits}`;
  if (type === 'number') return `number${limits}`;
  if (type === 'boolean') return 'true or false';
  if (type === 'string') return 'text';
  return type === 'object' ? 'mapping' : 'anything';
}

/** A branch of a union is told apart by its `type`, or by the key that it alone requires. */
function branchPath(path: string, branch: Schema): string {
  const constant = branch.properties?.['type']?.const;
  if (typeof constant === 'string') return `${path} (${constant})`;
  const own = ['cron', 'every', 'job'].find((key) => branch.required?.includes(key));
  return own === undefined ? path : `${path} (${own})`;
}

function definitionName(reference: string): string {
  return reference.slice('#/$defs/'.length);
}

function code(value: unknown): string {
  if (value === undefined) return '–';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function yaml(name: string, value: unknown): string[] {
  return ['```yaml', stringify({ [name]: value }).trimEnd(), '```'];
}

function diagnosticsTable(): string[] {
  const rows = Object.entries(DIAGNOSTIC_CODES).map(
    ([name, { severity, summary }]) => `| \`${name}\` | ${severity} | ${summary.replaceAll('|', '\\|')} |`,
  );
  return ['## Diagnostics', '', '| code | severity | when |', '| --- | --- | --- |', ...rows];
}

/** Names of all files together: a section says what an entry of it is called. */
function namedSections({ properties = {} }: Schema): string {
  const named = Object.keys(properties).filter((section) => properties[section]?.['x-entry'] !== undefined);
  return named.map((section) => `\`${section}\``).join(', ');
}

const introduction = (schema: Schema): readonly string[] => [
  '# The manifest',
  '',
  'Generated from `schemas/manifest.schema.json` by `npm run generate`.',
  '',
  'One YAML file, `jobs.yaml`, declares everything. For completion in an editor begin it with',
  '`# yaml-language-server: $schema=./node_modules/skep/schemas/manifest.schema.json`. `skep check` reports every problem at once, with file,',
  'line, column and a hint; unknown keys are errors.',
  '',
  '## Rules',
  '',
  '- **YAML** 1.2, core schema, UTF-8, one document of at most 4 MiB. Not taken: duplicate keys, custom tags, merge keys',
  '  (`<<`), more than 100 aliases, values nested deeper than 64, NaN and infinity, whole numbers beyond 2^53, control',
  '  characters.',
  '- **Names** match `[a-z0-9][a-z0-9_.-]{0,63}`.',
  '- **Durations** carry a unit: `300ms`, `5s`, `10m`, `1h30m`, `2d`, `1w`.',
  '- **The environment** is read when the file is loaded: `${NAME}`, `${NAME:-default}` (when not set or empty),',
  '  `${NAME:?message}`. Names of variables are upper case. One that is not set and has no default is an error. Where a',
  '  number or boolean is wanted, text from the environment that reads as one is taken as one. `$${` stands for `${`.',
  '- **Expressions** begin with a lower-case root, `${body.to}`, `${params.id}`, `${job.id}`; they are read per request and',
  '  may stand only in `with`, `job` and `respond.body` of HTTP routes. A value of the environment is never read as one.',
  `- **Includes** are merged by section: names of ${namedSections(schema)} must differ, lists of`,
  '  `routes` follow each other (the including file first), every other section may stand in one file only. Paths of',
  '  handlers and of the database are relative to the main file, patterns of includes to the file that has them.',
  '- **Queue of a task**: the first task route that matches, else `defaults.queue`. **Priority**: its own, else that of the',
  '  route, else 5. **Time limits** and **retry policy**: its own, else those of `defaults`.',
  '- **Errors** in `retryOn` and `deadOn` are compared as they stand, without patterns, with all that an error is: its `name`,',
  '  its class and every class that this extends (`class CardExpired extends PaymentDeclined {}` is a `PaymentDeclined` and an',
  '  `Error`), its `code` (`ECONNRESET`, `23505`), its HTTP status (`status` or `statusCode`, its own or that of its',
  '  `response`) as `404` and as `4xx`, and the same of what caused it (`cause`, the `errors` of an `AggregateError`). What is',
  '  thrown and is no Error is a `HANDLER_ERROR`; a time limit is `SoftTimeout` or `HardTimeout` with the code',
  '  `ATTEMPT_TIMED_OUT`. The order: `deadOn`, `retryOn` (not asked after `ctx.retry`), `maxAttempts`, `retryFor`.',
  '- Without further ado there are the queue `default` and the retry policy `standard`.',
  '',
];
