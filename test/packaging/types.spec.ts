/** Consumers in TypeScript, compiled and run against the package as it is packed, in every way that TypeScript finds types. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { type Manifest, taskTypes } from '../../src/manifest/index.ts';
import { ENGINES, engineSupport, WHOLE } from '../support/engines.ts';
import { LONG_TEST_MS } from '../support/patience.ts';
import { install, pack, type Packed } from './package.ts';

const run = promisify(execFile);
const MODULES = path.join(import.meta.dirname, '../../node_modules');

const CONSUMER = `import {
  connect, createPlatform, loadManifest, SkepError,
  type EnqueueItem, type Handler, type HandlerContext, type Job, type JobView, type Json, type Jobs, type Platform,
} from 'skep';
import { connect as connectOnly, type Jobs as ClientJobs } from 'skep/client';
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
  for await (const news of job.events({ every: '1s' })) {
    if (news.type === 'state' && news.job.result !== null) return news.job.result.id;
    // @ts-expect-error a line has no state
    if (news.type === 'log') console.log(news.line.line, news.state);
  }
  const light: ClientJobs<Tasks> = await connectOnly<Tasks>({ file: 'jobs.yaml' });
  // @ts-expect-error a payload of another form
  await light.enqueue('emails.send', { to: 5 });
  await light.close();
  return receipt.id;
}
if (connectOnly !== connect) throw new Error('two of them');
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

/** Compilers by their version. 7 takes a fifth of the time of the others, and does not know node10 any more. */
const COMPILERS = {
  5: 'typescript5/lib/tsc.js',
  6: 'typescript/lib/tsc.js',
  7: '@typescript/native/bin/tsc',
} as const;

/** For each engine, how the manifest names a store that nobody else uses. */
const ENGINE_SECTIONS = ENGINES.map(({ name }) => {
  const engine = async (): Promise<{ readonly section: string; readonly dispose: () => Promise<void> }> => {
    const { harness } = await engineSupport(name);
    const store = await harness.newStore();
    return { section: JSON.stringify({ type: name, ...store.address }), dispose: () => store.dispose() };
  };
  return [name, engine] as const;
});

interface Way {
  readonly name: string;
  readonly compiler: keyof typeof COMPILERS;
  readonly type: 'module' | 'commonjs';
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether Node runs what comes out. */
  readonly runs: boolean;
}

const ESM = { type: 'module', options: { module: 'nodenext' }, runs: true } as const;
const COMMONJS = { type: 'commonjs', options: { module: 'nodenext' }, runs: true } as const;

const WAYS: readonly Way[] = [
  ...([5, 7] as const).flatMap((compiler) => [
    { name: `nodenext, ES modules, TypeScript ${compiler}`, compiler, ...ESM },
    { name: `nodenext, CommonJS, TypeScript ${compiler}`, compiler, ...COMMONJS },
  ]),
  { name: 'nodenext, ES modules', compiler: 6, ...ESM },
  { name: 'nodenext, CommonJS', compiler: 6, ...COMMONJS },
  { name: 'node16, ES modules', compiler: 7, type: 'module', options: { module: 'node16' }, runs: true },
  { name: 'node16, CommonJS', compiler: 7, type: 'commonjs', options: { module: 'node16' }, runs: true },
  {
    name: 'bundler',
    compiler: 7,
    type: 'module',
    options: { module: 'esnext', moduleResolution: 'bundler' },
    runs: true,
  },
  {
    name: 'node10, CommonJS',
    compiler: 5,
    type: 'commonjs',
    options: { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true },
    runs: true,
  },
  {
    name: 'node10, ES modules',
    compiler: 5,
    type: 'module',
    options: { module: 'esnext', moduleResolution: 'node10', esModuleInterop: true },
    runs: true,
  },
];

/** Each way of finding modules once, and what is slow once; all of them by `npm run test:faults`. */
const TRIED = WHOLE ? WAYS : WAYS.filter(({ compiler, name }) => compiler === 7 || name === 'node10, CommonJS');

describe('types of the package, as TypeScript finds them', () => {
  let packed: Packed;
  let folder: string;

  before(async function () {
    this.timeout(LONG_TEST_MS);
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
    const tsc = path.join(MODULES, COMPILERS[way.compiler]);
    await run(process.execPath, [tsc, '-p', folder], { cwd: folder }).catch((error: unknown) => {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      assert.fail(stdout + stderr);
    });
  }

  for (const way of TRIED) {
    it(`are found and right under ${way.name}`, async () => {
      await compile(way);
      if (!way.runs) return;
      const { stdout, stderr } = await run(process.execPath, ['out/consumer.js'], { cwd: folder });
      assert.deepEqual([stdout, stderr], ['function function function true\n', '']);
    });
  }

  /** Prints the files of all modules that are loaded, ES modules by the hook and CommonJS by the cache. */
  const LISTED = `
import { register } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
writeFileSync('loaded.txt', '');
const hook = "import { appendFileSync } from 'node:fs';" +
  "export const load = (url, context, next) => { appendFileSync('loaded.txt', url + '\\\\n'); return next(url, context); };";
register('data:text/javascript,' + encodeURIComponent(hook));
const { connect } = await import('skep/client');
const jobs = await connect({ file: 'jobs.yaml' });
const job = await jobs.enqueue('emails.send', { to: 'ann@example.org' });
console.log(await job.state());
await jobs.close();
const { createRequire } = await import('node:module');
const cached = Object.keys(createRequire(import.meta.url).cache);
console.log([...readFileSync('loaded.txt', 'utf8').split('\\n'), ...cached].join('\\n'));
`;

  for (const [name, engine] of ENGINE_SECTIONS) {
    it(`has a door behind which nothing runs jobs, on ${name}`, async () => {
      const { section, dispose } = await engine();
      try {
        const manifest = `version: 1\nengine: ${section}\ntasks: { emails.send: { handler: ./handlers/emails.mjs#send } }\n`;
        await mkdir(path.join(folder, 'handlers'), { recursive: true });
        await writeFile(path.join(folder, 'handlers/emails.mjs'), 'throw new Error("a handler was loaded");\n');
        await writeFile(path.join(folder, 'jobs.yaml'), manifest);
        await writeFile(path.join(folder, 'producer.mjs'), LISTED);
        const { stdout } = await run(process.execPath, ['producer.mjs'], { cwd: folder, maxBuffer: 16 * 1_048_576 });
        const [state, ...loaded] = stdout.trim().split('\n');
        assert.equal(state, 'available');
        // The list is one: what is needed is in it.
        assert.ok(loaded.some((file) => file.endsWith('/dist/client/index.js')));
        const running = [
          'koa',
          '@koa',
          'mocha',
          'esbuild',
          'chokidar',
          'pino',
          'commander',
          '@opentelemetry/sdk-node',
          'redis',
        ];
        const own = ['admin', 'telemetry', 'binding', 'cli'].map((layer) => `/dist/${layer}/`);
        const parts = ['/bee-queue/lib/queue.js', '/bee-queue/lib/job.js', '/handlers/', ...own];
        const unwanted = [...running.map((name) => `/node_modules/${name}/`), ...parts];
        assert.deepEqual(
          loaded.filter((file) => unwanted.some((part) => file.includes(part))),
          [],
        );
      } finally {
        await dispose();
      }
    });
  }
});
