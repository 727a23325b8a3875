import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import fc from 'fast-check';

import type { Diagnostic } from '../../../src/foundation/index.ts';
import { loadManifest, loadManifestText, type LoadResult, type Manifest } from '../../../src/manifest/index.ts';
import { readForeignYaml } from '../../../src/manifest/yaml/foreign-yaml.ts';
import { parseYamlText } from '../../../src/manifest/yaml/yaml-text.ts';
import { WHOLE } from '../../support/engines.ts';
import { ExportScan } from '../../support/export-scan.ts';
import { assertLinear } from '../../support/growth.ts';

const folder = path.join(import.meta.dirname, '../../manifest-cases');
const options = { env: {}, cwd: folder, file: 'jobs.yaml' };

/** `npm test` tries every fourth of the texts, `npm run test:faults` all. */
const SHARE = WHOLE ? 1 : 4;

const SHOP = `version: 1
name: shop
engine: { type: sqlite, path: ./var/x.db }
queues:
  emails: { concurrency: 5 }
tasks:
  emails.send:
    handler: ./handlers/emails.ts#send
    input: { type: object, properties: { to: { type: string } } }
    timeout: { soft: 1m, hard: 2m }
  ping: "./handlers/ping.ts"
routes:
  tasks:
    - { match: "emails.*", queue: emails }
  http:
    - path: /x/:id
      task: ping
      with:
        a: "\${params.id}"
schedules:
  s: { task: ping, every: 5m, payload: { text: "é😀" } }
`;

function diagnostics(result: LoadResult): readonly Diagnostic[] {
  assert.ok(!result.ok, 'problems were expected');
  return result.diagnostics;
}

function manifestOf(result: LoadResult): Manifest {
  assert.ok(result.ok, JSON.stringify(result));
  return result.manifest;
}

describe('loadManifest', () => {
  let directory: string;
  beforeEach(async () => (directory = await mkdtemp(path.join(tmpdir(), 'skep-manifest-'))));
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function problemOf(content: string | Uint8Array): Promise<Diagnostic> {
    await writeFile(path.join(directory, 'jobs.yaml'), content);
    const [first, ...rest] = diagnostics(await loadManifest('jobs.yaml', { env: {}, cwd: directory }));
    assert.ok(first && rest.length === 0);
    return first;
  }

  it('reports a file that is not there, without a line', async () => {
    const [first] = diagnostics(await loadManifest('none.yaml', { env: {}, cwd: directory }));
    assert.deepEqual(first, {
      code: 'YAML_UNREADABLE',
      severity: 'error',
      message: 'none.yaml cannot be read: there is no such file',
      file: 'none.yaml',
      line: 0,
      column: 0,
      endColumn: 0,
      path: '',
    });
  });

  it('reports a folder, a device, a circle of links', async () => {
    await mkdir(path.join(directory, 'folder'));
    await symlink('circle', path.join(directory, 'circle'));
    for (const [file, message] of [
      ['folder', /it is a folder/],
      ['/dev/zero', /no regular file/],
      ['circle', /symbolic links/],
    ] as const) {
      const [first] = diagnostics(await loadManifest(file, { env: {}, cwd: directory }));
      assert.equal(first?.code, 'YAML_UNREADABLE');
      assert.match(first.message, message);
    }
  });

  it('reports text that is not UTF-8', async () => {
    for (const bytes of [
      [0xff, 0xfe, 0x76, 0x00],
      [0xc3, 0x28],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
    ]) {
      assert.equal((await problemOf(Uint8Array.from(bytes))).code, 'YAML_ENCODING');
    }
  });

  it('reports a file over 4 MiB', async () => {
    assert.match((await problemOf('#'.repeat(4 * 1024 * 1024 + 1))).message, /larger than 4 MiB/);
    const text = diagnostics(await loadManifestText('#'.repeat(4 * 1024 * 1024 + 1), options));
    assert.equal(text[0]?.code, 'YAML_UNREADABLE');
  });

  it('follows a link to the file, but keeps its own folder', async () => {
    await mkdir(path.join(directory, '..data'));
    await writeFile(path.join(directory, '..data', 'jobs.yaml'), 'version: 1\nengine: sqlite:./x.db\n');
    await symlink('..data/jobs.yaml', path.join(directory, 'jobs.yaml'));
    const manifest = manifestOf(await loadManifest('jobs.yaml', { env: {}, cwd: directory }));
    assert.equal(manifest.directory, directory);
    assert.deepEqual(manifest.engine, { type: 'sqlite', path: path.join(directory, 'x.db'), leaseMs: 30_000 });
  });

  it('asks the inspector once, for each module once', async () => {
    const handlers = new ExportScan();
    const text =
      'version: 1\ntasks: { a: ./handlers/ping.ts, b: ./handlers/ping.ts, c: "./handlers/emails.ts#send" }\n';
    manifestOf(await loadManifestText(text, { ...options, handlers }));
    assert.deepEqual(handlers.calls, [
      [path.join(folder, 'handlers/ping.ts'), path.join(folder, 'handlers/emails.ts')],
    ]);
  });

  it('keeps the very schedules and tasks that say the same as in the reading before', async () => {
    const text = (cron: string): string =>
      `version: 1\ntasks: { a: { handler: ./a.ts } }\nschedules:\n  s: { task: a, cron: "${cron}" }\n  t: { task: a, every: 1h }\n`;
    const read = async (cron: string): Promise<Manifest> => {
      const result = await loadManifestText(text(cron), { env: {}, file: '/skep/jobs.yaml' });
      assert.ok(result.ok, JSON.stringify(result));
      return result.manifest;
    };
    const [first, second] = [await read('0 1 * * *'), await read('0 2 * * *')];
    assert.equal(second.schedules['t'], first.schedules['t']);
    assert.equal(second.tasks['a'], first.tasks['a']);
    assert.notEqual(second.schedules['s'], first.schedules['s']);
    assert.equal(second.schedules['s']?.spec, 'cron:0 2 * * *@utc');
    assert.ok(Object.isFrozen(second.schedules['t']) && Object.isFrozen(second.schedules['t']?.timing));
  });

  it('gives a deeply frozen manifest whose names reach no prototype', async () => {
    const manifest = manifestOf(await loadManifestText(SHOP, options));
    assert.ok(Object.isFrozen(manifest.tasks['emails.send']?.input) && Object.isFrozen(manifest.routes.http[0]?.with));
    for (const name of ['toString', 'constructor', '__proto__']) assert.equal(manifest.tasks[name], undefined);
    assert.equal(Object.getPrototypeOf(manifest.schedules), null);
  });

  it('stops listing after a thousand problems and says so', async () => {
    const text = `version: 1\nqueues:\n${Array.from({ length: 3_000 }, (_, n) => `  q${n}: { x: 1 }\n`).join('')}`;
    const all = diagnostics(await loadManifestText(text, options));
    assert.equal(all.length, 1_001);
    assert.match(all.at(-1)?.message ?? '', /^2000 more problems/);
  });
});

