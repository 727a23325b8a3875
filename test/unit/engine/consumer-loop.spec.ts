import assert from 'node:assert/strict';
import type { Job, Outcome } from '../../../src/core/index.ts';
import {
  type AttemptResult,
  type ConsumeOptions,
  ConsumerLoop,
  type Lane,
  type Lease,
  type RunLease,
  type Settlement,
  type SettleReceipt,
} from '../../../src/engine/index.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const DONE: AttemptResult = {
  outcome: { kind: 'complete', result: null },
  traceId: null,
  spanId: null,
  progress: null,
  logs: [],
};

function leases(count: number): Lease[] {
  return Array.from({ length: count }, (_, index) => ({ job: { id: `j${index}` } as Job, session: 's' }));
}

/** A lane whose answers the test chooses. */
class FakeLane implements Lane {
  waiting: Lease[];
  readonly asked: number[] = [];
  readonly settled: Settlement[][] = [];
  reserveFailure: Error | undefined;
  settleFailures = 0;
  gate: Promise<void> = Promise.resolve();
  wake: () => void = () => undefined;

  constructor(waiting: Lease[] = []) {
    this.waiting = waiting;
  }

  async reserve(count: number): Promise<readonly Lease[]> {
    this.asked.push(count);
    await this.gate;
    if (this.reserveFailure) throw this.reserveFailure;
    return this.waiting.splice(0, count);
  }

  async settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    if (this.settleFailures > 0) {
      this.settleFailures -= 1;
      throw new Error('the store is gone');
    }
    this.settled.push([...batch]);
    return batch.map(() => ({ status: 'settled', state: 'completed', runAt: null }));
  }

  onWake(listener: () => void): () => void {
    this.wake = listener;
    return () => (this.wake = () => undefined);
  }
}

async function turns(count = 6): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await settle();
}

describe('ConsumerLoop', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });

  const loopOf = (lane: Lane, options: Partial<ConsumeOptions> = {}, run: RunLease = async () => DONE): ConsumerLoop =>
    new ConsumerLoop(lane, { permit: () => 10, ...options }, run, clock);
  const outcomes = (lane: FakeLane): Outcome['kind'][] => lane.settled.flat().map((one) => one.outcome.kind);

  it('settles what ended in one turn as one batch', async () => {
    const lane = new FakeLane(leases(5));
    const loop = loopOf(lane);
    await turns();
    assert.equal(lane.settled.length, 1);
    assert.equal(lane.settled[0]?.length, 5);
    assert.equal(loop.running, 0);
  });

  it('goes on reserving while reserves come back full', async () => {
    const lane = new FakeLane(leases(25));
    await loopOf(lane).idle();
    assert.equal(lane.settled.flat().length, 25);
  });

  it('rests when the store has no more, and looks again when woken, or after a second', async () => {
    const lane = new FakeLane();
    loopOf(lane);
    await turns();
    const looks = lane.asked.length;
    await turns();
    assert.equal(lane.asked.length, looks);
    lane.wake();
    await turns();
    assert.equal(lane.asked.length, looks + 1);
    await clock.advance(1_000);
    assert.equal(lane.asked.length, looks + 2);
  });

  it('reserves nothing without a permit, and is not idle while it does not know', async () => {
    const lane = new FakeLane(leases(1));
    let permits = 0;
    const loop = loopOf(lane, { permit: () => permits });
    let idle = false;
    void loop.idle().then(() => (idle = true));
    await turns();
    assert.deepEqual([lane.asked, idle], [[], false]);
    permits = 5;
    loop.poke();
    await turns();
    assert.equal(idle, true);
    assert.equal(lane.settled.flat().length, 1);
  });

  it('backs off while the store fails, says so each time, and recovers', async () => {
    const lane = new FakeLane(leases(1));
    lane.reserveFailure = new Error('away');
    const troubles: unknown[] = [];
    loopOf(lane, { onTrouble: (error) => troubles.push(error) });
    await turns();
    assert.equal(lane.asked.length, 1);
    await clock.advance(50);
    await clock.advance(100);
    assert.equal(troubles.length, 3);
    await clock.advance(199);
    assert.equal(troubles.length, 3);
    lane.reserveFailure = undefined;
    await clock.advance(1);
    await turns();
    assert.equal(lane.settled.flat().length, 1);
  });

  it('keeps a settlement that cannot be stored and tries it until it is', async () => {
    const lane = new FakeLane(leases(2));
    lane.settleFailures = 3;
    const loop = loopOf(lane);
    await turns();
    assert.equal(loop.running, 2);
    await clock.advance(50 + 100 + 200);
    await turns();
    assert.equal(loop.running, 0);
    assert.equal(lane.settled.length, 1);
  });

  it('stop() resolves when what runs is settled, and takes no more', async () => {
    const lane = new FakeLane(leases(1));
    let end: (result: AttemptResult) => void = () => undefined;
    const loop = loopOf(lane, {}, () => new Promise((resolve) => (end = resolve)));
    await turns();
    let stopped = false;
    const stop = loop.stop().then(() => (stopped = true));
    lane.waiting = leases(3);
    lane.wake();
    await clock.advance(5_000);
    assert.equal(stopped, false);
    end(DONE);
    await stop;
    assert.equal(lane.waiting.length, 3);
  });

  it('gives back unstarted what a reserve brings after stop()', async () => {
    const lane = new FakeLane(leases(3));
    let open: () => void = () => undefined;
    lane.gate = new Promise((resolve) => (open = resolve));
    let started = 0;
    const loop = loopOf(lane, {}, async () => {
      started += 1;
      return DONE;
    });
    const stop = loop.stop();
    open();
    await stop;
    assert.equal(started, 0);
    assert.deepEqual(outcomes(lane), ['release', 'release', 'release']);
  });

  it('releases the job of a run that rejects or throws', async () => {
    const lane = new FakeLane(leases(2));
    const troubles: unknown[] = [];
    let runs = 0;
    loopOf(lane, { onTrouble: (error) => troubles.push(error) }, () => {
      runs += 1;
      if (runs === 1) throw new Error('thrown');
      return Promise.reject(new Error('rejected'));
    });
    await turns();
    assert.deepEqual(outcomes(lane), ['release', 'release']);
    assert.equal(troubles.length, 2);
  });

  it('survives callbacks that throw: nothing is settled twice', async () => {
    const lane = new FakeLane(leases(3));
    const loop = loopOf(lane, {
      onSettled: () => {
        throw new Error('a bad listener');
      },
      onTrouble: () => {
        throw new Error('a worse one');
      },
    });
    await turns();
    await clock.advance(5_000);
    assert.equal(loop.running, 0);
    assert.equal(lane.settled.flat().length, 3);
  });

  it('takes a permit() that throws for none', async () => {
    const lane = new FakeLane(leases(1));
    const troubles: unknown[] = [];
    loopOf(lane, {
      permit: () => {
        throw new Error('no idea');
      },
      onTrouble: (error) => troubles.push(error),
    });
    await turns();
    assert.deepEqual(lane.asked, []);
    assert.equal(troubles.length, 1);
  });
});
