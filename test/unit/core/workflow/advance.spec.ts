import assert from 'node:assert/strict';

import { wanted } from '../../../../src/core/index.ts';
import { LONG_TEST_MS } from '../../../support/patience.ts';
import { newRun, plan, RunModel, step, task } from '../../../support/run-model.ts';

/** @param part what `whole` says among others */
function includes(whole: object | null | undefined, part: object): void {
  const said = Object.fromEntries(Object.keys(part).map((key) => [key, (whole as Record<string, unknown>)[key]]));
  assert.deepEqual(said, part);
}

const chain = plan(
  [
    step('a'),
    step('b', { needs: [0], work: task('b', '${results}') }),
    step('c', { needs: [1], work: task('c', '${results}') }),
  ],
  '${steps.c.result}',
);

describe('a run', () => {
  it('goes through a chain, each with the result of the one before', () => {
    const run = new RunModel(newRun(chain, { input: { n: 1 } }));
    assert.deepEqual(run.taken(), [['a', { n: 1 }]]);
    run.complete('r.a', 2);
    assert.deepEqual(run.taken(), [['b', 2]]);
    run.complete('r.b', 3);
    run.complete('r.c', 4);
    includes(run.run, { state: 'completed', result: 4, finishedAt: 1_000 });
    assert.deepEqual(run.turns, 4);
  });

  it('says of its jobs which item they are', () => {
    const run = new RunModel(newRun(plan([step('a', { forEach: '${input}' })]), { input: [1, 2] }));
    assert.deepEqual(
      run.jobs.map(({ id, workflow }) => [id, workflow]),
      [
        ['r.a.0', { run: 'r', step: 'a', index: 0 }],
        ['r.a.1', { run: 'r', step: 'a', index: 1 }],
      ],
    );
  });

  it('passes over what needs what failed, and begins what waits for a failure', () => {
    const steps = [
      step('a'),
      step('b', { needs: [0] }),
      step('alarm', { needs: [1], when: 'failure' }),
      step('last', { needs: [1], when: 'always' }),
    ];
    const run = new RunModel(newRun(plan(steps)));
    run.fail('r.a');
    assert.deepEqual(run.states, { a: 'failed', b: 'skipped', alarm: 'running', last: 'running' });
    run.complete('r.alarm');
    run.complete('r.last');
    assert.deepEqual(run.run.state, 'failed');
    assert.deepEqual(run.run.error?.message, 'broke');
  });

  it('passes over what waits for a failure where all went well, and does not fail by it', () => {
    const steps = [step('a'), step('alarm', { needs: [0], when: 'failure' }), step('b', { needs: [1] })];
    const run = new RunModel(newRun(plan(steps)));
    run.complete('r.a');
    assert.deepEqual(run.states, { a: 'completed', alarm: 'skipped', b: 'skipped' });
    assert.deepEqual(run.run.state, 'completed');
  });

  it('goes on past what may fail', () => {
    const steps = [
      step('a', { onFailure: 'continue' }),
      step('b', { needs: [0], work: task('b', { got: '${steps.a.state}' }) }),
    ];
    const run = new RunModel(newRun(plan(steps)));
    run.fail('r.a');
    assert.deepEqual(run.taken().at(-1), ['b', { got: 'failed' }]);
    run.complete('r.b');
    assert.deepEqual(run.run.state, 'completed');
  });

  it('reads a condition of what came before', () => {
    const condition = (value: boolean): RunModel => {
      const steps = [step('a'), step('b', { needs: [0], when: { template: '${steps.a.result.large}' } })];
      const run = new RunModel(newRun(plan(steps)));
      run.complete('r.a', { large: value });
      return run;
    };
    assert.deepEqual(condition(true).states['b'], 'running');
    assert.deepEqual(condition(false).states['b'], 'skipped');
    assert.deepEqual(condition(false).run.state, 'completed');
  });

  it('fails a step whose expression finds nothing, with its place', () => {
    const run = new RunModel(
      newRun(plan([step('a'), step('b', { needs: [0], work: task('b', '${steps.a.result.files}') })])),
    );
    run.complete('r.a', { none: 1 });
    includes(run.steps['b']?.error, {
      code: 'RUN_EXPRESSION',
      message: 'workflows.w.steps.b: ${steps.a.result.files} finds nothing',
    });
    assert.deepEqual(run.run.state, 'failed');
  });

  it('is over at once where it has nothing to do', () => {
    assert.equal(new RunModel(newRun(plan([]))).run.state, 'completed');
    const empty = new RunModel(newRun(plan([step('a', { forEach: '${input}' })], '${steps.a.results}'), { input: [] }));
    includes(empty.run, { state: 'completed', result: [] });
  });
});

