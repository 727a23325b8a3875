import assert from 'node:assert/strict';

import type { Json } from '../../../src/foundation/index.ts';
import { routed, tenantOf } from '../../../src/runtime/enqueueing/routing.ts';
import type { TaskSpec } from '../../../src/manifest/index.ts';
import { boundTask, type TaskParts } from './parts.ts';

function taskOf(parts: TaskParts): TaskSpec {
  return boundTask('work', parts).spec;
}

describe('routed', () => {
  const task = taskOf({
    queue: 'plain',
    priority: 4,
    routes: [
      { match: 'work', where: 'payload.country in ["de", "at"]', queue: 'near', priority: 2 },
      { match: 'work', where: 'payload.big', queue: 'big', priority: 9 },
    ],
  });
  for (const [payload, queue, priority] of [
    [{ country: 'de', big: true }, 'near', 2],
    [{ country: 'fr', big: true }, 'big', 9],
    [{ country: 'fr' }, 'plain', 4],
    [null, 'plain', 4],
  ] as const) {
    it(`leads ${JSON.stringify(payload)} to ${queue}`, () => {
      const way = routed(task, payload);
      assert.deepEqual([way.queue, way.priority], [queue, priority]);
    });
  }
});

describe('tenantOf', () => {
  const fair = { fairness: { key: 'payload.to.tenant' } };
  const tenant = (value: Json, more: Parameters<typeof taskOf>[0] = {}): string | null =>
    tenantOf(taskOf({ ...fair, ...more }), { to: { tenant: value } });

  it('is the value as text, none where it names none', () => {
    assert.deepEqual(
      ['acme', 7, true, ['a', 1], '', null].map((value) => tenant(value)),
      ['acme', '7', 'true', '["a",1]', null, null],
    );
    assert.equal(tenantOf(taskOf(fair), null), null);
    assert.equal(tenantOf(taskOf({}), { to: { tenant: 'acme' } }), null);
  });

  it('is a hash where the name is long, hidden, or none that a store can hold', () => {
    const long = 'x'.repeat(101);
    for (const name of [tenant(long), tenant('a\0b'), tenant('\ud800'), tenant('acme', { encrypt: true })]) {
      assert.match(name ?? '', /^sha256:[0-9a-f]{32}$/);
    }
    assert.equal(tenant(long), tenant(long));
    assert.notEqual(tenant('acme', { sensitive: ['payload.card'] }), 'acme');
  });
});
