import assert from 'node:assert/strict';

import { filledForRun, type PlanStep, type Run } from '../../../../src/core/index.ts';
import { newRun, plan, RunModel, step, task } from '../../../support/run-model.ts';

const hookJob = (id: string): object => {
  const work = task('told', { got: '${result}' });
  assert.ok(work.kind === 'task');
  return { ...work.job, id, idChosen: true, payload: work.payload };
};

describe('an item of a run', () => {
  it('has the trace, revision and headers of the run, and hooks whose jobs stand behind it', () => {
    const work = task('a', { customer: '${item}' });
    assert.ok(work.kind === 'task');
    const hook = { on: ['completed'], effect: { kind: 'enqueue', fill: true, job: hookJob('.success.x') } };
    const hooked = { ...work, job: { ...work.job, consequences: [hook] } } as unknown as typeof work;
    const graph = plan([step('a', { forEach: '${input}', work: hooked })]);
    const traced = {
      traceparent: '00-a-b-01',
      manifestRevision: 7,
      headers: { tenant: 't', 'skep-propagation': 'link' },
    };
    const run = new RunModel(newRun(graph, { input: ['x'], ...traced }));
    const [job] = run.jobs;
    assert.deepEqual([job?.traceparent, job?.manifestRevision, job?.headers], ['00-a-b-01', 7, traced.headers]);
    const [told, advance] = job?.consequences ?? [];
    assert.equal(advance?.effect.kind, 'advance');
    assert.ok(told?.effect.kind === 'enqueue');
    const { id, parentId, traceparent, headers } = told.effect.job;
    assert.deepEqual([id, parentId, traceparent], ['r.a.0.success.x', 'r.a.0', '00-a-b-01']);
    assert.deepEqual(headers, { 'skep-propagation': 'link' });
  });

  it('passes the gates that count by a value of its payload', () => {
    const work = task('a', { customer: '${item}' });
    assert.ok(work.kind === 'task');
    const keyed = [{ gate: 'concurrency:task:a', path: 'payload.customer', hides: false }];
    const run = new RunModel(
      newRun(plan([step('a', { forEach: '${input}', work: { ...work, keyed } })]), { input: ['x', 7] }),
    );
    assert.deepEqual(
      run.jobs.map(({ gates }) => gates),
      [['concurrency:task:a/"x"'], ['concurrency:task:a/7']],
    );
  });

  it('goes where its payload says, and takes turns there as the job of its tenant', () => {
    const work = {
      ...task('a', '${item}'),
      ways: [{ where: 'payload.rows > 10', queue: 'large', priority: 9 }],
      tenant: { path: 'payload.of', hides: false, queues: ['large'] },
    } as PlanStep['work'];
    const input = [{ rows: 11, of: 'acme' }, { rows: 12 }, { rows: 1, of: 'acme' }];
    const run = new RunModel(newRun(plan([step('a', { forEach: '${input}', work })]), { input }));
    assert.deepEqual(
      run.jobs.map(({ queue, priority, fairness }) => [queue, priority, fairness]),
      [
        ['large', 9, 'acme'],
        ['large', 9, null],
        ['default', 5, null],
      ],
    );
  });

  it('has hooks of its run told once per end of that run', () => {
    const effect = { kind: 'enqueue', fill: true, job: hookJob('.failure.y') } as unknown as Parameters<
      typeof filledForRun
    >[0];
    const run: Run = { ...new RunModel(newRun(plan([]), { traceparent: 't' })).run, result: 5 };
    const { job } = filledForRun(effect, run, 1_234);
    assert.deepEqual([job.id, job.payload, job.traceparent], ['r.failure.y.1234', { got: 5 }, 't']);
  });
});

describe('what a step gets', () => {
  it('is gathered as the plan says', () => {
    const steps = [
      step('a'),
      step('b'),
      step('c', { needs: [0, 1], results: [[1], 0], work: task('c', '${results}') }),
      step('d', { needs: [0], results: [0], work: task('d', { first: '${results.0}' }) }),
    ];
    const run = new RunModel(newRun(plan(steps)));
    run.taken();
    run.complete('r.a', 1);
    run.complete('r.b', 2);
    assert.deepEqual(run.taken(), [
      ['d', { first: 1 }],
      ['c', [[2], 1]],
    ]);
  });

  it('depends on a condition on what came before', () => {
    const at = (condition: string): string => {
      const run = new RunModel(
        newRun(plan([step('a'), step('b', { needs: [0], when: { condition } })]), { input: { n: 3 } }),
      );
      run.complete('r.a', { total: 11, tags: ['x'] });
      return run.states['b'] ?? '';
    };
    assert.equal(at('steps.a.result.total > 10 && input.n == 3'), 'running');
    assert.equal(at('"x" in results.tags && steps.a.state == "completed"'), 'running');
    assert.equal(at('steps.a.result.total > 11'), 'skipped');
    assert.equal(at('steps.a.result.gone.deeper'), 'skipped');
  });
});