describe('hash of a manifest', () => {
  const hash = async (text: string, more: object = {}): Promise<string> =>
    manifestOf(await loadManifestText(text, { ...options, ...more })).hash;

  it('is the same whatever comments, order and place', async () => {
    const one = await hash('version: 1\nname: x\ntasks: { a: ./a.ts, b: ./b.ts }\n');
    assert.equal(await hash('# c\nversion: 1\ntasks:\n  b: ./b.ts\n\n  a: { handler: "./a.ts" }\nname: x\n'), one);
    assert.equal(await hash('version: 1\nname: x\ntasks: { a: ./a.ts, b: ./b.ts }\n', { cwd: '/elsewhere' }), one);
  });

  it('changes with every value', async () => {
    const texts = [
      SHOP,
      SHOP.replace('concurrency: 5', 'concurrency: 6'),
      SHOP.replace('type: string', 'type: integer'),
      SHOP.replace('hard: 2m', 'hard: 3m'),
      SHOP.replace('params.id', 'query.id'),
      SHOP.replace('x.db', 'y.db'),
      SHOP.replace('every: 5m', 'every: 6m'),
      SHOP.replace('#send', '#sendBulk'),
      SHOP.replace('name: shop', 'name: shopp'),
      `${SHOP}admin: { tokens: [{ name: a, secret: 12345678a, role: admin }] }\n`,
      `${SHOP}admin: { tokens: [{ name: a, secret: 12345678b, role: admin }] }\n`,
    ];
    const hashes = await Promise.all(texts.map((text) => hash(text)));
    assert.equal(new Set(hashes).size, texts.length);
  });
});

