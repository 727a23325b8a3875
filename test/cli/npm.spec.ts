/** What npm makes of signals: tried with the npm that is there. */
import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const BUILT = path.join(import.meta.dirname, '../../dist/cli/main.js');
const [harness] = ENGINES;
if (harness === undefined) throw new Error('no engine');

describe('skep run below npm', () => {
  const scene = stage(harness);
  let npm: ChildProcess;
  let text: string;

  async function start(script: string): Promise<void> {
    await scene.project.write(BASIC);
    const run = `${JSON.stringify(process.execPath)} ${JSON.stringify(BUILT)} run --only worker`;
    const scripts = { start: script.replace('skep run', run) };
    await writeFile(scene.project.path('package.json'), JSON.stringify({ name: 'user', private: true, scripts }));
    text = '';
    // A group of its own, as a terminal makes one.
    npm = spawn('npm', ['start'], { cwd: scene.project.folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    npm.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await waitFor(`skep to be ready: ${text}`, () => text.includes('"process.ready"'));
  }

  const events = (): string[] => [...text.matchAll(/"event":"(process\.\w+)"/g)].map(([, name = '']) => name);
  const pid = (): number => Number(/"process\.ready".*"pid":(\d+)/.exec(text)?.[1]);

  afterEach(() => {
    try {
      process.kill(-(npm.pid ?? 0), 'SIGKILL');
    } catch {
      // All of the group has ended.
    }
  });

  async function gone(): Promise<void> {
    await waitFor('skep to end', () => {
      try {
        return !process.kill(pid(), 0);
      } catch {
        return true;
      }
    });
  }

  it('drains when npm was told to end and did not pass it on', async () => {
    await start('skep run');
    npm.kill('SIGTERM');
    await gone();
    assert.deepEqual(events(), ['process.ready', 'process.orphaned', 'process.stopping']);
  });

  it('takes a Ctrl-C that comes twice, from the terminal and from npm, for one', async () => {
    await start('exec skep run');
    const ended = once(npm, 'exit');
    process.kill(-(npm.pid ?? 0), 'SIGINT');
    const [code] = (await ended) as [number | null];
    await gone();
    assert.deepEqual([code, events()], [130, ['process.ready', 'process.stopping']]);
  });
});
