import assert from 'node:assert/strict';

import type { Json } from '../../../src/foundation/index.ts';
import { loadManifestText, type Manifest } from '../../../src/manifest/index.ts';
import { loadOf } from '../../../src/platform/simulation/load.ts';
import { simulate } from '../../../src/platform/simulation/simulate.ts';
import type { SimulatedQueue, SimulationView } from '../../../src/platform/simulation/simulation-view.ts';
import { svgOf } from '../../../src/platform/simulation/svg.ts';

const FROM = Date.parse('2026-03-02T00:00:00Z');
const HOUR_MS = 3_600_000;

async function loaded(text: string): Promise<Manifest> {
  const result = await loadManifestText(`version: 1\n${text}`, { env: {}, file: '/srv/jobs.yaml', cwd: '/srv' });
  assert.ok(result.ok, JSON.stringify(result));
  return result.manifest;
}

async function simulated(text: string, load: Json, forMs = 6 * HOUR_MS): Promise<SimulationView> {
  const manifest = await loaded(text);
  return simulate(manifest, { load: loadOf(load, manifest), from: FROM, forMs });
}

function queueOf(view: SimulationView, name = 'default'): SimulatedQueue {
  const queue = view.queues.find((one) => one.queue === name);
  assert.ok(queue);
  return queue;
}

function near(got: number, expected: number, share: number): void {
  assert.ok(Math.abs(got - expected) <= expected * share, `${got} is not about ${expected}`);
}

const ONE = 'tasks: { a: ./h.ts }\nqueues: { default: { concurrency: 1 } }';