describe('a step of many items', () => {
  const many = (about: Parameters<typeof step>[1] = {}): ReturnType<typeof plan> =>
    plan(
      [step('a', { forEach: '${input}', ...about }), step('sum', { needs: [0], work: task('sum', '${results}') })],
      '${steps.sum.result}',
    );

  it('gathers the results in order', () => {
    const run = new RunModel(newRun(many(), { input: ['x', 'y', 'z'] }));
    for (const index of [2, 0, 1]) run.complete(`r.a.${index}`, index);
    assert.deepEqual(run.taken().at(-1), ['sum', [0, 1, 2]]);
  });

  it('has no more under way than it may', () => {
    const run = new RunModel(newRun(many({ concurrency: 2 }), { input: [1, 2, 3, 4] }));
    assert.deepEqual(run.taken().length, 2);
    run.complete('r.a.1');
    assert.deepEqual(run.taken(), [['a', 3]]);
  });

  it('reads a list once, and not at each end of its items', () => {
    const each = step('each', { needs: [0], forEach: '${steps.a.result}', concurrency: 1 });
    const run = new RunModel(newRun(plan([step('a'), each])));
    run.complete('r.a', [1, 2, 3]);
    const [a, now] = run.run.steps;
    assert.ok(a && now);
    const { results, items } = wanted({ ...run.run, steps: [a, { ...now, completed: 1 }] }, run.now);
    assert.deepEqual([results, items], [[], [{ step: 1, from: 1, count: 1 }]]);
  });

  it('gives a job so many items together', () => {
    const run = new RunModel(newRun(many({ chunk: 2 }), { input: [1, 2, 3] }));
    assert.deepEqual(run.taken(), [
      ['a', [1, 2]],
      ['a', [3]],
    ]);
  });

  it('begins no more once one has failed, and ends with those under way', () => {
    const run = new RunModel(newRun(many({ concurrency: 2 }), { input: [1, 2, 3, 4] }));
    run.fail('r.a.0');
    assert.deepEqual(run.states, { a: 'running', sum: 'waiting' });
    run.complete('r.a.1');
    assert.deepEqual(run.states, { a: 'failed', sum: 'skipped' });
  });

  it('goes on past items that fail where it may: they have no result', () => {
    const run = new RunModel(newRun(many({ onFailure: 'continue' }), { input: [1, 2] }));
    run.fail('r.a.0');
    run.complete('r.a.1', 'fine');
    assert.deepEqual(run.taken().at(-1), ['sum', [null, 'fine']]);
  });

  it('stops where an item cannot be told', () => {
    const run = new RunModel(newRun(many({ work: task('a', '${item.id}') }), { input: [{ id: 1 }, { no: 1 }] }));
    includes(run.steps['a'], { state: 'failed', begun: 0 });
    assert.match(run.steps['a']?.error?.message ?? '', /item\.id\} finds nothing/);
  });

  it('fails where it is not given a list', () => {
    const run = new RunModel(newRun(many(), { input: { no: 'list' } }));
    assert.match(run.steps['a']?.error?.message ?? '', /forEach is not a list but object/);
  });

  it('begins a hundred thousand in bounded turns', function () {
    this.timeout(LONG_TEST_MS);
    const run = new RunModel(
      newRun(many({ concurrency: 100_000 }), { input: Array.from({ length: 100_000 }, (_n, at) => at) }),
    );
    assert.deepEqual(run.jobs.length, 100_000);
    assert.deepEqual(run.turns, 200);
  });
});

