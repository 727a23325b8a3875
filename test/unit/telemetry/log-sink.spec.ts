import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { systemClock } from '../../../src/foundation/index.ts';
import { type LogGap, LogSink } from '../../../src/telemetry/log-sink.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { waitFor } from '../../support/wait-for.ts';

const LINE = `${'x'.repeat(999)}\n`;
const MEGABYTE = 1024 * 1024;

describe('the log sink', () => {
  for (const sync of [false, true]) {
    describe(sync ? 'for a person' : 'for a program', () => {
      it('on a full device: keeps a megabyte, counts the rest, tries again at longer and longer intervals', async () => {
        const fd = openSync('/dev/full', 'w');
        const clock = new FakeClock();
        const sink = new LogSink({ fd, sync, clock });
        for (let n = 0; n < 3_000; n += 1) sink.write(LINE);
        await waitFor('the failure', () => sink.health.failing !== null);
        const { dropped, failing } = sink.health;
        assert.ok(
          dropped >= 3_000 - MEGABYTE / 1_000 - 70 && dropped <= 3_000 - MEGABYTE / 1_000 + 70,
          String(dropped),
        );
        assert.match(failing ?? '', /ENOSPC/);
        sink.write(LINE);
        assert.ok(sink.health.dropped > dropped);
        assert.equal(clock.pending, 1, 'one timer, no loop');
        await clock.advance(60_000);
        await settle();
        assert.match(sink.health.failing ?? '', /ENOSPC/);
        sink.last();
        closeSync(fd);
      });

      it('into a pipe that nobody reads: neither it nor its end waits; what was kept comes in order, then the gap', async () => {
        const folder = mkdtempSync(path.join(tmpdir(), 'skep-pipe-'));
        const pipe = path.join(folder, 'pipe');
        execFileSync('mkfifo', [pipe]);
        const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
        const writer = openSync(pipe, constants.O_WRONLY);
        try {
          const sink = new LogSink({ fd: writer, sync, clock: systemClock });
          const gaps: LogGap[] = [];
          sink.onGap((gap) => gaps.push(gap));
          for (let n = 0; n < 3_000; n += 1) sink.write(`${n} ${LINE}`);
          await sink.flushed();
          assert.ok(sink.health.dropped > 1_000);
          assert.equal(sink.health.failing, null, 'a slow reader is no broken one');
          const text = await readAll(reader, () => gaps.length > 0);
          const lines = text.trimEnd().split('\n');
          assert.equal(lines.length, 3_000 - sink.health.dropped);
          assert.deepEqual(
            lines.map((line) => line.split(' ')[0]),
            lines.map((_line, index) => String(index)),
          );
          assert.deepEqual([gaps[0]?.dropped, gaps[0]?.reason], [sink.health.dropped, 'SLOW']);
        } finally {
          closeSync(reader);
          closeSync(writer);
          rmSync(folder, { recursive: true });
        }
      });
    });
  }
});

/** Reads until `done`, and what is left then. */
async function readAll(fd: number, done: () => boolean): Promise<string> {
  let text = '';
  const buffer = Buffer.alloc(65_536);
  await waitFor('all to be read', () => {
    try {
      for (let got = -1; got !== 0;) {
        got = readSync(fd, buffer);
        text += buffer.toString('utf8', 0, got);
      }
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'EAGAIN');
    }
    return done();
  });
  return text;
}
