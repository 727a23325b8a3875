import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { atOnce } from '../../../src/foundation/index.ts';
import { ParsedFiles } from '../../../src/manifest/yaml/parsed-files.ts';
import { Problems } from '../../../src/manifest/problems.ts';
import { SourceFile } from '../../../src/manifest/yaml/source-file.ts';

/** @returns what each file holds, by path */
function read(files: Readonly<Record<string, string>>, main = '/a/jobs.yaml'): Record<string, unknown> {
  const parsed = new ParsedFiles(main, new Problems());
  const held = Object.entries(files).map(([path, text]) => [
    path,
    atOnce(parsed.parse(new SourceFile(path, path, text))),
  ]);
  parsed.remember();
  return Object.fromEntries(held) as Record<string, unknown>;
}

describe('the parsed files of a manifest', () => {
  it('are parsed again only where their text changed', () => {
    const first = read({ '/a/jobs.yaml': 'version: 1\n', '/a/b.yaml': 'tasks: {}\n', '/a/c.yaml': 'queues: {}\n' });
    const second = read({
      '/a/jobs.yaml': 'version: 1\n',
      '/a/b.yaml': 'tasks: { t: ./t.ts }\n',
      '/a/c.yaml': 'queues: {}\n',
    });
    assert.equal(second['/a/jobs.yaml'], first['/a/jobs.yaml']);
    assert.equal(second['/a/c.yaml'], first['/a/c.yaml']);
    assert.deepEqual(second['/a/b.yaml'], { tasks: { t: './t.ts' } });
  });

  it('are forgotten with the include that named them, and with another manifest', () => {
    const first = read({ '/a/jobs.yaml': 'version: 1\n', '/a/b.yaml': 'tasks: {}\n' });
    read({ '/a/jobs.yaml': 'version: 1\n' });
    const third = read({ '/a/jobs.yaml': 'version: 1\n', '/a/b.yaml': 'tasks: {}\n' });
    assert.equal(third['/a/jobs.yaml'], first['/a/jobs.yaml']);
    assert.notEqual(third['/a/b.yaml'], first['/a/b.yaml']);
    read({ '/b/jobs.yaml': 'version: 1\n' }, '/b/jobs.yaml');
    assert.notEqual(read({ '/a/jobs.yaml': 'version: 1\n' })['/a/jobs.yaml'], first['/a/jobs.yaml']);
  });

  it('are held against what they were before they were broken', () => {
    const sound = { '/a/jobs.yaml': 'version: 1\nqueues: { q: {} }\n', '/a/b.yaml': 'tasks: {}\n' };
    const first = read(sound);
    assert.deepEqual(read({ '/a/jobs.yaml': 'version: 1\nqueues: { q: {}\n' }), { '/a/jobs.yaml': undefined });
    const mended = read({ ...sound, '/a/jobs.yaml': 'version: 1\nname: x\nqueues: { q: {} }\n' });
    assert.equal(mended['/a/b.yaml'], first['/a/b.yaml']);
    const [before, now] = [first, mended].map((files) => files['/a/jobs.yaml'] as { queues: Record<string, unknown> });
    assert.equal(now?.queues['q'], before?.queues['q']);
  });

  /** Large enough for the fast reader. */
  function large(change: (n: number) => string | undefined): string {
    const entries = Array.from(
      { length: 750 },
      (_, n) => change(n) ?? `  t-${n}: { handler: ./handlers/of-task-${n}.ts }\n`,
    );
    return `version: 1\ntasks:\n${entries.join('')}`;
  }

  it('keep the entries that say the same, whoever has read them', () => {
    const hard = 'x:\n  - "a\\tb"\n';
    const texts = [large(() => undefined), large((n) => (n === 7 ? '  t-7: ./other.ts\n' : undefined))];
    const [first, other] = texts as [string, string];
    for (const [one, next] of [
      [first, other],
      [first + hard, other],
      [first, other + hard],
    ] as const) {
      const tasks = [one, next, first].map((text) => {
        const held = read({ '/a/jobs.yaml': text })['/a/jobs.yaml'] as { tasks: Record<string, unknown> };
        return held.tasks;
      });
      const [before, now, again] = tasks;
      assert.equal(now?.['t-7'], './other.ts');
      assert.equal(now['t-8'], before?.['t-8']);
      assert.equal(again?.['t-8'], before?.['t-8']);
      assert.deepEqual(again?.['t-7'], { handler: './handlers/of-task-7.ts' });
    }
  });

  it('keep them also in a section with a comment behind its name, and in one that is written on one line', () => {
    const [plain, changed] = [large(() => undefined), large((n) => (n === 7 ? '  t-7: ./other.ts\n' : undefined))];
    const commented = (text: string): string => text.replace('tasks:', 'tasks: # what there is to do');
    const queues = ['', 'queues: { mail: { concurrency: 4 }, calls: {} }\n', 'queues:\n  mail: { concurrency: 4 }\n'];
    const texts = [plain, commented(changed), commented(plain), changed].flatMap((text) => queues.map((q) => text + q));
    const held = texts.map((text) => read({ '/a/jobs.yaml': text })['/a/jobs.yaml']) as {
      readonly tasks: Readonly<Record<string, unknown>>;
      readonly queues?: Readonly<Record<string, unknown>>;
    }[];
    for (const [at, { tasks, queues: now }] of held.entries()) {
      assert.equal(tasks['t-8'], held[0]?.tasks['t-8']);
      if (at % 3 === 2) assert.equal(now?.['mail'], held[at - 1]?.queues?.['mail']);
    }
    const again = read({ '/a/jobs.yaml': commented(plain) + (queues[2] ?? '') })['/a/jobs.yaml'] as (typeof held)[0];
    assert.equal(again.queues?.['mail'], held.at(-1)?.queues?.['mail']);
  });

  it('do not keep the texts that they were, though one entry of each may live on', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    // The second is none that the fast reader can read.
    const moved = [
      (n: number) => `  t-${n}: { handler: ./handlers/moved-to-${n}.ts }\n`,
      (n: number) => `  t-${n}:\n    handler: ./handlers/moved-to-${n}.ts\n    description: |\n      Moved.\n`,
    ];
    const turn = (last: number): void =>
      void read({ '/a/jobs.yaml': large((n) => (n <= last ? moved[n % 2]?.(n) : undefined)) });
    for (let n = 0; n < 20; n += 1) turn(n);
    const before = heap();
    for (let n = 20; n < 220; n += 1) turn(n);
    // 200 texts are seven megabytes.
    assert.ok(heap() - before < 2_000_000);
  });

  it('tell their problems each time', () => {
    for (let round = 0; round < 2; round += 1) {
      const problems = new Problems();
      const parsed = new ParsedFiles('/a/jobs.yaml', problems);
      assert.equal(atOnce(parsed.parse(new SourceFile('/a/jobs.yaml', 'jobs.yaml', 'a: [\n'))), undefined);
      parsed.remember();
      assert.ok(problems.failed);
    }
  });
});
