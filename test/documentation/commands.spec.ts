/** The examples of docs/commands.md, run as they stand there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';

import type { Platform } from '../../src/platform/index.ts';
import { engineSupport } from '../support/engines.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { blocksOf } from './blocks.ts';

const { harness } = await engineSupport('sqlite');

describe('the examples of docs/commands.md', () => {
  const scene = stage(harness);

  async function run(): Promise<Platform> {
    const blocks = blocksOf('docs/commands.md');
    for (const { notes, text } of blocks) {
      const [, file] = /^file=(\S+)$/.exec(notes) ?? [];
      if (file === undefined) continue;
      await mkdir(scene.project.path('scripts'), { recursive: true });
      await writeFile(scene.project.path(file), `${text}\n`);
    }
    const tasks = blocks.find(({ language }) => language === 'yaml')?.text ?? '';
    await scene.project.write(`${tasks.replace(/^version: 1\n/, '')}\nadmin: { port: 0 }\n`);
    return scene.run({ env: process.env });
  }

  it('in Python', async function () {
    if (spawnSync('python3', ['--version']).status !== 0) this.skip();
    const platform = await run();
    const job = await finished(platform, await enqueue(platform, { orders: [7, 8] }, {}, 'orders.export'));
    assert.deepEqual([job.state, job.result, job.progress?.message], ['completed', { exported: 2 }, 'order 8']);
    assert.deepEqual(
      job.logs.map(({ line }) => line),
      ['exported order 7', 'exported order 8'],
    );
    const again = await finished(platform, await enqueue(platform, { orders: [-1] }, {}, 'orders.export'));
    assert.deepEqual([again.state, again.attempt], ['completed', 2]);
    assert.match(again.attempts[0]?.error?.message ?? '', /exit code 1: order -1 is not there yet$/);
  });

  it('in a shell', async () => {
    const platform = await run();
    await mkdir(scene.project.path('pictures'));
    await writeFile(scene.project.path('pictures/a.png'), '');
    const job = await finished(platform, await enqueue(platform, { folder: 'pictures' }, {}, 'thumbs.make'));
    assert.deepEqual([job.state, job.result], ['completed', { thumbs: 1 }]);
    const dead = await finished(platform, await enqueue(platform, { folder: '/nowhere' }, {}, 'thumbs.make'));
    assert.deepEqual([dead.state, dead.error?.message], ['dead', 'there is no such folder']);
  });
});
