/** `skep jobs trace`: the waterfall of a scheduled, retried, chained job, from what the API tells. */
import assert from 'node:assert/strict';

import picocolors from 'picocolors';

import type { JobView, Operations } from '../../../src/api/index.ts';
import { lifeRows } from '../../../src/cli/life-rows.ts';
import { readRunTrace, readTrace } from '../../../src/cli/read-trace.ts';
import { traceLines } from '../../../src/cli/trace-lines.ts';
import { SkepError } from '../../../src/foundation/index.ts';
import { engineSupport } from '../../support/engines.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { BASIC } from '../../support/project.ts';
import { stage } from '../../support/stage.ts';
import { waitFor } from '../../support/wait-for.ts';

const { harness } = await engineSupport('sqlite');
const PLAIN = picocolors.createColors(false);
const BEGIN = Date.parse('2026-03-01T10:00:00.000Z');

function at(ms: number): string {
  return new Date(BEGIN + ms).toISOString();
}

function attempt(number: number, from: number, until: number, outcome: string): JobView['attempts'][number] {
  const error = outcome === 'completed' ? null : { name: 'Error', message: 'away', code: null, stack: null };
  const spans = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const times = { startedAt: at(from), finishedAt: at(until), durationMs: until - from };
  return { number, worker: 'w', ...times, outcome, error, ...spans };
}

/** Stored late by a tick, held once, failed twice. */
function retried(more: Partial<JobView> = {}): JobView {
  const job: Partial<JobView> = {
    id: 'one',
    task: 'report',
    state: 'completed',
    finished: true,
    createdAt: at(50),
    runAt: at(7_000),
    startedAt: at(7_500),
    finishedAt: at(8_000),
    attempt: 3,
    headers: {},
    parentId: null,
    traceparent: null,
    workflow: null,
    schedule: { name: 'nightly', tickAt: at(0) },
    attempts: [
      attempt(1, 1_000, 2_000, 'failed'),
      attempt(2, 4_000, 5_000, 'failed'),
      attempt(3, 7_500, 8_000, 'completed'),
    ],
    waits: [{ reason: 'concurrency', name: 'reports', from: at(100), until: at(900) }],
    ...more,
  };
  return job as JobView;
}

function told(job: JobView): readonly (readonly [string, number, number | null, string | null])[] {
  const since = (instant: string): number => Date.parse(instant) - BEGIN;
  return lifeRows(job, 0).map(({ name, from, until, outcome }) => [
    name,
    since(from),
    until === null ? null : since(until),
    outcome,
  ]);
}

