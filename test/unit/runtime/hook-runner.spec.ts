import assert from 'node:assert/strict';

import type { Hook, Outcome } from '../../../src/core/index.ts';
import type { Engine, SettleReceipt } from '../../../src/engine/index.ts';
import { newAborter } from '../../../src/foundation/index.ts';
import { Enqueuer } from '../../../src/runtime/index.ts';
import { HookRunner } from '../../../src/runtime/following/hook-runner.ts';
import { Tally } from '../../../src/runtime/working/tally.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import { depsOf, generationOf, leaseOf } from './parts.ts';

const IDS = { traceId: null, spanId: null };
const SETTLED: SettleReceipt = { status: 'settled', state: 'completed', runAt: null };
const COMPLETE: Outcome = { kind: 'complete', result: 1 };

describe('hooks that are functions', () => {
  const clock = new FakeClock();
  function runnerOf(run: Hook) {
    const hook = { text: './h.ts#hook', run };
    const hooks = { start: [hook], success: [hook], retry: [hook], failure: [hook], cancel: [hook] };
    const deps = { ...depsOf({} as Engine, generationOf({ tasks: { work: { hooks } } }), clock), tally: new Tally() };
    return { deps, runner: new HookRunner(deps, new Enqueuer(deps)) };
  }
  const lease = leaseOf({});
  const failures = (deps: ReturnType<typeof runnerOf>['deps']): string[] =>
    deps.seen.flatMap((event) => (event.type === 'hook.failed' ? [event.error.message] : []));

  it('tell of what became of the attempt, and of nothing that is given back, run later, or taken away', async () => {
    const seen: string[] = [];
    const { runner } = runnerOf(({ event, nextAt }) => seen.push(`${event} ${nextAt ?? '-'}`));
    const error = { name: 'E', message: 'm', code: null, stack: null };
    const ends: readonly (readonly [Outcome, Partial<SettleReceipt>])[] = [
      [COMPLETE, {}],
      [
        { kind: 'retry', error, delayMs: 5 },
        { state: 'retryable', runAt: 1_000 },
      ],
      [{ kind: 'dead', error }, { state: 'dead' }],
      [{ kind: 'cancel', error: null }, { state: 'cancelled' }],
      [COMPLETE, { status: 'lost', state: 'cancelled' }],
      [COMPLETE, { status: 'lost', state: 'running' }],
      [COMPLETE, { status: 'lost', state: null }],
      [
        { kind: 'snooze', delayMs: 5 },
        { state: 'scheduled', runAt: 5 },
      ],
      [{ kind: 'release' }, { state: 'available' }],
      [{ kind: 'hold', reason: 'task' }, { state: 'blocked' }],
    ];
    for (const [outcome, receipt] of ends) runner.ended(lease, outcome, { ...SETTLED, ...receipt }, IDS);
    await runner.stop(30_000, newAborter().signal);
    const at = '1970-01-01T00:00:01.000Z';
    assert.deepEqual(seen, ['success -', `retry ${at}`, 'failure -', 'cancel -', 'cancel -']);
  });

  it('that take longer than 30 s, throw or reject are told and counted; the signal of a late one aborts', async () => {
    let signal: AbortSignal | undefined;
    let calls = 0;
    const { runner, deps } = runnerOf((_told, ctx) => {
      calls += 1;
      if (calls === 1) throw new Error('thrown');
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what a hook may do
      if (calls === 2) return Promise.reject('rejected');
      signal = ctx.signal;
      return new Promise(() => undefined);
    });
    for (let count = 0; count < 3; count += 1) runner.ended(lease, COMPLETE, SETTLED, IDS);
    await waitFor('the calls', () => calls === 3 && failures(deps).length === 2);
    await clock.advance(29_999);
    assert.equal(signal?.aborted, false);
    await clock.advance(1);
    await waitFor('the third', () => failures(deps).length === 3);
    assert.ok(signal.aborted);
    assert.deepEqual(failures(deps), ['thrown', 'thrown: rejected', 'it did not end within 30 s']);
    assert.equal(deps.tally.take().hooksFailed, 3);
    assert.equal(clock.pending, 0);
  });

  it('run a hundred at once; the others wait, and are all called', async () => {
    const open: (() => void)[] = [];
    const { runner } = runnerOf(() => new Promise<void>((resolve) => open.push(resolve)));
    for (let count = 0; count < 250; count += 1) runner.ended(lease, COMPLETE, SETTLED, IDS);
    for (const count of [100, 200, 250]) {
      await waitFor(`${count} calls`, () => open.length === count);
      for (const end of open) end();
    }
    await runner.stop(30_000, newAborter().signal);
  });

  it('are waited for at a stop, unless it is hurried: then their signals abort', async () => {
    let signal: AbortSignal | undefined;
    const { runner, deps } = runnerOf((_told, ctx) => {
      ({ signal } = ctx);
      return new Promise(() => undefined);
    });
    runner.ended(lease, COMPLETE, SETTLED, IDS);
    await waitFor('the call', () => signal);
    const hurried = newAborter();
    const stopped = runner.stop(30_000, hurried.signal);
    assert.equal(signal?.aborted, false);
    hurried.abort();
    await stopped;
    assert.ok(signal.aborted);
    await waitFor('the word', () => failures(deps).length === 1);
  });

  it('are waited for at a stop no longer than it is told, though they may take 30 s', async () => {
    const { runner, deps } = runnerOf(() => new Promise(() => undefined));
    runner.ended(lease, COMPLETE, SETTLED, IDS);
    const stopped = runner.stop(2_000, newAborter().signal);
    await clock.advance(2_000);
    await stopped;
    await waitFor('the word', () => failures(deps).length === 1);
    assert.deepEqual(failures(deps), ['the process shuts down']);
  });

  it('are told of at a stop also where they waited for room and were not called', async () => {
    const { runner, deps } = runnerOf(() => new Promise(() => undefined));
    for (let count = 0; count < 150; count += 1) runner.ended(lease, COMPLETE, SETTLED, IDS);
    const hurried = newAborter();
    hurried.abort();
    await runner.stop(30_000, hurried.signal);
    await waitFor('the words', () => failures(deps).length === 150);
    assert.deepEqual(new Set(failures(deps)), new Set(['the process shuts down']));
  });
});
