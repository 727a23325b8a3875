import assert from 'node:assert/strict';
import { resolve } from 'node:path';

import { type Plan, type PlanStep } from '../../../src/core/index.ts';
import { type Json, SkepError } from '../../../src/foundation/index.ts';
import { type InlineProblem, loadManifestText, type Manifest } from '../../../src/manifest/index.ts';
import { planInline, planOf } from '../../../src/runtime/index.ts';
import { chain, chord, group, map, sig } from '../../../src/client.ts';
import { newRun, RunModel } from '../../support/run-model.ts';

const TEXT = `
version: 1
name: w
queues: { slow: {}, turns: { order: fair }, large: { order: fair }, letters: {} }
encryption: { keys: { k1: '${'0'.repeat(64)}' }, use: k1 }
retryPolicies: { patient: { maxAttempts: 9, retryFor: 1h } }
tasks:
  a: ./handlers/ping.ts
  b: { handler: ./handlers/ping.ts, priority: 2, tags: [x], result: ignore, maxPayload: 2kb, on: { failure: { task: alert } } }
  c: { handler: ./handlers/ping.ts, result: { keep: 1h } }
  keyed: { handler: ./handlers/ping.ts, rate: { limit: 5/s, key: payload.customer } }
  sealed: { handler: ./handlers/ping.ts, encrypt: true }
  alert: ./handlers/ping.ts
  fair: { handler: ./handlers/ping.ts, fairness: { key: payload.of }, sensitive: [card], deadTo: letters }
routes:
  tasks:
    - { match: c, queue: slow, priority: 8 }
    - { match: fair, where: payload.big, queue: large, priority: 1 }
    - { match: fair, queue: turns }
workflows:
  w: { chain: [{ task: a }, { task: b }, { task: c, with: { got: '\${results}' } }] }
  fair: { chain: [{ task: fair }, { task: fair, queue: slow }, { task: fair, queue: large, priority: 2 }] }
  unread: { steps: { one: { task: b }, two: { task: c, needs: [one], with: 1 } }, output: done }
  own:
    steps:
      one: { task: b, retry: patient, timeout: 5s, queue: slow, priority: 0 }
      two: { task: keyed, needs: [one], retry: { maxAttempts: 2 } }
      three: { workflow: w, needs: [one, two], with: { list: '\${results}' } }
      four: { task: c, needs: [two, one] }
  hooked: { chain: [{ task: a }], on: { failure: { task: alert }, success: { webhook: 'https://x.example/' } } }
`;

