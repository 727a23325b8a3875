/** Consumers in TypeScript, compiled and run against the package as it is packed, in every way that TypeScript finds types. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { type Manifest, taskTypes } from '../../src/manifest/index.ts';
import { install, pack, type Packed } from './package.ts';

const run = promisify(execFile);
const MODULES = path.join(import.meta.dirname, '../../node_modules');

const CONSUMER = `import {
  connect, createPlatform, loadManifest, SkepError,
  type EnqueueItem, type Handler, type HandlerContext, type Job, type JobView, type Json, type Jobs, type Platform,
} from 'skep';
import type { Tasks } from './jobs.js';

interface Email { to: string; subject?: string; parts: { text: string }[] }
interface Receipt { id: string; at: string }
class Order { constructor(readonly id: number, readonly lines: string[]) {} }

export const send: Handler<Email, Receipt> = async (email, ctx) => {
  const job: Job<Email> = ctx.job;
  ctx.logger.info('to %s', email.to);
  ctx.logger.error(new Error('x'), 'while sending');
  const order: Order = new Order(1, []);
  const { id } = await ctx.enqueue('emails.send', email);
  await ctx.enqueueMany('orders.take', [{ payload: order }, { payload: null, options: { delay: '5s' } }]);
  if (job.attempt > 3) throw ctx.retry({ in: '60s', max: 5, cause: new Error('busy') });
  if (email.to === '') throw ctx.dead(new SkepError('PAYLOAD_INVALID', 'nobody'));
  return { id, at: new Date().toISOString() };
};
export const plain: Handler = (payload: Json, ctx: HandlerContext) => [payload, ctx.attempt];
export const sync: Handler<Email> = ({ to }) => to;

// @ts-expect-error a result of another form
export const wrong: Handler<Email, Receipt> = async () => ({ id: 5 });
// @ts-expect-error the payload has no such field
export const stranger: Handler<Email> = (email) => email.nothing;

export async function main(): Promise<string> {
  const email: Email = { to: 'a@example.org', parts: [] };
  const item: EnqueueItem = { payload: email };
  // @ts-expect-error no JSON
  const big: EnqueueItem = { payload: 1n };
  const platform: Platform = await createPlatform({ file: 'jobs.yaml', roles: [] });
  const [job] = await platform.operations.enqueue('emails.send', [item]);
  const view: JobView<Email, Receipt> = await platform.operations.getJob<Email, Receipt>(job?.id ?? '');
  const error: unknown = big;
  if (error instanceof SkepError) return error.code;
  return view.result === null ? view.payload.to : view.result.at;
}
export async function produce(): Promise<string> {
  const jobs: Jobs<Tasks> = await connect<Tasks>({ server: 'http://127.0.0.1:8080' });
  const inferred: Jobs<Tasks> = await connect({ file: 'jobs.yaml' });
  const job = await jobs.enqueue('emails.send', { to: 'a@example.org' }, { delay: '5s' });
  // @ts-expect-error a payload of another form
  await jobs.enqueue('emails.send', { to: 5 });
  // @ts-expect-error no such task
  await jobs.enqueue('emails.sned', { to: 'a@example.org' });
  await inferred.enqueueMany('plain', [{ payload: [1] }]);
  const untyped = await connect({ server: 'http://127.0.0.1:8080' });
  await untyped.enqueue('whatever', { any: ['json'] });
  const receipt: { id: string } = await job.result({ wait: '30s' });
  return receipt.id;
}
console.log(typeof connect, typeof createPlatform, typeof loadManifest, new SkepError('USAGE', 'x') instanceof Error);
`;

const TASKS = taskTypes({
  tasks: {
    plain: { name: 'plain', description: null, input: null, output: null },
    'emails.send': {
      name: 'emails.send',
      description: 'Send one e-mail.',
      input: { type: 'object', required: ['to'], properties: { to: { type: 'string' } } },
      output: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
    },
  } as unknown as Manifest['tasks'],
});

interface Way {
  readonly name: string;
  readonly type: 'module' | 'commonjs';
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether Node runs what comes out. */
  readonly runs: boolean;
}

const WAYS: readonly Way[] = [
  { name: 'nodenext, ES modules', type: 'module', options: { module: 'nodenext' }, runs: true },
  { name: 'nodenext, CommonJS', type: 'commonjs', options: { module: 'nodenext' }, runs: true },
  { name: 'node16, ES modules', type: 'module', options: { module: 'node16' }, runs: true },
  { name: 'node16, CommonJS', type: 'commonjs', options: { module: 'node16' }, runs: true },
  { name: 'bundler', type: 'module', options: { module: 'esnext', moduleResolution: 'bundler' }, runs: true },
  {
    name: 'node10, CommonJS',
    type: 'commonjs',
    options: { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
    runs: true,
  },
  {
    name: 'node10, ES modules',
    type: 'module',
    options: { module: 'esnext', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
    runs: true,
  },
];

describe('types of the package, as TypeScript finds them', () => {
  let packed: Packed;
  let folder: string;

  before(async () => {
    packed = await pack();
    folder = await mkdtemp(path.join(tmpdir(), 'skep-types-'));
    await writeFile(path.join(folder, 'package.json'), '{}');
    await install(folder, packed.tarball);
    await symlink(path.join(MODULES, '@types'), path.join(folder, 'node_modules/@types'));
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await packed.dispose();
  });

  async function compile(way: Way, skipLibCheck = false): Promise<void> {
    const compilerOptions = {
      ...{ target: 'es2022', lib: ['es2023'], types: ['node'], strict: true, exactOptionalPropertyTypes: true },
      ...{ outDir: 'out', rootDir: '.', skipLibCheck, ...way.options },
    };
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: way.type, dependencies: { skep: '*' } }));
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['consumer.ts', 'jobs.d.ts'] }),
    );
    await writeFile(path.join(folder, 'consumer.ts'), CONSUMER);
    await writeFile(path.join(folder, 'jobs.d.ts'), TASKS);
    const tsc = path.join(MODULES, 'typescript/lib/tsc.js');
    await run(process.execPath, [tsc, '-p', folder], { cwd: folder }).catch((error: unknown) => {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      assert.fail(stdout + stderr);
    });
  }

  for (const way of WAYS) {
    it(`are found and right under ${way.name}`, async () => {
      await compile(way);
      if (!way.runs) return;
      const { stdout, stderr } = await run(process.execPath, ['out/consumer.js'], { cwd: folder });
      assert.deepEqual([stdout, stderr], ['function function function true\n', '']);
    });
  }
});
