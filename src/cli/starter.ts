/** The files that `skep init` begins a project with: a manifest, its handler, and a test of both. */

/** How modules of a project are written: by its package.json, and by whether it compiles TypeScript. */
export type ModuleForm = 'esm' | 'commonjs' | 'typescript';

export interface StarterOptions {
  /** Of the project, as a manifest takes it. */
  readonly name: string;
  /** Where jobs are kept, as `engine` takes it. */
  readonly engine: string;
  readonly form: ModuleForm;
  /** A package.json too: there is none. */
  readonly package: boolean;
}

export interface StarterFile {
  /** Below the folder of the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** @returns in the order in which they are written; the manifest comes last, so that it never names what is not there */
export function starterFiles(options: StarterOptions): readonly StarterFile[] {
  const handler = `handlers/greet.${options.form === 'typescript' ? 'ts' : 'js'}`;
  return [
    ...(options.package ? [{ path: 'package.json', text: packageText(options.name) }] : []),
    { path: handler, text: HANDLERS[options.form] },
    { path: 'test/greet.test.mjs', text: TEST },
    // The store, which belongs into no repository; a file of its own, for one that is there is not touched.
    { path: 'var/.gitignore', text: '*\n' },
    { path: 'jobs.yaml', text: manifestText(options, handler) },
  ];
}

/**
 * A name for a manifest out of that of a folder: `My Shop` becomes `my-shop`.
 * @returns one that a manifest takes, whatever the folder is called
 */
export function projectName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9_.-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64);
  return isProjectName(name) ? name : 'jobs';
}

/** As the schema of the manifest has it. */
export function isProjectName(name: string): boolean {
  return /^[a-z0-9][a-z0-9_.-]{0,63}$/.test(name) && name !== 'constructor' && name !== 'prototype';
}

/** Of what can stand in the manifest as it is; whether there is such a store shows when it is used. */
export function isEngine(engine: string): boolean {
  return /^(?:sqlite:|rediss?:\/\/)[^\s{}"'#]+$/.test(engine);
}

function packageText(name: string): string {
  const scripts = { start: 'exec skep run', check: 'skep check', test: 'node --test' };
  return `${JSON.stringify({ name, private: true, type: 'module', scripts }, null, 2)}\n`;
}

/** A name as YAML keeps it a text: a number or a word of it goes between quotes. */
function inYaml(name: string): string {
  return /^[a-z]/.test(name) && !['true', 'false', 'null'].includes(name) ? name : JSON.stringify(name);
}

function manifestText({ name, engine }: StarterOptions, handler: string): string {
  return `# yaml-language-server: $schema=./node_modules/skep/schemas/manifest.schema.json
version: 1
name: ${inYaml(name)}

# Where jobs are kept: a file, or Redis as in redis://127.0.0.1:6379. The variable wins, for tests and production.
engine: \${STORE:-${engine}}

tasks:
  greet:
    handler: ./${handler}#greet
    input:
      type: object
      required: [name]
      properties: { name: { type: string } }

schedules:
  good-morning: { task: greet, cron: 0 9 * * *, payload: { name: everybody } }
`;
}

const BODY = `  ctx.logger.info({ greeted: name }, 'greeting');
  return { text: \`Hello, \${name}!\` };
`;

const HANDLERS: Readonly<Record<ModuleForm, string>> = {
  esm: `export async function greet({ name }, ctx) {\n${BODY}}\n`,
  commonjs: `exports.greet = async function greet({ name }, ctx) {\n${BODY}};\n`,
  typescript: `import type { HandlerContext } from 'skep';

export async function greet({ name }: { name: string }, ctx: HandlerContext) {\n${BODY}}\n`,
};

const TEST = `import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPlatform } from 'skep';

let platform;
before(async () => {
  // As in production, but that the store is in memory and ends with the test.
  platform = await createPlatform({ file: 'jobs.yaml', env: { STORE: 'sqlite::memory:' }, roles: ['worker'] });
  await platform.start();
});
after(() => platform.stop());

test('greets', async () => {
  const [{ id }] = await platform.operations.enqueue('greet', [{ payload: { name: 'Ann' } }]);
  const { state, result } = await platform.operations.getJob(id, 10_000);
  assert.deepEqual([state, result], ['completed', { text: 'Hello, Ann!' }]);
});
`;
