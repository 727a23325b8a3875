import assert from 'node:assert/strict';
import type { Job, Outcome } from '../../../src/core/index.ts';
import {
  type AttemptResult,
  type ConsumeOptions,
  ConsumerLoop,
  type Lane,
  type Lease,
  type Reserved,
  type RunLease,
  type Settlement,
  type SettleReceipt,
} from '../../../src/engine/index.ts';
import { DONE } from '../../support/done.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

function leases(count: number): Lease[] {
  return Array.from({ length: count }, (_, index) => ({
    job: { id: `j${index}`, consequences: [] as Job['consequences'] } as Job,
    session: 's',
  }));
}

function followed(count: number): Lease[] {
  const consequences = [{ on: ['completed'] }] as unknown as Job['consequences'];
  return leases(count).map((lease) => ({ ...lease, job: { ...lease.job, consequences } }));
}

/** A lane whose answers the test chooses. */
class FakeLane implements Lane {
  reserves: 1 | 2 = 1;
  waiting: Lease[];
  /** Says that there is more, whatever it has brought. */
  more = false;
  readonly asked: number[] = [];
  readonly settled: Settlement[][] = [];
  reserveFailure: Error | undefined;
  settleFailures = 0;
  gate: Promise<void> = Promise.resolve();
  settleGate: Promise<void> = Promise.resolve();
  wake: () => void = () => undefined;

  constructor(waiting: Lease[] = []) {
    this.waiting = waiting;
  }

  async reserve(count: number): Promise<Reserved> {
    this.asked.push(count);
    await this.gate;
    if (this.reserveFailure) throw this.reserveFailure;
    const found = this.waiting.splice(0, count);
    return { leases: found, more: this.more || found.length === count };
  }

  async settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    if (this.settleFailures > 0) {
      this.settleFailures -= 1;
      throw new Error('the store is gone');
    }
    await this.settleGate;
    this.settled.push([...batch]);
    return batch.map(() => ({ status: 'settled', state: 'completed', runAt: null }));
  }

  onWake(listener: () => void): () => void {
    this.wake = listener;
    return () => (this.wake = () => undefined);
  }
}

/** What ends calls for another one, so many times in all. */
class ChainLane extends FakeLane {
  #left: number;

  constructor(chains: number, steps: number) {
    super(followed(chains));
    this.reserves = 2;
    this.#left = chains * (steps - 1);
  }

  override settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    const count = Math.min(batch.length, this.#left);
    this.#left -= count;
    this.waiting.push(...followed(count));
    return super.settle(batch);
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

  it('does not outrun a store that takes no settlement: what has ended and is not stored is bounded', async () => {
    const lane = new FakeLane(leases(5_000));
    let open = (): void => undefined;
    lane.settleGate = new Promise((resolve) => (open = resolve));
    const loop = loopOf(lane);
    await turns(1_000);
    assert.ok(loop.running > 1_000 && loop.running <= 1_030, `${loop.running} are held`);
    open();
    await loop.idle();
    assert.equal(lane.settled.flat().length, 5_000);
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

  it('asks a store that works beside it for two halves while the queue is busy, and never for more than it may', async () => {
    const lane = new FakeLane(leases(400));
    lane.reserves = 2;
    let live = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const loop = loopOf(lane, { permit: () => 64 - live }, () => {
      live += 1;
      most = Math.max(most, live);
      return new Promise((resolve) => {
        ends.push(() => {
          live -= 1;
          resolve(DONE);
        });
      });
    });
    await turns();
    assert.deepEqual(lane.asked, [64], 'the first look is for all');
    while (loop.running > 0) {
      for (const end of ends.splice(0, 32)) end();
      await turns();
    }
    assert.equal(lane.settled.flat().length, 400);
    assert.equal(most, 64);
    assert.deepEqual(new Set(lane.asked.slice(1, 10)), new Set([32]));
  });

  it('starts one half a turn, so that each is settled and followed by a reserve of its own', async () => {
    const lane = new FakeLane(leases(192));
    lane.reserves = 2;
    let live = 0;
    const loop = loopOf(lane, { permit: () => 64 - live }, async () => {
      live += 1;
      await Promise.resolve();
      live -= 1;
      return DONE;
    });
    await loop.idle();
    assert.deepEqual(
      lane.settled.map((batch) => batch.length),
      [64, 32, 32, 32, 32],
    );
  });

  it('asks for two halves of what follows from many that end together, and for all where they are few', async () => {
    const run = async (): Promise<AttemptResult> => {
      await Promise.resolve();
      return DONE;
    };
    const many = new ChainLane(50, 4);
    await loopOf(many, { permit: () => 64 }, run).idle();
    assert.deepEqual(
      many.settled.map((batch) => batch.length),
      [50, 25, 25, 25, 25, 25, 25],
    );
    const few = new ChainLane(31, 3);
    await loopOf(few, { permit: () => 64 }, run).idle();
    assert.deepEqual(
      few.settled.map((batch) => batch.length),
      [31, 31, 31],
    );
    assert.deepEqual(new Set(few.asked), new Set([64]));
  });

  it('quiet() resolves when no reserve is under way and what came was started', async () => {
    const lane = new FakeLane(leases(2));
    let open: () => void = () => undefined;
    lane.gate = new Promise((resolve) => (open = resolve));
    let started = 0;
    const loop = loopOf(lane, { permit: () => 2 - started }, () => {
      started += 1;
      return new Promise(() => undefined);
    });
    let quiet = false;
    const told = loop.quiet().then(() => (quiet = true));
    await turns();
    assert.equal(quiet, false);
    open();
    await told;
    assert.equal(started, 2);
  });

  it('quiet() and idle() wait for the look that was asked for while a reserve was under way', async () => {
    const lane = new FakeLane();
    let open: () => void = () => undefined;
    lane.gate = new Promise((resolve) => (open = resolve));
    let started = 0;
    const loop = loopOf(lane, {}, async () => {
      started += 1;
      return DONE;
    });
    await turns();
    // The first reserve has looked and found nothing, but has not answered yet.
    const answer = open;
    lane.gate = new Promise((resolve) => (open = resolve));
    loop.poke();
    const told: string[] = [];
    void loop.quiet().then(() => told.push('quiet'));
    const idle = loop.idle().then(() => told.push('idle'));
    answer();
    await turns();
    assert.deepEqual([lane.asked.length, told], [2, []]);
    lane.waiting = leases(1);
    open();
    await idle;
    assert.deepEqual([started, told], [1, ['quiet', 'idle']]);
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
