/** How far long work is: a line for a person at a terminal, lines elsewhere, nothing for a program. */
import assert from 'node:assert/strict';

import { awaitJob } from '../../../src/cli/await-job.ts';
import { CommandCall } from '../../../src/cli/command-call.ts';
import { runBulk } from '../../../src/cli/follow-bulk.ts';
import type { Output } from '../../../src/cli/printer.ts';
import { bar } from '../../../src/cli/progress-line.ts';
import { Terminal } from '../../../src/cli/terminal.ts';
import { SkepError } from '../../../src/foundation/index.ts';
import type { Platform } from '../../../src/platform/index.ts';
import { engineSupport } from '../../support/engines.ts';
import { BASIC } from '../../support/project.ts';
import { stage } from '../../support/stage.ts';

const { harness } = await engineSupport('sqlite');

class Watched extends Terminal {
  readonly overwritten: string[] = [];
  readonly shows: string[] = [];
  readonly #live: boolean;

  constructor(live: boolean) {
    super();
    this.#live = live;
  }

  override get overwrites(): boolean {
    return this.#live;
  }

  override get talkWidth(): number {
    return 60;
  }

  override overwrite(text: string): void {
    this.overwritten.push(text);
  }

  override data(text: string): void {
    this.shows.push(text);
  }

  override say(text: string): void {
    this.shows.push(text);
  }
}

describe('long work', () => {
  const scene = stage(harness);
  let platform: Platform;

  beforeEach(async () => {
    await scene.project.write(BASIC);
    platform = await scene.run({ roles: [] });
  });

  function on(terminal: Terminal, output: Output): CommandCall {
    const options = { file: 'jobs.yaml', output, color: false, verbose: false };
    return new CommandCall(options, terminal, { operations: Promise.resolve(platform.operations) });
  }

  async function cancelled(terminal: Watched, output: Output): Promise<void> {
    await platform.operations.enqueue(
      'work',
      Array.from({ length: 30 }, () => ({ payload: {} })),
    );
    const code = await runBulk(on(terminal, output), { action: 'cancel', filter: { task: 'work' } });
    assert.equal(code, 0);
  }

  it('on many jobs has a bar on a terminal, which is wiped out', async () => {
    const terminal = new Watched(true);
    await cancelled(terminal, 'table');
    assert.match(terminal.overwritten[0] ?? '', /^▕ {20}▏ 0 of 30 cancelled$|^0 of 30|^0 cancelled/);
    assert.equal(terminal.overwritten.at(-1), '');
    assert.ok(terminal.overwritten.every((line) => line.length < 60 && !line.includes('\n')));
    assert.deepEqual(terminal.shows, ['30 jobs cancelled']);
  });

  it('is not told of to a program, or where no terminal is', async () => {
    const program = new Watched(true);
    await cancelled(program, 'json');
    const piped = new Watched(false);
    await cancelled(piped, 'table');
    assert.deepEqual([program.overwritten, piped.overwritten, program.shows.length], [[], [], 1]);
  });

  it('that is waited for tells how far it is, and ends as before', async () => {
    const [receipt] = await platform.operations.enqueue('work', [{ payload: {} }]);
    const terminal = new Watched(true);
    const waiting = awaitJob(on(terminal, 'table'), receipt?.id ?? '', 1_300);
    await assert.rejects(waiting, (error) => error instanceof SkepError && error.code === 'WAIT_TIMED_OUT');
    assert.deepEqual(terminal.overwritten, [`job ${receipt?.id ?? ''} is available …`.slice(0, 59), '']);
  });

  it('has a bar as long as its share', () => {
    const lengths = [-1, 0, 0.5, 0.999, 1, 7].map((share) => bar(share).replaceAll(/[^█]/g, '').length);
    assert.deepEqual(lengths, [0, 0, 10, 19, 20, 20]);
    assert.ok([0, 0.3, 1].every((share) => bar(share).length === 22));
  });
});
