/** The package's door as programs use it, those in JavaScript too, which no type has checked. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createPlatform, loadManifest, type Platform, type PlatformOptions, SkepError } from '../../src/index.ts';
import { silentLogger } from '../../src/foundation/index.ts';

describe('createPlatform', () => {
  let folder: string;
  let platform: Platform | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-library-'));
    platform = undefined;
    await writeFile(path.join(folder, 'handler.mjs'), 'export default () => "done";\n');
    await writeFile(
      path.join(folder, 'jobs.yaml'),
      'version: 1\nname: ${SKEP_TEST_NAME:-library}\nengine: sqlite:./jobs.db\ntasks: { work: ./handler.mjs }\n',
    );
  });

  afterEach(async () => {
    delete process.env['SKEP_TEST_NAME'];
    await platform?.stop();
    await rm(folder, { recursive: true });
  });

  async function created(options: Partial<PlatformOptions>): Promise<Platform> {
    platform = await createPlatform({ file: 'jobs.yaml', cwd: folder, logger: silentLogger, ...options });
    return platform;
  }

  it('with no roles runs nothing, and enqueues', async () => {
    const idle = await created({ roles: [], env: {} });
    await idle.start();
    assert.deepEqual([idle.roles, idle.queues], [[], {}]);
    const [job] = await idle.operations.enqueue('work', [{ payload: null }]);
    assert.equal(job?.state, 'available');
    assert.equal((await idle.operations.getJob(job.id, 50)).state, 'available');
    const ready = await idle.readiness();
    assert.deepEqual(ready.reasons, []);
  });

  it('with one role has that one, and all without a word', async () => {
    assert.deepEqual((await created({ roles: ['scheduler', 'scheduler'] })).roles, ['scheduler']);
    assert.deepEqual((await created({})).roles, ['worker', 'scheduler', 'api']);
    assert.deepEqual((await created({ burst: true })).roles, ['worker']);
  });

  it('reads the environment of the process where none is given', async () => {
    process.env['SKEP_TEST_NAME'] = 'from-outside';
    assert.equal((await created({})).manifest().name, 'from-outside');
    assert.equal((await created({ env: {} })).manifest().name, 'library');
  });

  it('tells what it cannot use', async () => {
    const wrong: readonly [unknown, RegExp][] = [
      [undefined, /takes an object/],
      ['jobs.yaml', /takes an object/],
      [{}, /takes an object/],
      [{ file: 'jobs.yaml', role: ['worker'] }, /there is no option of createPlatform "role"/],
      [{ file: 'jobs.yaml', telemetry: { spanProcessor: [] } }, /there is no part of telemetry "spanProcessor"/],
      [{ file: 'jobs.yaml', telemetry: 'otlp' }, /telemetry is not an object/],
      [{ file: 'jobs.yaml', roles: ['wroker'] }, /there is no role "wroker"/],
      [{ file: 'jobs.yaml', roles: 'worker' }, /roles is not a list/],
    ];
    for (const [options, expected] of wrong) {
      await assert.rejects(createPlatform(options as PlatformOptions), (error) => {
        assert.ok(error instanceof SkepError, String(error));
        assert.equal(error.code, 'USAGE');
        return expected.test(error.message);
      });
    }
  });

  it('looks at the queues that it is to consume before anything is opened', async () => {
    for (const queues of [{ only: ['nope'] }, { exclude: ['nope'] }]) {
      await assert.rejects(
        created({ queues }),
        (error) => error instanceof SkepError && error.code === 'QUEUE_UNKNOWN',
      );
    }
  });

  it('says how jobs are given where it gets something else', async () => {
    const { operations } = await created({ roles: [] });
    const loose = operations as unknown as Record<
      'enqueue' | 'enqueueTogether',
      (...args: unknown[]) => Promise<unknown>
    >;
    const calls = [
      () => loose.enqueue('a', { payload: {} }),
      () => loose.enqueue('a'),
      () => loose.enqueue('a', [null]),
      () => loose.enqueue('a', ['text']),
      () => loose.enqueueTogether({ task: 'a', payload: {} }),
      () => loose.enqueueTogether([[]]),
    ];
    for (const call of calls) {
      await assert.rejects(call, (error) => {
        assert.ok(error instanceof SkepError, String(error));
        assert.equal(error.code, 'USAGE');
        return /write enqueue\w*\(.*\[\{.*payload/.test(error.hint ?? '');
      });
    }
  });
});

describe('loadManifest', () => {
  it('takes the environment of the process where it is given none', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'skep-library-'));
    try {
      process.env['SKEP_TEST_NAME'] = 'from-outside';
      await writeFile(
        path.join(folder, 'jobs.yaml'),
        'version: 1\nname: ${SKEP_TEST_NAME}\ntasks: { work: ./handler.mjs }\n',
      );
      const names = [];
      for (const options of [{ cwd: folder }, { cwd: folder, env: { SKEP_TEST_NAME: 'given' } }]) {
        const loaded = await loadManifest('jobs.yaml', options);
        names.push(loaded.ok ? loaded.manifest.name : loaded.diagnostics);
      }
      assert.deepEqual(names, ['from-outside', 'given']);
      const alone = await loadManifest(path.join(folder, 'jobs.yaml'));
      assert.equal(alone.ok, true);
    } finally {
      delete process.env['SKEP_TEST_NAME'];
      await rm(folder, { recursive: true });
    }
  });

  it('says what it takes to whoever gives it something else', async () => {
    for (const wrong of [undefined, null, { file: 'jobs.yaml' }, 7])
      await assert.rejects(loadManifest(wrong as unknown as string), { code: 'USAGE', message: /loadManifest takes/ });
  });
});
