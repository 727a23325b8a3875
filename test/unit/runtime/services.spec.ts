import assert from 'node:assert/strict';

import { DEFAULT_TIMINGS, type Engine, type ProcessInfo } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId, SkepError } from '../../../src/foundation/index.ts';
import { Advancer, Janitor, Presence, Promoter, Rescuer, waitForJob, waitForRun } from '../../../src/runtime/index.ts';
import { AGAIN, Loop } from '../../../src/runtime/upkeep/loop.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { newJob } from '../../support/new-job.ts';
import { newRun, plan, step } from '../../support/run-model.ts';
import { waitFor } from '../../support/wait-for.ts';
import { depsOf, generationOf, type TestDeps } from './parts.ts';

const JOB = newJob({ id: 'job-1', task: 'work' });

const INFO: ProcessInfo = {
  host: 'here',
  pid: 1,
  version: '0',
  roles: ['worker'],
  queues: { default: 3 },
  running: 0,
  overrunning: 0,
  manifestHash: 'h',
  manifestRevision: 1,
  adminUrl: null,
};

describe('the services that keep house', () => {
  let clock: FakeClock;
  let engine: Engine;
  let deps: TestDeps;
  let services: Loop[];

  beforeEach(async () => {
    clock = new FakeClock();
    engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock, newId });
    await engine.open();
    deps = depsOf(engine, generationOf({ tasks: { work: {} } }), clock);
    services = [];
  });

  afterEach(async () => {
    for (const service of services) await service.stop();
    await engine.close();
  });

  async function start<T extends Loop>(service: T): Promise<T> {
    services.push(service);
    await service.start();
    return service;
  }

  function stateOf(id: string): Promise<string | undefined> {
    return engine.jobs.get(id).then((job) => job?.state);
  }

  /** Moves the clock in small steps until the state is reached, so that engine calls may settle in between. */
  function reaches(id: string, state: string, stepMs: number): Promise<unknown> {
    return waitFor(`${id} to be ${state}`, async () => {
      await clock.advance(stepMs);
      return (await stateOf(id)) === state;
    });
  }

  it('Promoter makes a job available when it is due, not before', async () => {
    await engine.jobs.enqueue([{ ...JOB, delayMs: 60_000 }]);
    await start(new Promoter(deps));
    const dueAt = clock.now() + 60_000;
    await clock.advance(50_000);
    assert.equal(await stateOf('job-1'), 'scheduled');
    await reaches('job-1', 'available', 100);
    assert.ok(clock.now() >= dueAt);
  });

  it('Promoter wakes for an instant that it is told of', async () => {
    const promoter = await start(new Promoter(deps));
    await settle();
    await engine.jobs.enqueue([{ ...JOB, delayMs: 20 }]);
    promoter.expect(clock.now() + 20);
    // Much less than it would wait by itself.
    await reaches('job-1', 'available', 1);
    assert.ok(clock.monotonic() < 200, `after ${clock.monotonic()} ms`);
  });

  it('Advancer is there when a wait ends that began in this process', async () => {
    await start(new Advancer(deps));
    await settle();
    const work = { kind: 'wait', wait: { signal: null, forMs: 300, until: null } } as const;
    await engine.runs.start([newRun(plan([step('rest', { work })]))]);
    await waitFor('the end', async () => {
      await clock.advance(10);
      return (await engine.runs.stateOf('r')) === 'completed';
    });
    // Much less than it would rest by itself.
    assert.ok(clock.monotonic() < 600, `after ${clock.monotonic()} ms`);
  });

  it('Janitor cancels what expired and deletes what is past its retention', async () => {
    await engine.jobs.enqueue([{ ...JOB, expiresInMs: 10_000 }]);
    await start(new Janitor(deps));
    await reaches('job-1', 'cancelled', 1_000);
    assert.equal((await engine.jobs.get('job-1'))?.error?.code, 'JOB_EXPIRED');
    await waitFor('the job to be gone', async () => {
      await clock.advance(5_000);
      return (await engine.jobs.get('job-1')) === null;
    });
  });

  it('Presence joins, beats with fresh facts, and leaves', async () => {
    let running = 0;
    const presence = await start(new Presence(deps, () => ({ ...INFO, running })));
    assert.ok(presence.session);
    assert.deepEqual(
      (await engine.fleet.processes()).map(({ session, queues }) => [session, queues]),
      [[presence.session, { default: 3 }]],
    );
    running = 2;
    await waitFor('a beat', async () => {
      await clock.advance(500);
      return (await engine.fleet.processes())[0]?.running === 2;
    });
    await presence.stop();
    assert.deepEqual(await engine.fleet.processes(), []);
  });

  it('Presence that cannot join does not start', async () => {
    const join = (): Promise<never> => Promise.reject(new Error('store away'));
    Object.assign(deps, { engine: { ...engine, fleet: { ...engine.fleet, join } } });
    await assert.rejects(new Presence(deps, () => INFO).start(), /store away/);
  });

  it('Presence waits through an outage, until it is stopped', async () => {
    const away = new SkepError('STORE_UNREACHABLE', 'store away');
    let calls = 0;
    const join = (): Promise<never> => {
      calls += 1;
      return Promise.reject(away);
    };
    Object.assign(deps, { engine: { ...engine, fleet: { ...engine.fleet, join } } });
    const presence = new Presence(deps, () => INFO);
    const ended = assert.rejects(presence.start(), away);
    for (const ms of [0, 3_000]) await clock.advance(ms);
    assert.equal(calls, 4);
    await presence.stop();
    await ended;
  });

  it('Rescuer goes on while there is more, then waits', async () => {
    const rescued = { id: 'a', task: 'work', queue: 'default', attempt: 1, rescues: 1, state: 'available' as const };
    let calls = 0;
    const rescue = async (): Promise<unknown> => ({ rescued: calls < 2 ? [rescued] : [], more: (calls += 1) < 3 });
    Object.assign(deps, { engine: { keeping: { rescue } } });
    await start(new Rescuer(deps));
    await waitFor('three calls', () => calls === 3);
    await settle();
    assert.equal(calls, 3);
    await clock.advance(1_000);
    assert.equal(calls, 4);
  });

  it('waitForJob sees the end of a job, gives up in time, and knows unknown ids', async () => {
    assert.equal(await waitForJob(engine.jobs, 'nobody', { waitMs: 1_000, clock }), null);
    await engine.jobs.enqueue([JOB]);
    let answer: { state: string } | null | undefined;
    const waiting = waitForJob(engine.jobs, 'job-1', { waitMs: 1_000, clock }).then((job) => (answer = job));
    await waitFor('the wait to end', async () => {
      await clock.advance(50);
      return answer !== undefined;
    });
    assert.equal((await waiting)?.state, 'available');

    const later = waitForJob(engine.jobs, 'job-1', { waitMs: 60_000, clock });
    await engine.jobs.cancel(['job-1'], 'enough');
    await clock.advance(300);
    assert.equal((await later)?.state, 'cancelled');

    await engine.jobs.enqueue([{ ...JOB, id: 'job-2' }]);
    const aborted = waitForJob(engine.jobs, 'job-2', { waitMs: 60_000, clock, signal: AbortSignal.abort() });
    assert.equal((await aborted)?.state, 'available');
  });

  it('waitForRun sees the end of a run in this process at once, by no clock', async () => {
    const run = newRun(plan([step('first')]), { id: 'run-1' });
    await engine.runs.start([run]);
    const waiting = waitForRun(engine.runs, 'run-1', { waitMs: 60_000, clock });
    await settle();
    await engine.runs.cancel(['run-1'], 'enough');
    assert.equal((await waiting)?.state, 'cancelled');
  });
});

