/** What is awaited between the end of an execution and its settlement. */
import assert from 'node:assert/strict';

import { Execution, type Outcome } from '../../../src/core/index.ts';
import type { AttemptResult } from '../../../src/engine/index.ts';
import { AttemptRunner } from '../../../src/runtime/attempts/attempt-runner.ts';
import { Enqueuer } from '../../../src/runtime/index.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { depsOf, generationOf, leaseOf, type TestDeps } from './parts.ts';

class Held extends Execution {
  end!: (value: unknown) => void;
  killed!: (gone: boolean) => void;
  wound!: (error?: Error) => void;
  readonly calls: string[] = [];
  readonly done = new Promise((resolve) => {
    this.end = resolve;
  });

  kill(): Promise<boolean> {
    this.calls.push('kill');
    return new Promise((resolve) => {
      this.killed = resolve;
    });
  }

  close({ kind }: Outcome): Promise<void> {
    this.calls.push(`close ${kind}`);
    return new Promise((resolve, reject) => {
      this.wound = (error) => (error === undefined ? resolve() : reject(error));
    });
  }
}

describe('winding up an execution', () => {
  let clock: FakeClock;
  let execution: Held;
  let deps: TestDeps;
  let runner: AttemptRunner;
  let freed: boolean[];
  let result: AttemptResult | undefined;

  beforeEach(() => {
    clock = new FakeClock();
    execution = new Held();
    freed = [];
    result = undefined;
    const work = { timeout: { softMs: null, hardMs: 100 }, runBy: { code: 'held', start: () => execution } };
    deps = depsOf({ jobs: {} } as never, generationOf({ tasks: { work } }), clock);
    runner = new AttemptRunner(deps, new Enqueuer(deps));
    const slot = { take: () => undefined, free: (late: boolean) => void freed.push(late) };
    void runner.run(leaseOf({}), slot).then((given) => {
      result = given;
    });
  });

  it('is not settled before it is closed, and is not killed when it ended by itself', async () => {
    execution.end('x');
    await settle();
    assert.deepEqual([execution.calls, result, freed, runner.running], [['close complete'], undefined, [], 1]);
    execution.wound();
    await settle();
    assert.deepEqual([result?.outcome.kind, freed, runner.running], ['complete', [false], 0]);
  });

  it('counts as ended when the kill says so, whatever becomes of its promise', async () => {
    await clock.advance(100);
    assert.deepEqual([execution.calls, result], [['kill'], undefined]);
    execution.killed(true);
    await settle();
    execution.wound();
    await settle();
    assert.deepEqual([result?.outcome.kind, freed, runner.overrunning], ['retry', [false], 0]);
    execution.end('late');
    await settle();
    assert.deepEqual(freed, [false]);
  });

  it('overruns when the kill fails or hangs, and frees its place when it ends after all', async () => {
    await clock.advance(100);
    await clock.advance(1_000);
    execution.wound();
    await settle();
    assert.deepEqual([result?.outcome.kind, freed, runner.overrunning], ['retry', [], 1]);
    execution.end('late');
    await settle();
    assert.deepEqual([freed, runner.overrunning], [[true], 0]);
  });

  it('does not overrun when it ended while the kill hung', async () => {
    await clock.advance(100);
    execution.end('late');
    await clock.advance(1_000);
    execution.wound();
    await settle();
    assert.deepEqual([freed, runner.overrunning], [[false], 0]);
  });

  it('fails the attempt that had completed when closing fails, by the policy', async () => {
    execution.end('x');
    await settle();
    execution.wound(new Error('the commit failed'));
    await settle();
    const outcome = result?.outcome;
    assert.equal(outcome?.kind === 'retry' && outcome.error.message, 'the commit failed');
  });

  it('keeps any other outcome when closing fails, and says so', async () => {
    await clock.advance(100);
    execution.killed(true);
    await settle();
    execution.wound(new Error('the pool is gone'));
    await settle();
    const outcome = result?.outcome;
    assert.equal(outcome?.kind === 'retry' && outcome.error.code, 'ATTEMPT_TIMED_OUT');
    assert.match(deps.lines.map(({ message }) => message).join('\n'), /could not be closed: the pool is gone/);
  });

  it('does not wait for a close that hangs: what it completed may not count', async () => {
    execution.end('x');
    await settle();
    await clock.advance(3_000);
    const outcome = result?.outcome;
    assert.equal(outcome?.kind === 'retry' && outcome.error.code, 'RESOURCE_TIMED_OUT');
  });

  it('is not told that it completed when its lease is lost: nothing of it counts', async () => {
    runner.heed({ type: 'session-lost', session: 'session-1' });
    execution.end('x');
    await settle();
    assert.deepEqual(execution.calls, ['close release']);
  });

  it('is killed and closed at a stop that gives the job back', async () => {
    runner.releaseAll();
    await settle();
    execution.killed(true);
    await settle();
    execution.wound();
    await settle();
    assert.deepEqual([execution.calls, result?.outcome.kind, freed], [['kill', 'close release'], 'release', [false]]);
  });
});
