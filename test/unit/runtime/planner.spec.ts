import assert from 'node:assert/strict';
import { resolve } from 'node:path';

import { loadManifestText, type Manifest } from '../../../src/manifest/index.ts';
import { planInline, planOf } from '../../../src/runtime/index.ts';
import { newRun, RunModel } from '../../support/run-model.ts';

async function manifestOf(text: string): Promise<Manifest> {
  const file = resolve('test/manifest-cases/jobs.yaml');
  const loaded = await loadManifestText(`version: 1\nname: w\n${text}`, { file, cwd: process.cwd(), env: {} });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.manifest;
}

const TASKS = `
tasks:
  a: ./handlers/ping.ts
  b: { handler: ./handlers/ping.ts, priority: 2, tags: [x], result: { ignore: true } }
  c: ./handlers/ping.ts
`;

describe('planOf', () => {
  it('makes a plan that runs', async () => {
    const manifest = await manifestOf(`${TASKS}
workflows:
  w: { chain: [{ task: a }, { task: b }, { task: c, with: { got: '\${results}' } }] }
`);
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

  it('reads a graph that comes with a call', async () => {
    const manifest = await manifestOf(TASKS);
    const run = new RunModel(newRun(planInline(manifest, { chord: { group: [{ task: 'a' }], then: { task: 'b' } } })));
    run.complete('r.s1', 5);
    assert.deepEqual(run.taken(), [
      ['a', null],
      ['b', [5]],
    ]);
  });
});