describe('any text', () => {
  const check = async (text: string, file = options.file): Promise<void> => {
    const result = await loadManifestText(text, { ...options, file });
    if (result.ok) return;
    assert.ok(result.diagnostics.length > 0);
    for (const { message, line, column, endColumn, source, path: where } of result.diagnostics) {
      assert.ok(message.length > 0 && message.length <= 600 && where.length <= 300);
      // eslint-disable-next-line no-control-regex
      assert.doesNotMatch(`${message}${where}${source ?? ''}`, /[\u0000-\u0008\u000a-\u001f\u007f]/);
      assert.ok(endColumn >= column && line >= 0);
    }
  };

  it('is answered, never thrown at', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), (text) => check(text)),
      { numRuns: 500 / SHARE },
    );
  });

  it('made of pieces of YAML is answered, never thrown at', async () => {
    const pieces = [
      'version: 1',
      '\n',
      '  ',
      'tasks:',
      'a: ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '&x ',
      '*x',
      '*!',
      '!t ',
      '!!map',
      '|',
      '>-',
      '"',
      "'",
      '${A}',
      '${',
      '? ',
      '<<: ',
      '#',
      '---',
      '...',
      '%YAML 1.1',
      '.nan',
      '0x',
      ': ',
      '\t',
      '\r',
      './h.ts',
      'schedules:',
      'routes:',
      'http:',
      'engine: ',
      'redis',
      'input: ',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, (made) => check(made)),
      { numRuns: 1_500 / SHARE },
    );
  });

  it('that is the beginning of a good manifest is answered, at every length', async () => {
    for (let length = 0; length <= SHOP.length; length += SHARE) await check(SHOP.slice(0, length));
  });

  it('with one character changed is answered', async () => {
    const change = fc.tuple(fc.nat(SHOP.length - 1), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
    const changed = change.map(([at, character]) => SHOP.slice(0, at) + character + SHOP.slice(at + 1));
    await fc.assert(
      fc.asyncProperty(changed, (made) => check(made)),
      { numRuns: 1_000 / SHARE },
    );
  });

  it('with any value replaced is answered', async () => {
    const values = [
      'null',
      '[]',
      '{}',
      '5',
      '-1',
      '"x"',
      'true',
      '.nan',
      '1e999',
      '[[]]',
      '${NONE}',
      '"${job.id}"',
      '*a',
      '|',
    ];
    const places = [...SHOP.matchAll(/: ([^\n]+)/g)];
    for (const { index, 0: whole } of places) {
      for (const value of values) await check(`${SHOP.slice(0, index)}: ${value}${SHOP.slice(index + whole.length)}`);
    }
  });

  // Where the fast reader, which is asked first from a size on, goes on and the library would not, both sizes are beyond it: that is a step, not growth.
  const NASTY: Readonly<Record<string, (size: number) => string>> = {
    brackets: (size) => `a: ${'['.repeat(size)}`,
    braces: (size) => '{a: '.repeat(size),
    dashes: (size) => '- '.repeat(size),
    questions: (size) => '? '.repeat(size),
    colons: (size) => 'a: '.repeat(size),
    mixed: (size) => '- ? '.repeat(size),
    flat: (size) => `a: [${'[], '.repeat(size)}]`,
    quotes: (size) => `a: "${'\\n'.repeat(5 * size)}`,
    anchors: (size) => Array.from({ length: size }, (_, n) => `a${n}: &x${n} 1\n`).join(''),
    aliases: (size) => `a: &a 1\n${Array.from({ length: size }, (_, n) => `b${n}: *a\n`).join('')}`,
    keys: (size) => `version: 1\n${Array.from({ length: size }, (_, n) => `k${n}: 1\n`).join('')}`,
    references: (size) => `version: 1\nname: "${'${'.repeat(4 * size)}"\n`,
    line: (size) => `version: 1\nname: "${'x'.repeat(12 * size)}\n`,
    tokens: (size) => `version: 1\nname: ${'secret: '.repeat(size)}\n`,
    urls: (size) => `version: 1\nengine: "${'a://'.repeat(size)}"\nnmae: "${'redis://:@'.repeat(size)}"\n`,
  };
  for (const [name, make] of Object.entries(NASTY)) {
    it(`is answered in time that grows with its length, however nasty: ${name}`, async () => {
      let loads = 0;
      // Under another name each time: a text that was read last is not parsed again.
      await assertLinear((text) => check(text, `${(loads += 1)}.yaml`), make, 5_000);
    });
  }

  it('is answered, however deep', async () => {
    // Indented text grows with the square of its depth, so this is as much of it as a file may hold.
    await check(Array.from({ length: 2_500 }, (_, n) => `${' '.repeat(n)}a:\n`).join(''));
  });

  // V8 aborts the process where it compiles a pattern near the end of the stack, which nobody can catch.
  it('that is deep never reaches the library, which is asked again for the line that is shown', async () => {
    const deep = `a: ${'['.repeat(20_000)}`;
    assert.equal(parseYamlText(deep).contents, null);
    assert.throws(() => readForeignYaml(deep), { code: 'USAGE' });
    const [problem] = diagnostics(await loadManifestText(deep, options));
    assert.deepEqual([problem?.code, problem?.line], ['YAML_DEPTH', 1]);
  });
});
