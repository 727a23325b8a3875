import assert from 'node:assert/strict';

import { loadManifestText, type Manifest } from '../../../src/manifest/index.ts';

/** More than are validated together. */
const TASKS = 250;

/** @param timeout of the second task, in seconds */
function text(timeout: number, before = ''): string {
  const tasks = Array.from({ length: TASKS }, (_, n) => {
    const own = n === 1 ? `timeout: ${timeout}s` : 'retry: { maxAttempts: 7 }';
    return `  task-${n}: { handler: ./h.ts, ${own} }\n`;
  });
  return `version: 1\n${before}queues: { mail: {} }\ntasks:\n${tasks.join('')}`;
}

async function load(written: string, file = '/skep/shared.yaml'): Promise<Manifest> {
  const loaded = await loadManifestText(written, { env: {}, file });
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  return loaded.manifest;
}

function shared(one: Manifest, other: Manifest): number {
  return Object.keys(one.tasks).filter((name) => one.tasks[name] === other.tasks[name]).length;
}

describe('a manifest that is read again', () => {
  it('has the same objects for tasks that say the same, and is otherwise what a first reading gives', async () => {
    const first = await load(text(10));
    const second = await load(text(20));
    assert.equal(shared(first, second), TASKS - 1);
    assert.equal(second.tasks['task-1']?.timeout.hardMs ?? second.tasks['task-1']?.timeout.softMs, 20_000);
    assert.notEqual(second.hash, first.hash);
    const alone = await load(text(20), '/skep/other.yaml');
    assert.equal(alone.hash, second.hash);
    assert.deepEqual({ ...second, file: '', files: [] }, { ...alone, file: '', files: [] });
  });

  it('names code once that many tasks have, wherever they run', async () => {
    const apart = 'defaults: { executor: process }\n';
    const tasks = 'tasks:\n  a: ./h.ts\n  b: ./h.ts\n  c: { handler: ./h.ts, executor: thread }\n';
    const here = '  d: { handler: ./h.ts, executor: inline }\n  e: { handler: ./h.ts, executor: inline }\n';
    const { modules } = await load(`version: 1\n${apart}${tasks}${here}`);
    assert.deepEqual(
      modules.map((ref) => [ref.text, ref.apart]),
      [
        ['./h.ts', true],
        ['./h.ts', undefined],
      ],
    );
  });

  it('makes tasks anew when what they have from elsewhere changes', async () => {
    const before = await load(text(10));
    const after = await load(text(10, 'defaults: { queue: mail }\n'));
    assert.equal(shared(before, after), 0);
    assert.equal(after.tasks['task-0']?.queue, 'mail');
    const again = await load(text(10));
    assert.equal(again.hash, before.hash);
  });

  it('tells of a wrong entry again each time', async () => {
    const wrong = text(10).replace('timeout:', 'timeuot:');
    const problems = async (): Promise<unknown> => {
      const loaded = await loadManifestText(wrong, { env: {}, file: '/skep/shared.yaml' });
      return loaded.ok ? [] : loaded.diagnostics.map(({ code, path }) => [code, path]);
    };
    const told = await problems();
    assert.deepEqual(await problems(), told);
    assert.equal((await load(text(10))).tasks['task-1']?.name, 'task-1');
    assert.deepEqual(await problems(), told);
    assert.equal((told as unknown[]).length, 1);
  });

  it('tells each time what is wrong of a task alone, and under another name too', async () => {
    const told = async (written: string): Promise<unknown> => {
      const loaded = await loadManifestText(written, { env: {}, file: '/skep/shared.yaml' });
      return loaded.ok ? [] : loaded.diagnostics.map(({ code, path }) => [code, path]);
    };
    const sound = text(10);
    const wrong = sound.replace('timeout: 10s', 'timeout: { soft: 20s, hard: 10s }');
    const expected = [['REF_TIMEOUT', 'tasks.task-1.timeout.soft']];
    assert.deepEqual(await told(wrong), expected);
    assert.deepEqual(await told(wrong), expected);
    assert.deepEqual(await told(sound), []);
    assert.deepEqual(await told(wrong), expected);
    assert.deepEqual(await told(sound.replace('task-2:', 'skep.two:')), [['SCHEMA_NAME', 'tasks.skep.two']]);
  });
});