describe('a simulation', () => {
  it('makes the ticks of schedules, and says when several are one', async () => {
    const view = await simulated(
      `tasks: { a: ./h.ts }
schedules:
  s: { task: a, cron: 0 * * * * }
  t: { task: a, cron: 0 */2 * * * }
  u: { task: a, every: 1m }`,
      {},
      24 * HOUR_MS,
    );
    // The tick at the very beginning is past, and that at the very end is not over.
    assert.equal(queueOf(view).jobs, 23 + 11 + 1_439);
    assert.deepEqual(view.collisions, [{ schedules: ['s', 't'], times: 12, firstAt: '2026-03-02T02:00:00.000Z' }]);
    assert.deepEqual(view.assumed, ['a']);
  });

  it('lets as many start as there are places in all processes, and the rest wait', async () => {
    const load = { tasks: { a: { rate: '3/s', run: '1s' } } };
    const [one, two] = [await simulated(ONE, load), await simulated(ONE, { ...load, processes: 2 })];
    assert.equal(queueOf(one).starts, 6 * 3_600);
    near(queueOf(two).starts, 2 * 6 * 3_600, 0.001);
    near(queueOf(one).waitingAtEnd, 2 * 6 * 3_600, 0.03);

    near(queueOf(one).busy, 1, 0.001);
    // Two thirds have to wait at last, so the last ones have waited four hours.
    near(queueOf(one).waitMs.max ?? 0, 4 * HOUR_MS, 0.03);
  });

  it('has the waits of theory: one place, half of the time taken, runs of one length (Pollaczek and Khinchine)', async () => {
    const view = await simulated(ONE, { tasks: { a: { rate: '30/m', run: '1s' } } }, 48 * HOUR_MS);
    const queue = queueOf(view);
    near(queue.busy, 0.5, 0.03);
    // Half of them find it free; in M/D/1 at this load 95 of 100 wait less than about 1.9 runs.
    assert.ok((queue.waitMs.p50 ?? Infinity) < 60, `${queue.waitMs.p50}`);
    near(queue.waitMs.p95 ?? 0, 1_900, 0.12);
  });

  it('respects the rate of a queue, and the places of a bucket', async () => {
    const rated = await simulated('tasks: { a: ./h.ts }\nqueues: { default: { rate: { limit: 10/m, burst: 1 } } }', {
      tasks: { a: { rate: '1/s', run: '10ms' } },
    });
    assert.equal(queueOf(rated).startsPerMinute.peak, 10);
    near(queueOf(rated).starts, 6 * 600, 0.01);
    const narrow = await simulated(
      'tasks: { a: { handler: ./h.ts, uses: [db] } }\nbuckets: { db: { concurrency: 2 } }',
      {
        tasks: { a: { rate: '1/s', run: '10s' } },
      },
    );
    near(queueOf(narrow).starts, (6 * 3_600 * 2) / 10, 0.01);
  });

  it('does the urgent first, and gives each a share where the queue is weighted', async () => {
    const tasks = 'tasks: { low: { handler: ./h.ts, priority: 9 }, high: { handler: ./h.ts, priority: 0 } }';
    const load = { tasks: { low: { rate: '1/s', run: '1s' }, high: { rate: '1/s', run: '1s' } } };
    const starts = async (order: string) => {
      const view = await simulated(`${tasks}\nqueues: { default: { concurrency: 1, order: ${order} } }`, load);
      return Object.fromEntries(view.tasks.map((task) => [task.task, task.starts]));
    };
    const [strict, weighted] = [await starts('strict'), await starts('weighted')];
    assert.ok((strict['low'] ?? 0) < 800, JSON.stringify(strict));
    near((weighted['high'] ?? 0) / (weighted['low'] ?? 1), 10, 0.05);
  });

  it('tries again what fails, by its policy, and cuts off what takes too long', async () => {
    const retry = '{ maxAttempts: 3, backoff: { type: fixed, base: 1m } }';
    const view = await simulated(`tasks: { a: { handler: ./h.ts, timeout: 30s, retry: ${retry} } }`, {
      tasks: { a: { rate: '1/m', run: '1h' } },
    });
    const [task] = view.tasks;
    near((task?.starts ?? 0) / (task?.dead ?? 1), 3, 0.05);
    near(queueOf(view).busy, ((task?.starts ?? 0) * 30) / (6 * 3_600 * 10), 0.02);
  });

  it('does the steps of a workflow one after the other', async () => {
    const view = await simulated(
      `tasks: { a: ./h.ts, b: ./h.ts }
workflows: { w: { chain: [{ task: a }, { task: b }] } }
schedules: { s: { workflow: w, every: 1h } }`,
      { tasks: { a: { run: '10m' }, b: { run: '1m' } } },
    );
    assert.deepEqual(
      view.tasks.map(({ task, starts }) => [task, starts]),
      [
        ['a', 5],
        ['b', 5],
      ],
    );
  });

  it('has more at its peaks, by the day of UTC', async () => {
    const load = { tasks: { a: { rate: '10/m', run: '10ms', peaks: [{ at: '23:00', for: '2h', times: 5 }] } } };
    const view = await simulated('tasks: { a: ./h.ts }', load, 24 * HOUR_MS);
    const { starts } = queueOf(view).series;
    const mean = (from: number, to: number): number => {
      const steps = starts.slice((from * HOUR_MS) / view.stepMs, (to * HOUR_MS) / view.stepMs);
      return steps.reduce((sum, one) => sum + one, 0) / steps.length;
    };
    near(mean(0, 1), 50, 0.15);
    near(mean(2, 22), 10, 0.05);
    near(mean(23, 24), 50, 0.15);
  });

  it('comes out the same again, and otherwise with another seed', async () => {
    const load = { tasks: { a: { rate: '10/m', run: { p50: '1s', p95: '9s' } } } };
    const [one, same, other] = [
      await simulated(ONE, load),
      await simulated(ONE, load),
      await simulated(ONE, { ...load, seed: 2 }),
    ];
    assert.deepEqual(one, same);
    assert.notDeepEqual(one, other);
  });

  it('refuses a load that is none, or of something else', async () => {
    const manifest = await loaded(ONE);
    const code = (load: Json) => {
      try {
        return loadOf(load, manifest);
      } catch (error) {
        return (error as { readonly code?: string }).code;
      }
    };
    assert.equal(code({ tasks: { a: { rate: 'often' } } }), 'REQUEST_INVALID');
    assert.equal(code({ tasks: { a: { run: 'long' } } }), 'REQUEST_INVALID');
    assert.equal(code({ tasks: { a: { run: { p50: '3s', p95: '1s' } } } }), 'REQUEST_INVALID');
    assert.equal(code({ task: {} }), 'REQUEST_INVALID');
    assert.equal(code({ tasks: { b: {} } }), 'TASK_UNKNOWN');
    assert.equal(code({ workflows: { b: {} } }), 'WORKFLOW_UNKNOWN');
  });

  it('refuses more jobs than anybody waits for, peaks counted', async () => {
    const of = (times: number) => ({ a: { rate: '100/s', peaks: [{ at: '08:00', for: '12h', times }] } });
    // 8.64 million a day, and in half of it four times as many.
    await assert.rejects(simulated(ONE, { tasks: of(4) }, 24 * HOUR_MS), {
      code: 'REQUEST_INVALID',
      message: /21600000 jobs/,
    });
  });

  it('is drawn as a picture with a line for each queue that is used', async () => {
    const view = await simulated('tasks: { a: ./h.ts }\nqueues: { other: {} }', {
      tasks: { a: { rate: '1/s', run: '1s' } },
    });
    const svg = svgOf(view);
    assert.match(svg, /^<svg xmlns/);
    assert.equal(svg.match(/<path d="M/g)?.length, 3);
    assert.equal(svg.includes('NaN'), false);
  });
});