describe('planOf', () => {
  let manifest: Manifest;

  before(async () => {
    const file = resolve('test/manifest-cases/jobs.yaml');
    const loaded = await loadManifestText(TEXT, { file, env: {} });
    assert.ok(loaded.ok, JSON.stringify(loaded));
    manifest = loaded.manifest;
  });

  const step = (plan: Plan, name: string): PlanStep =>
    plan.steps.find((one) => one.name === name) ?? assert.fail(`no step ${name}`);
  const task = (plan: Plan, name: string): Extract<PlanStep['work'], { kind: 'task' }> => {
    const { work } = step(plan, name);
    return work.kind === 'task' ? work : assert.fail(`${name} is no task`);
  };

  it('makes a plan that runs, once for a manifest', () => {
    const plan = planOf(manifest, 'w');
    assert.equal(planOf(manifest, 'w'), plan);
    const run = new RunModel(newRun(plan, { input: 1 }));
    assert.deepEqual(run.taken(), [['a', 1]]);
    run.complete('r.s1', 2);
    assert.deepEqual(run.taken(), [['b', 2]]);
    run.complete('r.s2', 3);
    assert.deepEqual(run.taken(), [['c', { got: 3 }]]);
    run.complete('r.s3', 4);
    assert.deepEqual([run.run.state, run.run.result], ['completed', 4]);
  });

  it('gives jobs what their task says, and the step instead of it', () => {
    const plan = planOf(manifest, 'own');
    const { job, maxBytes } = task(plan, 'one');
    assert.deepEqual([job.queue, job.priority, job.maxAttempts, job.tags, maxBytes], ['slow', 0, 9, ['x'], 2_048]);
    assert.deepEqual([job.retry?.retryForMs, job.timeout], [3_600_000, { softMs: null, hardMs: 5_000 }]);
    const usual = task(planOf(manifest, 'w'), 's3').job;
    assert.deepEqual([usual.queue, usual.priority, usual.retry, usual.timeout], ['slow', 8, null, null]);
    assert.equal(task(plan, 'two').job.maxAttempts, 2);
  });

  it('says where the payload decides on the queue, and where tenants take turns', () => {
    const plan = planOf(manifest, 'fair');
    const tenant = { path: 'payload.of', hides: true, queues: ['turns', 'large'] };
    const way = { where: 'payload.big', queue: 'large', priority: 1 };
    const [free, own, fair] = ['s1', 's2', 's3'].map((name) => task(plan, name));
    assert.deepEqual([free?.ways, free?.tenant], [[way], tenant]);
    assert.deepEqual([own?.ways, own?.tenant], [[{ ...way, queue: 'slow' }], undefined]);
    assert.deepEqual([fair?.ways, fair?.tenant], [undefined, { ...tenant, queues: ['large'] }]);
  });

  it('lets a job leave the letter that its task wants, of what it became', () => {
    const run = new RunModel(newRun(planOf(manifest, 'fair'), { input: { of: 'x' }, headers: { h: '1' } }));
    const letter = run.jobs[0]?.consequences.flatMap(({ effect }) =>
      effect.kind === 'enqueue' ? [effect.job] : [],
    )[0];
    assert.deepEqual(
      [letter?.id, letter?.queue, letter?.priority, letter?.parentId],
      ['r.s1.letter', 'letters', 5, 'r.s1'],
    );
    assert.deepEqual(letter?.headers, { h: '1', 'skep-dead-of': 'r.s1' });
    assert.match(letter.fairness ?? '', /^sha256:/);
  });

  it('has the hooks of a task behind the id of its job, and those of a run behind the run', () => {
    const [hook] = task(planOf(manifest, 'w'), 's2').job.consequences;
    assert.ok(hook?.effect.kind === 'enqueue');
    assert.match(hook.effect.job.id, /^\.failure\.[0-9a-f]{12}$/);
    const told = planOf(manifest, 'hooked').consequences.map(({ on, effect }) => [
      on,
      effect.kind === 'enqueue' && effect.job.task,
    ]);
    assert.deepEqual(told, [
      [['completed'], 'skep.webhook'],
      [['dead'], 'alert'],
    ]);
  });

  it('leaves gates open that count by a value of the payload', () => {
    assert.deepEqual(task(planOf(manifest, 'own'), 'two').keyed, [
      { gate: 'rate:task:keyed', path: 'payload.customer', hides: false },
    ]);
  });

  it('keeps results that another step or the output reads, whatever the task says', () => {
    const kept = (name: string): Record<string, number | null> => {
      const plan = planOf(manifest, name);
      return Object.fromEntries(
        plan.steps.flatMap((one) => (one.work.kind === 'task' ? [[one.name, one.work.job.resultKeepMs]] : [])),
      );
    };
    assert.deepEqual(kept('unread'), { one: 0, two: 3_600_000 });
    assert.deepEqual(kept('w'), { s1: null, s2: null, s3: null });
  });

  it('has the plans of workflows in it, and results in the order of what is needed', () => {
    const plan = planOf(manifest, 'own');
    const { work } = step(plan, 'three');
    assert.ok(work.kind === 'workflow' && work.plan === planOf(manifest, 'w'));
    assert.deepEqual([step(plan, 'three').results, step(plan, 'four').results], [null, [1, 0]]);
  });

  it('names a workflow that is not there', () => {
    assert.throws(() => planOf(manifest, 'hookd'), { code: 'WORKFLOW_UNKNOWN', hint: 'did you mean `hooked`?' });
    assert.throws(() => planOf(manifest, 'constructor'), { code: 'WORKFLOW_UNKNOWN' });
  });

  describe('of a call', () => {
    const problems = (spec: Json): readonly InlineProblem[] => {
      try {
        planInline(manifest, spec);
      } catch (error) {
        assert.ok(error instanceof SkepError && error.code === 'WORKFLOW_INVALID', String(error));
        return error.details?.['problems'] as readonly InlineProblem[];
      }
      return assert.fail('it was taken');
    };

    it('takes what code puts together', () => {
      const spec = chain(
        chord([sig('a')], sig('a')),
        group(sig('b'), map(sig('c', { to: '${item}' }), { over: '${results}', chunk: 2 })),
      );
      const run = new RunModel(newRun(planInline(manifest, JSON.parse(JSON.stringify(spec)) as Json), { input: 0 }));
      assert.deepEqual(run.taken(), [['a', 0]]);
      run.complete('r.s1-1', 5);
      assert.deepEqual(run.taken(), [['a', [5]]]);
      run.complete('r.s1-then', [1, 2, 3]);
      assert.deepEqual(run.taken(), [
        ['b', [1, 2, 3]],
        ['c', { to: [1, 2] }],
        ['c', { to: [3] }],
      ]);
      run.complete('r.s2-1', 'b');
      run.complete('r.s2-2.1', 'y');
      run.complete('r.s2-2.0', 'x');
      assert.deepEqual([run.run.state, run.run.result], ['completed', ['b', ['x', 'y']]]);
    });

    it('tells all that is wrong, with its place', () => {
      const found = problems({
        chain: [
          { task: 'nope' },
          { group: [{ workflow: 'x' }, { task: 'sealed', queue: 'q', retry: 'r' }] },
          { task: 'a', with: '${body}' },
        ],
        on: { success: { webhook: 'http://10.0.0.1/' } },
      });
      assert.deepEqual(
        found.map(({ code, path }) => [code, path]),
        [
          ['REF_TASK', 'chain[0].task'],
          ['REF_WORKFLOW', 'chain[1].group[0].workflow'],
          ['REF_POLICY', 'chain[1].group[1].retry'],
          ['REF_QUEUE', 'chain[1].group[1].queue'],
          ['REF_TEMPLATE', 'chain[2].with'],
          ['REF_HOOK', 'on'],
          ['REF_STEP_FORM', 'chain[1].group[1].task'],
        ],
      );
    });

    it('looks at the schema of its input as at one of the manifest', () => {
      const [problem] = problems({ chain: [{ task: 'a' }], input: { properties: { x: { task: 'a' } } } });
      assert.deepEqual([problem?.code, problem?.path], ['REF_SCHEMA', 'input.properties.x.task']);
    });

    it('refuses what is no workflow, circles, and more steps than may be', () => {
      const codes = (spec: Json): readonly string[] => problems(spec).map(({ code }) => code);
      for (const spec of [
        null,
        5,
        [],
        'x',
        {},
        { chain: [] },
        { chain: [{ task: 5 }] },
        { steps: { __x: { task: 'a' } } },
      ]) {
        assert.ok(
          codes(spec).every((code) => code.startsWith('SCHEMA_')),
          JSON.stringify(spec),
        );
      }
      assert.deepEqual(codes({ steps: { a: { task: 'a', needs: ['b'] }, b: { task: 'a', needs: ['a'] } } }), [
        'REF_WORKFLOW_LOOP',
      ]);
      const many = { chain: Array.from({ length: 600 }, () => ({ task: 'a' })) };
      assert.deepEqual(codes({ group: [many, many] }), ['REF_STEP_FORM']);
      const wide = { group: Array.from({ length: 400 }, () => ({ task: 'a' })) };
      assert.deepEqual(codes({ chain: [wide, wide] }), ['REF_STEP_FORM']);
    });
  });
});
