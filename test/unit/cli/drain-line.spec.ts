/** What a stop waits for, at a terminal: how many jobs run still, and for how long at most. */
import assert from 'node:assert/strict';

import { DrainLine } from '../../../src/cli/drain-line.ts';
import { Printer } from '../../../src/cli/printer.ts';
import { Terminal } from '../../../src/cli/terminal.ts';
import { statusRow } from '../../../src/foundation/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';

class Watched extends Terminal {
  readonly overwritten: string[] = [];
  live = true;

  override get overwrites(): boolean {
    return this.live;
  }

  override get talkWidth(): number {
    return 60;
  }

  override overwrite(text: string): void {
    this.overwritten.push(text);
  }
}

describe('the drain of skep run', () => {
  async function drained(terminal: Watched, running: number): Promise<FakeClock> {
    const clock = new FakeClock();
    const platform = { running, shutdownTimeoutMs: 30_000 };
    const line = new DrainLine({ terminal, printer: new Printer(terminal, 'table') }, platform, clock);
    await clock.advance(1_000);
    platform.running = 0;
    await clock.advance(1_000);
    line.end();
    return clock;
  }

  it('says every second how many jobs run still, and nothing of that stays', async () => {
    const terminal = new Watched();
    const clock = await drained(terminal, 3);
    assert.deepEqual(terminal.overwritten, ['3 jobs still running, 29s left', '0 jobs still running, 28s left', '']);
    assert.equal(clock.pending, 0);
  });

  it('says nothing where nothing runs, and where nobody looks', async () => {
    const terminal = new Watched();
    await drained(terminal, 0);
    terminal.live = false;
    await drained(terminal, 3);
    assert.deepEqual(terminal.overwritten, []);
  });
});

describe('the row that is written over', () => {
  afterEach(() => statusRow.set(''));

  it('lets lines stand above it, and stays below them', () => {
    assert.equal(statusRow.above('a line\n').toString(), 'a line\n');
    statusRow.set('3 jobs still running');
    assert.equal(statusRow.above('a line\n').toString(), '\r\u001b[Ka line\n3 jobs still running');
    assert.equal(statusRow.above(Buffer.from('a dot')).toString(), '\r\u001b[Ka dot');
  });
});
