import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { build } from 'esbuild';

import { handlerKey, HandlerLoader } from '../../../src/binding/index.ts';
import { tryModules } from '../../../src/binding/trial.ts';
import { errorNames, type Handler, type HandlerContext, toJobError } from '../../../src/core/index.ts';
import { SkepError, systemClock } from '../../../src/foundation/index.ts';
import type { HandlerRef } from '../../../src/manifest/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const SOURCES = fileURLToPath(new URL('../../../src', import.meta.url));
const ESBUILD = fileURLToPath(new URL('../../../node_modules/esbuild/lib/main.js', import.meta.url));

/** Bundles a program over src/ and runs it without any loader. @returns what it printed */
async function runPlain(outfile: string, program: string): Promise<string> {
  await build({
    stdin: { contents: program, resolveDir: SOURCES, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { esbuild: ESBUILD },
    external: [ESBUILD],
  });
  return (await promisify(execFile)(process.execPath, [outfile])).stdout;
}

const NO_CONTEXT = {} as HandlerContext;

describe('HandlerLoader', () => {
  let base: string;
  let root: string;
  let loader: HandlerLoader;

  beforeEach(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'skep-binding-')));
    root = join(base, 'project');
    await mkdir(root);
    loader = new HandlerLoader({ root, folder: join(base, 'cache') });
  });

  afterEach(() => rm(base, { recursive: true, force: true }));

  async function write(path: string, text: string): Promise<string> {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  }

  function ref(path: string, name = 'default'): HandlerRef {
    return { module: join(root, path), export: name, text: `./${path}#${name}` };
  }

  async function load(...refs: HandlerRef[]): Promise<Handler[]> {
    const handlers = await loader.load(refs);
    return refs.map((each) => {
      const handler = handlers.get(handlerKey(each));
      assert.ok(handler, `no handler ${each.text}`);
      return handler;
    });
  }

  async function run(...refs: HandlerRef[]): Promise<unknown[]> {
    return Promise.all((await load(...refs)).map((handler) => handler(null, NO_CONTEXT)));
  }

  function reasonOf(facts: ReadonlyMap<string, { ok: boolean; reason?: string }>, path: string): string {
    return facts.get(join(root, path))?.reason ?? '';
  }

  it('runs TypeScript and JavaScript of every ending', async () => {
    await write('a.ts', 'export const go = (): number => 1;');
    await write('b.mts', 'export const go = (): number => 2;');
    await write('c.cts', 'exports.go = (): number => 3;');
    await write('d.js', 'export const go = () => 4;');
    await write('e.mjs', 'export const go = () => 5;');
    await write('f.cjs', 'exports.go = () => 6;');
    await write('g.tsx', 'export const go = (): number => [7].map((n: number) => n)[0]!;');
    const endings = ['a.ts', 'b.mts', 'c.cts', 'd.js', 'e.mjs', 'f.cjs', 'g.tsx'];
    assert.deepEqual(await run(...endings.map((path) => ref(path, 'go'))), [1, 2, 3, 4, 5, 6, 7]);
  });

  it('takes the default export when the manifest names none', async () => {
    await write('a.ts', 'export default () => "esm";');
    await write('b.cjs', 'module.exports = () => "cjs";');
    await write('c.cjs', 'exports.__esModule = true; exports.default = () => "transpiled";');
    assert.deepEqual(await run(ref('a.ts'), ref('b.cjs'), ref('c.cjs')), ['esm', 'cjs', 'transpiled']);
  });

  it('counts the data that code imports among its sources, and reads it anew', async () => {
    await write(
      'a.ts',
      'import data from "./data.json" with { type: "json" };\nimport { more } from "./lib/b.ts";\nexport default () => [data.n, more];',
    );
    await write(
      'lib/b.ts',
      'import text from "./c.txt";\nimport data from "./d.json";\nexport const more = [text, data];',
    );
    await write('data.json', '{ "n": 1 }');
    await write('lib/c.txt', 'one');
    await write('lib/d.json', '[1]');
    assert.deepEqual(await run(ref('a.ts')), [[1, ['one', [1]]]]);
    const sources = ['a.ts', 'data.json', 'lib/b.ts', 'lib/c.txt', 'lib/d.json'].map((file) => join(root, file));
    assert.deepEqual([...loader.sources].sort(), sources);
    await write('data.json', '{ "n": 22 }');
    assert.deepEqual(await run(ref('a.ts')), [[22, ['one', [1]]]]);
    await write('lib/d.json', '[333]');
    await write('lib/c.txt', 'three');
    assert.deepEqual(await run(ref('a.ts')), [[22, ['three', [333]]]]);
  });

  for (const trial of ['here', 'apart'] as const) {
    it(`tries modules out ${trial}: what throws, and exports that are no functions`, async () => {
      await write('good.ts', 'export default () => 1; export const other = () => 2; export const text = "x";');
      await write('bad.ts', 'function need(): never {\n  throw new Error("no database");\n}\nexport default need();');
      await write('old.cjs', 'module.exports = { go: () => 1, text: 5 };');
      const own = new HandlerLoader({ root, folder: join(base, 'cache'), trial });
      const refs = [
        ref('good.ts'),
        ref('good.ts', 'other'),
        ref('good.ts', 'text'),
        ref('bad.ts'),
        ref('old.cjs', 'go'),
        ref('old.cjs', 'text'),
        ref('old.cjs', 'none'),
      ];
      await own.inspect([...new Set(refs.map(({ module }) => module))]);
      const failures = await own.tryOut(refs);
      assert.deepEqual(
        refs.map((each) => failures.get(each)?.reason),
        [
          undefined,
          undefined,
          "the export 'text' is not a function but of type string",
          'running it failed: no database',
          undefined,
          "the export 'text' is not a function but of type number",
          failures.get(refs[6]!)?.reason,
        ],
      );
      assert.match(failures.get(refs[6]!)?.reason ?? '', /^there is no export 'none'/);
      assert.match(failures.get(refs[3]!)?.stack[0] ?? '', /^at need \(.*bad\.ts:2:9\)$/);
      assert.deepEqual(
        failures.get(refs[3]!)?.stack.filter((frame) => !frame.includes(root)),
        [],
      );
    });
  }

  it('knows which module ended the process that tried it, and tries the others', async () => {
    await write('a.ts', 'export default () => 1;');
    await write('b.ts', 'process.exit(7); export default () => 1;');
    await write('c.ts', 'process.kill(process.pid, "SIGKILL"); export default () => 1;');
    await write('d.ts', 'throw new Error("last"); export default () => 1;');
    await write('e.ts', 'export default () => 1;');
    const own = new HandlerLoader({ root, folder: join(base, 'cache'), trial: 'apart' });
    const refs = ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts'].map((file) => ref(file));
    const failures = await own.tryOut(refs);
    assert.deepEqual(
      refs.map((each) => failures.get(each)?.reason),
      [
        undefined,
        'running it ended the process (exit code 7)',
        'running it ended the process (SIGKILL)',
        'running it failed: last',
        undefined,
      ],
    );
  });

  it('does not wait for ever for a module that does', async () => {
    const file = await write(
      'a.mjs',
      'await new Promise((resolve) => setInterval(() => undefined, 1e6)); export default 1;',
    );
    const clock = new FakeClock();
    const trying = tryModules([{ module: file, file, commonJs: false, exports: ['default'] }], { clock });
    await clock.advance(30_000);
    assert.deepEqual(
      [...(await trying)],
      [[`${file}#default`, { reason: 'it does not finish loading within 30 s', stack: [] }]],
    );
  });

  it('refuses a module that does not finish loading, and loads it when it does', async () => {
    const file = await write('a.mjs', 'await new Promise(() => undefined); export default () => 1;');
    const limit = { clock: systemClock, loadMs: 1 };
    const own = new HandlerLoader({ root, folder: join(base, 'cache'), limit });
    await assert.rejects(own.load([{ module: file, export: 'default', text: 'a.mjs' }]), {
      code: 'HANDLER_MISSING',
      message: 'handler a.mjs#default: it does not finish loading within 0.001 s',
    });
    await write('a.mjs', 'export default () => 1;');
    assert.equal((await loader.load([{ module: file, export: 'default', text: 'a.mjs' }])).size, 1);
  });

  it('tells the exports without running anything', async () => {
    await write(
      'a.ts',
      'throw new Error("ran"); export const one = 1; export default () => 1; export * from "./b.ts";',
    );
    await write('b.ts', 'export const two = 2; export type Three = 3;');
    await write('c.cjs', 'throw new Error("ran"); exports.any = 1;');
    const facts = await loader.inspect([join(root, 'a.ts'), join(root, 'c.cjs')]);
    assert.deepEqual(facts.get(join(root, 'a.ts')), { ok: true, exports: ['default', 'one', 'two'] });
    assert.deepEqual(facts.get(join(root, 'c.cjs')), { ok: true, exports: ['default', '*'] });
  });

  it('says where a broken module is broken, and keeps the sound ones', async () => {
    await write('good.ts', 'export const go = () => 1;');
    await write('syntax.ts', 'export const x = 1;\nexport const = 2;');
    await write('import.ts', 'import { x } from "./nowhere.ts";\nexport const go = () => x;');
    await write('package.ts', 'export const a = 1;\nimport x from "no-such-package";\nexport const go = () => x;');
    const paths = ['good.ts', 'syntax.ts', 'import.ts', 'package.ts', 'missing.ts'];
    const facts = await loader.inspect(paths.map((path) => join(root, path)));
    assert.deepEqual(facts.get(join(root, 'good.ts')), { ok: true, exports: ['go'] });
    assert.match(reasonOf(facts, 'syntax.ts'), /syntax\.ts:2:14: Expected identifier/);
    assert.match(reasonOf(facts, 'import.ts'), /import\.ts:1:\d+: Could not resolve "\.\/nowhere\.ts"/);
    assert.match(reasonOf(facts, 'package.ts'), /package\.ts:2:\d+: Could not resolve "no-such-package"/);
    assert.equal(reasonOf(facts, 'missing.ts'), 'there is no such file');
    assert.deepEqual(await run(ref('good.ts', 'go')), [1]);
  });

  it('refuses what is not a file of the project', async () => {
    const outside = join(base, 'outside.ts');
    await writeFile(outside, 'export default () => 1;');
    await symlink(outside, join(root, 'link.ts'));
    await symlink(join(root, 'circle.ts'), join(root, 'circle.ts'));
    await mkdir(join(root, 'folder.ts'));
    await write('data.json', '{}');
    const reasons = async (module: string): Promise<string> => {
      const facts = (await loader.inspect([module])).get(module);
      return facts?.ok === false ? facts.reason : 'accepted';
    };
    assert.match(await reasons(outside), /outside of the project folder/);
    assert.match(await reasons(join(root, '..', 'outside.ts')), /outside of the project folder/);
    assert.match(await reasons(join(root, 'link.ts')), /link out of the project folder/);
    assert.match(await reasons(join(root, 'circle.ts')), /circle/);
    assert.match(await reasons(join(root, 'folder.ts')), /not a file/);
    assert.match(await reasons(join(root, 'data.json')), /ends in one of/);
    for (const url of ['node:fs', 'data:text/javascript,export default 1', 'https://example.org/x.js', 'left-pad']) {
      assert.match(await reasons(url), /not a package name or URL/);
      assert.notEqual(await reasons(join(root, url)), 'accepted');
    }
    await assert.rejects(loader.load([{ module: outside, export: 'default', text: '../outside.ts' }]), {
      code: 'HANDLER_MISSING',
    });
  });

  it('accepts a link that stays inside the project', async () => {
    await write('real.ts', 'export default () => 1;');
    await symlink(join(root, 'real.ts'), join(root, 'link.ts'));
    assert.deepEqual(await run(ref('link.ts'), ref('real.ts')), [1, 1]);
  });

  it('names module, export and reason of every handler that cannot be had', async () => {
    await write('a.ts', 'export const text = "x"; export const go = () => 1;');
    await write('b.ts', 'throw new Error("no database"); export const go = () => 1;');
    const refs = [ref('a.ts', 'text'), ref('a.ts', 'gone'), ref('b.ts', 'go'), ref('c.ts', 'go'), ref('a.ts', 'go')];
    await assert.rejects(loader.load(refs), (error: unknown) => {
      assert.ok(error instanceof SkepError);
      assert.equal(error.code, 'HANDLER_MISSING');
      assert.deepEqual(error.details?.['problems'], [
        "handler a.ts#text: the export 'text' is not a function but of type string",
        "handler a.ts#gone: there is no export 'gone'; it exports go, text",
        'handler b.ts#go: running it failed: no database',
        'handler c.ts#go: there is no such file',
      ]);
      return true;
    });
  });

  it('runs again what failed for a reason outside of it, and nothing else', async () => {
    await write('steady.ts', 'export const steady = Symbol();');
    await write('flaky.ts', 'if (!globalThis.skepReady) throw new Error("not ready"); export const ready = () => 1;');
    await write(
      'a.ts',
      'import { steady } from "./steady.ts"; import { ready } from "./flaky.ts"; export const go = () => [steady, ready()];',
    );
    await write('b.ts', 'import { steady } from "./steady.ts"; export const go = () => steady;');
    const global = globalThis as { skepReady?: boolean };
    const [steady] = await run(ref('b.ts', 'go'));
    await assert.rejects(load(ref('a.ts', 'go')), /not ready/);
    await assert.rejects(load(ref('a.ts', 'go')), /not ready/);
    global.skepReady = true;
    const [go] = await load(ref('a.ts', 'go'));
    assert.deepEqual(go?.(null, NO_CONTEXT), [steady, 1]);
    assert.equal((await load(ref('a.ts', 'go')))[0], go);
    delete global.skepReady;
  });

  it('leaves its own place to a file, though it runs elsewhere', async () => {
    const file = await write(
      'deep/place.ts',
      `#!/usr/bin/env node
       import { readFileSync } from 'node:fs';
       export const go = () => [import.meta.url, import.meta.filename, import.meta.dirname,
         readFileSync(new URL('./data.txt', import.meta.url), 'utf8')];`,
    );
    const legacy = await write(
      'deep/legacy.cjs',
      'exports.go = () => [__filename, __dirname, require("./own.json").n];',
    );
    const own = await write('deep/own.ts', 'const __dirname = "mine"; export const go = () => [__dirname];');
    await write('deep/data.txt', 'beside');
    await write('deep/own.json', '{"n":7}');
    assert.deepEqual(await run(ref('deep/place.ts', 'go'), ref('deep/legacy.cjs', 'go'), ref('deep/own.ts', 'go')), [
      [pathToFileURL(file).href, file, dirname(file), 'beside'],
      [legacy, dirname(legacy), 7],
      ['mine'],
    ]);
    assert.notEqual(own, '');
  });

  it('finds packages from the importing file and shares their one instance with the process', async () => {
    await write('node_modules/pkg/package.json', '{"name":"pkg","type":"module","exports":{".":"./main.js"}}');
    await write('node_modules/pkg/main.js', 'export const state = {}; export default state;');
    await write('node_modules/old/package.json', '{"name":"old","main":"./main.js"}');
    await write('node_modules/old/main.js', 'module.exports = { old: true };');
    await write(
      'a.ts',
      'import { state } from "pkg"; import { createRequire } from "node:module"; const require = createRequire(import.meta.url); export const go = () => [state, require("old")];',
    );
    await write('b.cjs', 'const old = require("old"); exports.go = () => [require("node:path").sep, old];');
    const [[state, old], [sep, sameOld]] = (await run(ref('a.ts', 'go'), ref('b.cjs', 'go'))) as [
      [unknown, unknown],
      [unknown, unknown],
    ];
    assert.deepEqual(state, {});
    assert.equal(old, sameOld);
    assert.equal(sep, '/');
  });

  it('loads anew exactly the modules that changed', async () => {
    await write('shared.ts', 'export const shared = { id: Symbol() };');
    await write(
      'a.ts',
      'import { shared } from "./shared.ts"; const own = Symbol(); export const go = () => [own, shared, 1];',
    );
    await write(
      'b.ts',
      'import { shared } from "./shared.ts"; const own = Symbol(); export const go = () => [own, shared, 1];',
    );
    const refs = [ref('a.ts', 'go'), ref('b.ts', 'go')];
    const [a1, b1] = (await run(...refs)) as [unknown[], unknown[]];
    assert.equal(a1[1], b1[1]);

    // The edit also brings the first `require`, `import * as` and class of the project.
    await write('c.cjs', 'exports.n = 2;');
    await write(
      'a.ts',
      'import { shared } from "./shared.ts"; import * as c from "./c.cjs"; import * as s from "./shared.ts"; class A {} const own = Symbol(); export const go = () => [own, shared, c.n, s, A];',
    );
    const [a2, b2] = (await run(...refs)) as [unknown[], unknown[]];
    assert.equal(a2[2], 2);
    assert.notEqual(a2[0], a1[0]);
    assert.equal(a2[1], a1[1]);
    assert.equal(b2[0], b1[0]);

    await write('shared.ts', 'export const shared = { id: Symbol(), edited: true };');
    const [a3, b3] = (await run(...refs)) as [unknown[], unknown[]];
    assert.notEqual(b3[0], b2[0]);
    assert.equal(a3[1], b3[1]);
  });

  it('keeps the state of a file below the one that changed, and of one that finds another importer', async () => {
    await write('pool.ts', 'const pool = Symbol(); export const used = () => pool; export default 1;');
    await write(
      'a.ts',
      'import { used } from "./pool.ts"; const own = Symbol(); export const go = () => [used(), own];',
    );
    const [first] = (await run(ref('a.ts', 'go'))) as [unknown[]];

    await write(
      'a.ts',
      'import { used } from "./pool.ts"; const own = Symbol(); export const go = () => [used(), own, 2];',
    );
    const [edited] = (await run(ref('a.ts', 'go'))) as [unknown[]];
    assert.notEqual(edited[1], first[1]);
    assert.equal(edited[0], first[0]);

    await write(
      'b.ts',
      'import one from "./pool.ts"; import * as pool from "./pool.ts"; import { go as a } from "./a.ts"; export const go = () => [pool.used(), a(), one];',
    );
    const [again, other] = (await run(ref('a.ts', 'go'), ref('b.ts', 'go'))) as [unknown[], unknown[]];
    assert.equal(again[1], edited[1]);
    assert.deepEqual(other, [first[0], edited, 1]);
  });

  it('loads circles of files, and code that is imported on demand', async () => {
    await write('a.ts', 'import { b } from "./b.ts"; export const a = () => 1; export const go = () => b();');
    await write('b.ts', 'import { a } from "./a.ts"; export const b = () => a() + 1;');
    await write('lazy.ts', 'export const go = async () => (await import("./deep.ts")).value;');
    await write('deep.ts', 'export const value = await Promise.resolve(3);');
    assert.deepEqual(await run(ref('a.ts', 'go'), ref('lazy.ts', 'go')), [2, 3]);
  });

  it('passes on what a module re-exports from a package', async () => {
    await write('node_modules/pkg/package.json', '{"name":"pkg","type":"module","exports":"./main.js"}');
    await write('node_modules/pkg/main.js', 'export const send = () => "sent";');
    await write('a.ts', 'export * from "pkg"; export const own = () => 1;');
    const facts = (await loader.inspect([join(root, 'a.ts')])).get(join(root, 'a.ts'));
    assert.deepEqual(facts, { ok: true, exports: ['own', '*'] });
    await write('c.ts', 'export * from "pkg"; export const own = () => 1;');
    await write('b.ts', 'import { send, own } from "./c.ts"; export const go = () => [send(), own()];');
    assert.deepEqual(await run(ref('a.ts', 'send'), ref('a.ts', 'own'), ref('b.ts', 'go')), ['sent', 1, ['sent', 1]]);
  });

  it('does not build twice what was just inspected, nor import twice what did not change', async () => {
    await write('a.ts', 'globalThis.skepRuns = (globalThis.skepRuns ?? 0) + 1; export const go = () => 1;');
    const global = globalThis as { skepRuns?: number };
    await loader.inspect([join(root, 'a.ts')]);
    await load(ref('a.ts', 'go'));
    await loader.inspect([join(root, 'a.ts')]);
    await load(ref('a.ts', 'go'));
    assert.equal(global.skepRuns, 1);
    delete global.skepRuns;
  });

  it('lets a policy know the classes of errors, however modules write them', async () => {
    await write('errors.ts', 'export class Declined extends Error {}');
    await write('old.cjs', 'class Declined extends Error {}; exports.go = () => { throw new Declined("cjs"); };');
    const forms = {
      'own.ts': 'class Declined extends Error {} export const go = () => { throw new Declined("x"); };',
      'expression.ts': 'const Declined = class extends Error {}; export const go = () => { throw new Declined("x"); };',
      'clash.ts':
        'import { Declined as Other } from "./errors.ts"; class Declined extends Other {} export const go = () => { throw new Declined("x"); };',
      'child.mjs':
        'import { Declined } from "./errors.ts"; class Expired extends Declined {} export const go = () => { throw new Expired("x"); };',
      'cause.ts':
        'import { Declined } from "./errors.ts"; export const go = () => { throw new Error("x", { cause: new Declined("y") }); };',
    };
    for (const [path, text] of Object.entries(forms)) await write(path, text);
    for (const path of [...Object.keys(forms), 'old.cjs']) {
      const [go] = await load(ref(path, 'go'));
      try {
        await go?.(null, NO_CONTEXT);
        assert.fail('nothing was thrown');
      } catch (error) {
        assert.ok(errorNames(error).has('Declined'), path);
        const expected = path === 'child.mjs' ? 'Expired' : path === 'cause.ts' ? 'Error' : 'Declined';
        assert.equal(toJobError(error).name, expected, path);
      }
    }
  });

  it('keeps the names of classes that the bundle had to rename', async () => {
    await write('errors.ts', 'export class Declined extends Error {}');
    await write(
      'a.ts',
      'import { Declined as Other } from "./errors.ts"; class Declined extends Error {} export const go = () => [Other.name, Declined.name];',
    );
    assert.deepEqual(await run(ref('a.ts', 'go')), [['Declined', 'Declined']]);
  });

  // In a plain Node, because tsx, which runs this file, rewrites what is imported and its source maps.
  it("shows the user's file and line in stack traces, and shares packages with the process", async () => {
    const file = await write(
      'a.ts',
      'interface Unused {\n  x: number;\n}\nexport { state } from "pkg";\nexport const go = (): never => {\n  throw new Error("here");\n};',
    );
    await write('node_modules/pkg/package.json', '{"name":"pkg","type":"module","exports":"./main.js"}');
    await write('node_modules/pkg/main.js', 'export const seen = []; export const state = () => seen;');
    const output = await runPlain(
      join(base, 'plain.mjs'),
      `import { HandlerLoader } from ${JSON.stringify(join(SOURCES, 'binding/handler-loader.ts'))};
       const loader = new HandlerLoader({ root: ${JSON.stringify(root)}, folder: ${JSON.stringify(join(base, 'plain'))} });
       const refs = ['state', 'go'].map((name) => ({ module: ${JSON.stringify(file)}, export: name, text: name }));
       const [state, go] = (await loader.load(refs)).values();
       const main = ${JSON.stringify(pathToFileURL(join(root, 'node_modules/pkg/main.js')).href)};
       const { seen } = await import(main);
       console.log(state() === seen);
       try { go() } catch (error) { console.log(error.stack) }`,
    );
    assert.match(output, /^true\n/);
    assert.ok(output.includes(`${file}:6:9`), output);
  });

  it('keeps built files in a folder of this user alone, and refuses one that others can write to', async () => {
    await write('a.ts', 'export const go = () => 1;');
    await load(ref('a.ts', 'go'));
    const [folder = ''] = await readdir(join(base, 'cache'));
    const path = join(base, 'cache', folder);
    assert.equal((await stat(path)).mode & 0o777, 0o700);
    const names = await readdir(path);
    assert.ok(names.some((name) => /^a-[A-Z0-9]{8}\.mjs$/.test(name)));
    assert.ok(!names.some((name) => name.endsWith('.draft')));
    assert.doesNotMatch(await readFile(join(path, names[0] ?? ''), 'utf8'), /^$/);

    await rm(path, { recursive: true });
    await mkdir(path, { mode: 0o777 });
    await chmod(path, 0o777);
    await write('a.ts', 'export const go = () => 2;');
    await assert.rejects(load(ref('a.ts', 'go')), /not this user's alone/);
    await chmod(path, 0o700);
    await chmod(join(base, 'cache'), 0o777);
    await assert.rejects(load(ref('a.ts', 'go')), /not this user's alone/);
    await chmod(join(base, 'cache'), 0o700);
    assert.deepEqual(await run(ref('a.ts', 'go')), [2]);
  });
});
