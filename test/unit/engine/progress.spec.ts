import assert from 'node:assert/strict';
import { Progress } from '../../../src/engine/progress.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('progress of a consumer', () => {
  it('counts from the last turn of the loop', async () => {
    const clock = new FakeClock();
    const progress = new Progress(clock);
    await clock.advance(700);
    assert.equal(progress.stalledMs, 700);
    progress.turned();
    assert.equal(progress.stalledMs, 0);
  });

  it('counts from the last outcome that was stored while others wait to be, whatever the loop does', async () => {
    const clock = new FakeClock();
    const progress = new Progress(clock);
    progress.settling();
    await clock.advance(500);
    progress.settling();
    progress.turned();
    assert.equal(progress.stalledMs, 500);
    progress.settled();
    await clock.advance(300);
    progress.turned();
    assert.equal(progress.stalledMs, 300);
    progress.settled();
    assert.equal(progress.stalledMs, 0);
  });
});