describe('Loop', () => {
  class Steps extends Loop {
    readonly turns: number[] = [];
    readonly #clock: FakeClock;
    plan: (turn: number) => number | Promise<number> = () => 1_000;

    constructor(deps: TestDeps, clock: FakeClock) {
      super(deps, 'stepping');
      this.#clock = clock;
    }

    protected override async turn(): Promise<number> {
      this.turns.push(this.#clock.monotonic());
      return this.plan(this.turns.length);
    }
  }

  let clock: FakeClock;
  let deps: TestDeps;
  let loop: Steps;

  beforeEach(() => {
    clock = new FakeClock();
    deps = depsOf({} as Engine, generationOf({}), clock);
    loop = new Steps(deps, clock);
  });

  afterEach(() => loop.stop());

  it('sleeps as long as each turn says, and leaves no timer behind', async () => {
    await loop.start();
    await clock.advance(2_500);
    assert.deepEqual(loop.turns, [0, 1_000, 2_000]);
    await loop.stop();
    assert.equal(clock.pending, 0);
  });

  it('never spins, whatever a turn says', async () => {
    loop.plan = () => -5;
    await loop.start();
    await clock.advance(100);
    assert.equal(loop.turns.length, 11);
  });

  it('goes on at once while there is more, after others had their turn', async () => {
    loop.plan = (turn) => (turn < 5 ? AGAIN : 1_000);
    await loop.start();
    await waitFor('five turns', () => loop.turns.length === 5);
    assert.deepEqual(loop.turns, [0, 0, 0, 0, 0]);
  });

  it('can be woken, also in the middle of a turn', async () => {
    await loop.start();
    await settle();
    loop.wake();
    await settle();
    assert.deepEqual(loop.turns, [0, 0]);
    loop.plan = (turn) => {
      if (turn === 3) loop.wake();
      return 1_000;
    };
    loop.wake();
    await waitFor('the turn after the one that was woken', () => loop.turns.length === 4);
  });

  it('backs off from a store that fails, tells it once, and tells when it works again', async () => {
    loop.plan = (turn) => (turn <= 6 ? Promise.reject(new Error('away')) : 60_000);
    await loop.start();
    await settle();
    loop.wake();
    await clock.advance(40_000);
    assert.deepEqual(loop.turns, [0, 1_000, 3_000, 7_000, 15_000, 23_000, 31_000]);
    assert.deepEqual(
      deps.lines.map(({ level, message }) => [level, message]),
      [
        ['warn', 'stepping failed; trying again'],
        ['info', 'stepping works again'],
      ],
    );
  });

  it('stops in the middle of a turn, and does not wait for ever for one that hangs', async () => {
    loop.plan = () => new Promise(() => undefined);
    await loop.start();
    const stopped = loop.stop();
    await settle();
    await clock.advance(5_000);
    await stopped;
    assert.ok(deps.lines.some(({ message }) => message.includes('did not stop in time')));
  });
});