describe('the waterfall of a job', () => {
  it('has its tick, every wait by its reason and every attempt, at their true times', () => {
    assert.deepEqual(told(retried()), [
      ['nightly', 0, 50, null],
      ['report', 50, 8_000, 'completed'],
      ['wait.start', 50, 1_000, null],
      ['wait.held', 100, 900, null],
      ['attempt 1', 1_000, 2_000, 'failed'],
      ['wait.backoff', 2_000, 4_000, null],
      ['attempt 2', 4_000, 5_000, 'failed'],
      ['wait.backoff', 5_000, 7_000, null],
      ['wait.queue', 7_000, 7_500, null],
      ['attempt 3', 7_500, 8_000, 'completed'],
    ]);
  });

  it('tells what goes on without an end', () => {
    const one = { schedule: null, waits: [], createdAt: at(0), finished: false, finishedAt: null } as const;
    const waiting = retried({ ...one, state: 'scheduled', attempts: [], runAt: at(5_000), startedAt: null });
    assert.deepEqual(told(waiting).slice(1), [['wait.delay', 0, null, 'scheduled']]);
    const queued = retried({ ...one, state: 'available', attempts: [], runAt: at(0), startedAt: null });
    assert.deepEqual(told(queued).slice(1), [['wait.queue', 0, null, 'available']]);
    const again = retried({ ...one, state: 'retryable', attempts: [attempt(1, 10, 20, 'failed')], runAt: at(90) });
    assert.deepEqual(told(again).at(-1), ['wait.backoff', 20, null, 'retryable']);
    const running = retried({ ...one, state: 'running', attempt: 1, attempts: [], runAt: at(0), startedAt: at(30) });
    assert.deepEqual(told(running).slice(1), [
      ['wait.queue', 0, 30, null],
      ['attempt 1', 30, null, 'running'],
    ]);
    const never = retried({
      ...one,
      state: 'cancelled',
      finished: true,
      finishedAt: at(40),
      attempts: [],
      runAt: at(90),
    });
    assert.deepEqual(told(never).slice(1), [['wait.delay', 0, 40, null]]);
  });

  it('draws bars where they belong, and fits into the terminal', async () => {
    const operations = { getJob: () => Promise.resolve(retried()), listJobs: () => Promise.resolve(NONE) };
    const view = await readTrace(operations as unknown as Operations, 'one');
    const lines = traceLines(view, BEGIN + 9_000, 100, PLAIN);
    assert.ok(
      lines.every((line) => Array.from(line).length <= 100),
      lines.join('\n'),
    );
    assert.match(lines[1] ?? '', /^trace a{32}, 8s from 2026-03-01T10:00:00\.000Z$/);
    const bars = lines.slice(3).map((line) => /[░█─→]+/.exec(line));
    const [second, third] = [
      lines.find((line) => line.includes('attempt 2')),
      lines.find((line) => line.includes('attempt 3')),
    ];
    assert.ok((second?.indexOf('█') ?? 0) < (third?.indexOf('█') ?? 0));
    assert.ok(bars.every((bar) => bar !== null));
    assert.match(second ?? '', /\+4s +1s +failed, Error: away/);
    assert.ok(
      lines.some((line) => /wait\.held +░+ +\+100ms +800ms +concurrency reports/.test(line)),
      lines.join('\n'),
    );
  });

  describe('of a store', () => {
    const scene = stage(harness);

    it('has the jobs that it made with their retries, theirs below them, and the steps of its run', async () => {
      const step = '{ task: work, with: { do: ok } }';
      await scene.project.write(`${BASIC}\nworkflows: { greet: { chain: [${step}, ${step}] } }\n`);
      const { operations } = await scene.run();
      const grand = { do: 'child', task: 'work', payload: { do: 'throw', until: 1 } };
      const [made] = await operations.enqueue('work', [{ payload: { do: 'child', task: 'work', payload: grand } }]);
      const tree = await waitFor('the whole chain', async () => {
        const view = await readTrace(operations, made?.id ?? '');
        return view.rows.filter(({ kind, outcome }) => kind === 'job' && outcome === 'completed').length === 3 && view;
      });
      const shown = tree.rows.filter(({ kind }) => kind !== 'wait');
      assert.deepEqual(
        shown.map(({ kind, depth, outcome, note }) => [kind, depth, outcome, note?.split(':')[0] ?? null]),
        [
          ['job', 0, 'completed', null],
          ['attempt', 1, 'completed', null],
          ['job', 1, 'completed', 'made by it'],
          ['attempt', 2, 'completed', null],
          ['job', 2, 'completed', 'made by it'],
          ['attempt', 3, 'failed', 'Error'],
          ['attempt', 3, 'completed', null],
        ],
      );
      assert.ok(tree.rows.some(({ name, depth }) => name === 'wait.backoff' && depth === 3));
      assert.deepEqual(tree.more, []);
      const { id } = await operations.startRun({ workflow: 'greet' });
      const run = await operations.getRun(id, PATIENCE_MS);
      const last = await readTrace(operations, run.steps[1]?.ids[0] ?? '');
      assert.deepEqual(
        last.rows.slice(0, 4).map(({ kind, note, outcome }) => [kind, note, outcome]),
        [
          ['run', null, 'completed'],
          ['step', null, 'completed'],
          ['step', 'this job', 'completed'],
          ['job', null, 'completed'],
        ],
      );
      const whole = await readRunTrace(operations, id);
      const jobs = run.steps.flatMap(({ ids }) => ids);
      assert.deepEqual(
        whole.rows.filter(({ kind }) => kind !== 'wait').map(({ kind, depth, of, note }) => [kind, depth, of, note]),
        [
          ['run', 0, id, null],
          ...jobs.flatMap((job) => [
            ['step', 1, id, null],
            ['job', 2, job, null],
            ['attempt', 3, job, null],
          ]),
        ],
      );
      assert.match(traceLines(whole, BEGIN, 100, PLAIN)[0] ?? '', new RegExp(`^${id} greet completed$`));
      assert.match(traceLines(whole, BEGIN, 100, PLAIN).join('\n'), /^ {4}work s1 /m);
      await operations.removeJob(jobs[0] ?? '');
      assert.equal((await readRunTrace(operations, id)).rows.filter(({ kind }) => kind === 'job').length, 1);
      const gone = Object.assign(Object.create(operations) as typeof operations, {
        getRun: () => Promise.reject(new SkepError('RUN_UNKNOWN', 'removed meanwhile')),
      });
      const alone = await readTrace(gone, run.steps[1]?.ids[0] ?? '');
      assert.deepEqual(alone.rows[0]?.kind, 'job');
    });
  });
});

const NONE = { jobs: [], next: null, looked: 0 };
