import assert from 'node:assert/strict';

import {
  type JobView,
  markOf,
  newsBetween,
  runMarkOf,
  type RunNews,
  type RunView,
  toldBy,
} from '../../../src/api/index.ts';
import { SkepError } from '../../../src/foundation/index.ts';
import { followingJob, followingRun } from '../../../src/client/following.ts';

const AT = '2026-01-01T00:00:00.000Z';

function job(given: object): JobView {
  return { id: 'one', state: 'running', finished: false, attempts: [], logs: [], progress: null, ...given } as never;
}

const instant = (second: number): string => new Date(Date.parse(AT) + second * 1_000).toISOString();
const lines = (...texts: string[]): JobView['logs'] => texts.map((line) => ({ at: AT, level: 'info', line }));
const typesOf = (news: readonly { readonly type: string }[]): string[] => news.map(({ type }) => type);

describe('following a job', () => {
  it('tells of its state at first, and of everything that it keeps', () => {
    const progress = { done: 1, total: 2, message: null, at: AT };
    const news = newsBetween(undefined, job({ logs: lines('a'), progress, attempts: [{ number: 1 }] }));
    assert.deepEqual(typesOf(news), ['log', 'progress', 'attempt', 'state']);
  });

  it('tells nothing twice', () => {
    const seen = job({ logs: lines('a', 'b'), progress: { done: 1, total: 2, message: null, at: AT } });
    assert.deepEqual(newsBetween(seen, seen), []);
  });

  it('tells of the lines behind those that were told, also where the oldest are gone', () => {
    const told = (before: string[], now: string[]): unknown[] =>
      newsBetween(job({ logs: lines(...before) }), job({ logs: lines(...now) })).map((one) =>
        one.type === 'log' ? one.line.line : one,
      );
    assert.deepEqual(told(['a', 'b'], ['a', 'b', 'c']), ['c']);
    assert.deepEqual(told(['a', 'b', 'c'], ['c', 'd']), ['d']);
    assert.deepEqual(told(['a', 'a'], ['a', 'a', 'a']), ['a']);
    assert.deepEqual(told(['a'], ['x', 'y']), ['x', 'y']);
  });

  it('tells of each attempt that has ended meanwhile', () => {
    const before = job({ attempts: [{ number: 1 }] });
    const news = newsBetween(before, job({ state: 'retryable', attempts: [1, 2, 3].map((number) => ({ number })) }));
    assert.deepEqual(typesOf(news), ['attempt', 'attempt', 'state']);
  });

  it('tells of those too that do not count, for their handler snoozed, and of those behind fifty', () => {
    const attempts = Array.from({ length: 60 }, (_, second) => ({
      ...{ number: 1, worker: 'w', outcome: 'snoozed' },
      ...{ startedAt: instant(second), finishedAt: instant(second + 1) },
    }));
    const told = (before: JobView, now: JobView): unknown[] =>
      newsBetween(before, now).flatMap((one) => (one.type === 'attempt' ? one.attempt.finishedAt : []));
    const [two, three] = [job({ attempts: attempts.slice(0, 2) }), job({ attempts: attempts.slice(0, 3) })];
    assert.deepEqual(told(two, three), [instant(3)]);
    const kept = [...attempts.slice(0, 1), ...attempts.slice(-49)];
    assert.deepEqual(
      told(two, job({ attempts: kept })),
      kept.slice(1).map(({ finishedAt }) => finishedAt),
    );
    // Whoever comes back with the mark of what he was told.
    assert.deepEqual(toldBy(markOf(two), three)?.attempts, two.attempts);
    assert.deepEqual(toldBy(markOf(job({})), three)?.attempts, []);
  });

  it('looks at once, then after a pause that grows to its bound and begins anew with news', async () => {
    const looks: number[] = [];
    const states = ['available', 'available', 'available', 'available', 'running', 'running', 'completed'] as const;
    const getJob = async (_id: string, waitMs = 0): Promise<never> => {
      const state = states[looks.push(waitMs) - 1];
      return job({ state, finished: state === 'completed' }) as never;
    };
    const seen: unknown[] = [];
    for await (const news of followingJob('one', { getJob }, { every: 150 }))
      if (news.type === 'state') seen.push(news.state);
    assert.deepEqual(seen, ['available', 'running', 'completed']);
    assert.deepEqual(looks, [0, 50, 100, 150, 150, 50, 100]);
  });

  it('refuses to look more often than is good for a store', async () => {
    const never = { getJob: () => assert.fail('it looked') };
    await assert.rejects(followingJob('one', never, { every: 10 }).next(), { code: 'USAGE' });
  });
});

describe('following a run', () => {
  const run = (state: string, ...steps: object[]): RunView =>
    ({ id: 'r', state, finished: state === 'completed', steps }) as never;
  const begun = run('running', { name: 'send', state: 'running' });
  const over = run('completed', { name: 'send', state: 'completed' });
  const told = async (news: AsyncIterable<RunNews>): Promise<unknown[]> => {
    const seen: unknown[] = [];
    for await (const one of news) seen.push(one.type === 'step' ? [one.step.name, one.step.state] : one.state);
    return seen;
  };

  it('tells of all of it at first, then of what is not as it was, to its end', async () => {
    const looks = [begun, begun, over];
    const getRun = async (): Promise<RunView> => looks.shift() ?? assert.fail('it is over');
    assert.deepEqual(await told(followingRun('r', { getRun })), ['running', ['send', 'completed'], 'completed']);
  });

  it('goes on by looking where a stream is cut for good, behind what that told', async () => {
    const looks = [begun, over];
    const getRun = async (): Promise<RunView> => looks.shift() ?? assert.fail('it is over');
    async function* watchRun(): AsyncGenerator<{ news: readonly RunNews[]; position: string }> {
      yield { news: [{ type: 'state', state: 'running', run: begun }], position: runMarkOf(begun) };
      throw new SkepError('SERVER_UNREACHABLE', 'it is gone');
    }
    assert.deepEqual(await told(followingRun('r', { getRun, watchRun })), [
      'running',
      ['send', 'completed'],
      'completed',
    ]);
  });
});
