import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { loadManifest, type LoadResult, toYaml } from '../../../src/manifest/index.ts';

const MAIN = 'version: 1\nname: a\nengine: { type: sqlite, path: a.db }\n';

describe('includes outside of the manifest’s folder', () => {
  let base: string;
  let folder: string;

  beforeEach(async () => {
    base = await realpath(await mkdtemp(path.join(tmpdir(), 'skep-outside-')));
    folder = path.join(base, 'project');
    await mkdir(path.join(folder, 'jobs'), { recursive: true });
    await writeFile(path.join(base, 'secret.yaml'), 'canary: canary\n');
    await writeFile(path.join(folder, 'jobs', 'a.yaml'), 'queues: { mail: {} }\n');
  });

  afterEach(() => rm(base, { recursive: true, force: true }));

  async function load(include: string, file = path.join(folder, 'jobs.yaml')): Promise<LoadResult> {
    await writeFile(path.join(folder, 'jobs.yaml'), `${MAIN}include: [${JSON.stringify(include)}]\n`);
    return await loadManifest(file, { env: {} });
  }

  const outside = [
    '../secret.yaml',
    '../*.yaml',
    '../**',
    'jobs/../../secret.yaml',
    'jobs/../../*.yaml',
    '/etc/*.conf',
    '/etc/passwd',
    '../{secret,b}.yaml',
    './../project-b/*',
    '../none.yaml',
  ];
  for (const include of outside) {
    it(`are refused and not looked at: ${include}`, async () => {
      const result = await load(include);
      assert.ok(!result.ok);
      const [diagnostic] = result.diagnostics;
      assert.equal(result.diagnostics.length, 1, JSON.stringify(result.diagnostics));
      assert.equal(diagnostic?.code, 'REF_INCLUDE');
      assert.match(diagnostic.message, /^the include lies outside of the manifest's folder$/);
      assert.ok(diagnostic.line === 4 && diagnostic.column === 11, JSON.stringify(diagnostic));
      assert.ok(!JSON.stringify(result).includes('canary'));
    });
  }

  it('are refused when an included file names them, relative to its own folder', async () => {
    await writeFile(path.join(folder, 'jobs', 'a.yaml'), 'include: ["../../*.yaml"]\n');
    const result = await load('jobs/a.yaml');
    assert.ok(!result.ok);
    assert.match(result.diagnostics[0]?.message ?? '', /lies outside/);
    await writeFile(path.join(folder, 'b.yaml'), 'queues: { sms: {} }\n');
    await writeFile(path.join(folder, 'jobs', 'a.yaml'), 'include: [../b.yaml]\n');
    assert.ok((await load('jobs/a.yaml')).ok);
  });

  it('are refused when a link leads to them, by name and by pattern', async () => {
    await symlink('../../secret.yaml', path.join(folder, 'jobs', 'link.yaml'));
    for (const include of ['jobs/link.yaml', 'jobs/l*.yaml']) {
      const result = await load(include);
      assert.ok(!result.ok);
      assert.match(result.diagnostics[0]?.message ?? '', /is a link to a file outside/);
      assert.ok(!JSON.stringify(result).includes('canary'));
    }
    await mkdir(path.join(base, 'elsewhere'));
    await writeFile(path.join(base, 'elsewhere', 'x.yaml'), 'canary: canary\n');
    await symlink('../elsewhere', path.join(folder, 'linked'));
    assert.ok(!(await load('linked/x.yaml')).ok);
  });

  it('are none when links stay inside, as those of a ConfigMap do, or when the folder itself is a link', async () => {
    await mkdir(path.join(folder, '..2024'));
    await writeFile(path.join(folder, '..2024', 'queues.yaml'), 'queues: { sms: {} }\n');
    await symlink('..2024', path.join(folder, '..data'));
    await symlink('..data/queues.yaml', path.join(folder, 'queues.yaml'));
    assert.ok((await load('queues.yaml')).ok);
    assert.ok((await load('q*.yaml')).ok);
    await symlink('project', path.join(base, 'alias'));
    assert.ok((await load('jobs/*.yaml', path.join(base, 'alias', 'jobs.yaml'))).ok);
  });

  it('and patterns that could take for ever are refused', async () => {
    for (const include of ['a*a*a*a*b.yaml', '{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}.yaml']) {
      const result = await load(include);
      assert.ok(!result.ok);
      assert.match(result.diagnostics[0]?.message ?? '', /^the include has more than/);
    }
    assert.ok((await load('*.{jobs,tasks}.*.yaml')).ok);
  });
});

describe('what a broken manifest tells', () => {
  async function diagnostics(
    text: string,
  ): Promise<readonly { message: string; hint?: string; source?: string; file: string; path: string }[]> {
    const { loadManifestText } = await import('../../../src/manifest/index.ts');
    const result = await loadManifestText(text, { env: {}, file: '/nowhere/jobs.yaml' });
    assert.ok(!result.ok);
    return result.diagnostics;
  }

  it('is one line of bounded length, without the value that the parser did not expect', async () => {
    for (const text of [
      `a: 1\n]${'x'.repeat(5_000)}\n`,
      `"a": b\n"canary one\n  canary two\n  ${'canary '.repeat(300)}"\n`,
      `a: [b\n]]\n - canary\n    canary: >\n   ${'canary\n   '.repeat(100)}`,
      `---\n--- canary\n: canary\n${'canary\n'.repeat(100)}`,
      `? a\n? |\n  canary\n  canary\n: canary\n:: canary\n`,
      `a: |${'canary'.repeat(200)}\n b\n`,
    ]) {
      for (const { message, hint = '' } of await diagnostics(text)) {
        assert.ok(message.length <= 220 && !message.includes('\n'), message);
        assert.ok(
          !/canary.*canary.*canary/.test(message.slice(0, 400) + hint) || message.startsWith('block scalar header'),
          message,
        );
      }
    }
  });

  it('holds nothing that steers a terminal: names of files, keys, values, messages of the parser', async () => {
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200e\u200f]/;
    for (const text of [
      `${MAIN}"a\u202eb": 1\n`,
      `${MAIN}tasks: { t: "x\u202ey" }\n`,
      `${MAIN}tasks: { "\u2066t": ./t.ts }\n`,
      `${MAIN}a: !<\u202e> b\n`,
      `${MAIN}include: ["\u202e.yaml"]\n`,
      `${MAIN}schedules: { s: { task: "\u202et", cron: "\u202e * * * *" } }\n`,
    ]) {
      const all = await diagnostics(text);
      assert.ok(!steering.test(JSON.stringify(all)), JSON.stringify(all));
      assert.ok(!all.some(({ message, hint = '', file, path: where }) => steering.test(message + hint + file + where)));
    }
  });
});

describe('toYaml', () => {
  it('writes what steers a terminal so that it means the same and is seen', async () => {
    const { parse } = await import('yaml');
    const value = { a: 'x\u202ey', 'k\u2066': ['\x1b[31m', 'plain', 'two\nlines\twith a tab'], b: 'long '.repeat(50) };
    const text = toYaml(value);
    assert.deepEqual(parse(text), value);
    // eslint-disable-next-line no-control-regex -- it is what is looked for
    assert.ok(!/[\u202e\u2066\x1b]/.test(text), text);
    assert.match(text, /two\n {4}lines\twith a tab/);
  });
});
