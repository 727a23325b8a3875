/** How bases and tasks come together, and where what comes of it was written. */
import assert from 'node:assert/strict';

import type { JsonObject } from '../../../src/foundation/index.ts';
import { homeOf, Inheritance, merged } from '../../../src/manifest/normalizing/bases.ts';
import type { SchemaNode } from '../../../src/manifest/schemas/schema-node.ts';

/** As hooks are: lists inside of a mapping. */
const NODE: SchemaNode = {
  properties: {
    retry: { type: 'string' },
    limits: { properties: { memory: { type: 'string' }, cpu: { type: 'string' } } },
    on: { properties: { success: { 'x-adds-up': true }, failure: { 'x-adds-up': true } } },
  },
};

function layersOf(...values: readonly JsonObject[]) {
  return values.map((value, index) => ({ value, path: ['layer', index] }));
}

describe('bases', () => {
  const layers = layersOf(
    { retry: 'low', limits: { memory: '1mb' }, on: { success: 'a', failure: ['x'] } },
    { on: { success: ['b', { task: 't' }] } },
    { retry: 'top', limits: { cpu: '1s' }, on: { success: [{ task: 't' }, 'c'], start: 's' } },
  );

  it('replace keys as a whole, and add up lists that are marked so, wherever they are', () => {
    assert.deepEqual(
      { ...merged(NODE, layers) },
      {
        retry: 'top',
        limits: { cpu: '1s' },
        on: Object.assign(Object.create(null) as object, {
          success: ['a', 'b', { task: 't' }, 'c'],
          failure: ['x'],
          start: 's',
        }),
      },
    );
  });

  it('know where each value was written', () => {
    const home = (...steps: (string | number)[]) => homeOf(NODE, layers, steps).join('.');
    assert.equal(home('retry'), 'layer.2.retry');
    assert.equal(home('limits', 'cpu'), 'layer.2.limits.cpu');
    assert.equal(home('on', 'success', 0), 'layer.0.on.success');
    assert.equal(home('on', 'success', 2, 'task'), 'layer.1.on.success.1.task');
    assert.equal(home('on', 'success', 3), 'layer.2.on.success.1');
    assert.equal(home('on', 'failure', 0), 'layer.0.on.failure.0');
    assert.equal(home('priority'), 'layer.2.priority');
  });

  it('are a hundred behind one task at most, in whatever shape', () => {
    const told: string[] = [];
    const bases: Record<string, JsonObject> = { last: {} };
    for (let n = 0; n < 5_000; n += 1) bases[`b${n}`] = { extends: [`b${n + 1}`, 'last'] };
    bases['b5000'] = {};
    const tasks = { a: { extends: ['b0'] } };
    new Inheritance({ bases, tasks }, (path, message) => told.push(`${path.join('.')}: ${message}`));
    assert.ok(told.includes('bases.b99.extends.0: more than 100 bases are behind this'), told.slice(0, 3).join());
  });

  it('leave a manifest as it is that has none', () => {
    const tasks = { a: './a.ts', b: { handler: './b.ts' } };
    const inheritance = new Inheritance({ tasks }, () => assert.fail());
    assert.equal(inheritance.tasks['b'], tasks.b);
    assert.deepEqual(inheritance.home(['tasks', 'b', 'handler']), ['tasks', 'b', 'handler']);
  });
});