describe('a step that waits', () => {
  const waiting = (wait: object): ReturnType<typeof plan> =>
    plan(
      [step('ask', { work: { kind: 'wait', wait: { signal: null, forMs: null, until: null, ...wait } } })],
      '${steps.ask.result}',
    );

  it('is over with the signal, whose payload is its result', () => {
    const run = new RunModel(newRun(waiting({ signal: 'approved', forMs: 50 })));
    run.signal('other');
    assert.deepEqual(run.run.state, 'running');
    run.signal('approved', { by: 'ann' });
    includes(run.run, { state: 'completed', result: { by: 'ann' } });
  });

  it('is over at once where the signal came before', () => {
    const { steps } = waiting({ signal: 'approved' });
    const run = new RunModel(newRun(plan([step('a'), { ...steps[0]!, needs: [0] }])));
    run.signal('approved');
    run.complete('r.a');
    assert.deepEqual(run.run.state, 'completed');
  });

  it('fails where the signal does not come in time', () => {
    const run = new RunModel(newRun(waiting({ signal: 'approved', forMs: 50 })));
    assert.deepEqual(run.dueAt, 1_050);
    run.pass(50);
    assert.deepEqual(run.run.error?.code, 'WAIT_TIMED_OUT');
  });

  it('waits for a time, or an instant', () => {
    const time = new RunModel(newRun(waiting({ forMs: 50 })));
    time.pass(49);
    assert.deepEqual(time.run.state, 'running');
    time.pass(1);
    assert.deepEqual(time.run.state, 'completed');
    const instant = new RunModel(newRun(waiting({ until: '${input}' }), { input: '1970-01-01T00:00:02Z' }));
    assert.deepEqual(instant.dueAt, 2_000);
  });
});

describe('a run that is steered', () => {
  it('is cancelled when all that runs is over', () => {
    const run = new RunModel(
      newRun(plan([step('a', { forEach: '${input}', concurrency: 1 }), step('b', { needs: [0] })]), { input: [1, 2] }),
    );
    run.cancel('enough');
    assert.deepEqual(run.states, { a: 'running', b: 'cancelled' });
    run.end('r.a.0', { state: 'cancelled', error: null });
    assert.deepEqual(run.states.a, 'cancelled');
    assert.deepEqual(run.run.state, 'cancelled');
  });

  it('goes on from what failed', () => {
    const run = new RunModel(newRun(chain, { input: 1 }));
    run.complete('r.a');
    run.fail('r.b');
    assert.deepEqual(run.run.state, 'failed');
    assert.deepEqual(run.resume(), ['r.b']);
    assert.deepEqual(run.states, { a: 'completed', b: 'running', c: 'waiting' });
    run.complete('r.b', 5);
    run.complete('r.c', 6);
    includes(run.run, { state: 'completed', result: 6, error: null });
  });

  it('goes on where a person has retried the job that failed', () => {
    const run = new RunModel(newRun(chain, { input: 1 }));
    run.complete('r.a');
    run.fail('r.b');
    run.complete('r.b', 5);
    assert.deepEqual(run.states, { a: 'completed', b: 'completed', c: 'running' });
    assert.deepEqual(run.run.state, 'running');
  });

  it('goes on with the items that did not begin', () => {
    const steps = [step('a', { forEach: '${input}', concurrency: 1 })];
    const run = new RunModel(newRun(plan(steps), { input: [1, 2, 3] }));
    run.fail('r.a.0');
    run.taken();
    assert.deepEqual(run.resume(), ['r.a.0']);
    run.complete('r.a.0');
    assert.deepEqual(run.taken(), [['a', 2]]);
  });

  it('begins anew from a step on, with other jobs', () => {
    const run = new RunModel(newRun(chain, { input: 1 }));
    for (const id of ['r.a', 'r.b', 'r.c']) run.complete(id, id);
    run.taken();
    run.rerun(1);
    assert.deepEqual(
      run.jobs.map(({ id, payload }) => [id, payload]),
      [['r.b:1', 'r.a']],
    );
    run.complete('r.b', 'late');
    assert.deepEqual(run.states['b'], 'running');
    run.complete('r.b:1', 'new');
    run.complete('r.c:1', 'end');
    assert.deepEqual(run.run.result, 'end');
  });

  it('begins another run as a step, and goes on with its result', () => {
    const inner = plan([step('x')], '${steps.x.result}');
    const work = { kind: 'workflow', workflow: 'inner', plan: inner, input: { n: '${input}' } } as const;
    const run = new RunModel(newRun(plan([step('sub', { work })], '${steps.sub.result}'), { input: 3 }));
    assert.deepEqual(
      run.children.map(({ id, workflow, input, parent }) => ({ id, workflow, input, parent })),
      [{ id: 'r.sub', workflow: 'inner', input: { n: 3 }, parent: { run: 'r', step: 0, index: 0, round: 0 } }],
    );
    run.complete('r.sub', 'done');
    assert.deepEqual(run.run.result, 'done');
  });
});
