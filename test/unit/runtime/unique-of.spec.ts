import assert from 'node:assert/strict';

import { effectsOf, filled, type Unique } from '../../../src/core/index.ts';
import type { Json } from '../../../src/foundation/index.ts';
import type { TaskSpec } from '../../../src/manifest/index.ts';
import { hookConsequences } from '../../../src/runtime/following/hook-jobs.ts';
import { uniqueOf } from '../../../src/runtime/index.ts';
import { generationOf } from './parts.ts';

const CARRIER = { traceparent: null, tracestate: null, propagation: 'parent' } as const;
const UNIQUE = { key: ['to', 'about.id'], while: 'unfinished', forMs: null, onConflict: 'keep' } as const;

function task(given: Partial<TaskSpec>): TaskSpec {
  return { ...(generationOf({ tasks: { mail: {} } }).task('mail')?.spec ?? assert.fail()), ...given };
}

function keyOf(given: Partial<TaskSpec>, payload: Json, own: string | false | null = null): string | undefined {
  return uniqueOf(task(given), payload, own)?.key;
}

describe('the keys of jobs', () => {
  it('are the values at the places that the task names, told apart by type', () => {
    assert.equal(keyOf({ unique: UNIQUE }, { to: 'a', about: { id: 7 }, more: 1 }), 'mail/["a",7]');
    assert.equal(keyOf({ unique: UNIQUE }, { to: 'a', about: { id: '7' } }), 'mail/["a","7"]');
    assert.equal(keyOf({ unique: UNIQUE }, { to: 'a' }), 'mail/["a",null]');
    assert.equal(keyOf({ unique: UNIQUE }, 5), 'mail/[null,null]');
  });

  it('are the whole payload where it names none, whatever the order of its keys', () => {
    const unique = { ...UNIQUE, key: null };
    assert.equal(keyOf({ unique }, { b: [1], a: 2 }), 'mail/[{"a":2,"b":[1]}]');
    assert.equal(keyOf({ unique }, { a: 2, b: [1] }), keyOf({ unique }, { b: [1], a: 2 }));
  });

  it('are a hash where they are long, or show what is not to be shown', () => {
    const hash = /^mail\/sha256:[0-9a-f]{32}$/;
    assert.match(keyOf({ unique: UNIQUE }, { to: 'x'.repeat(200) }) ?? '', hash);
    assert.match(keyOf({ unique: UNIQUE, sensitive: ['to'] }, { to: 'a' }) ?? '', hash);
    assert.match(keyOf({ unique: UNIQUE, encrypt: true }, { to: 'a' }) ?? '', hash);
    assert.match(keyOf({}, null, 'x'.repeat(200)) ?? '', hash);
  });

  it('are what a call gives in place of them, or none', () => {
    assert.equal(keyOf({ unique: UNIQUE }, { to: 'a' }, 'mine'), 'mail/"mine"');
    assert.equal(keyOf({ unique: UNIQUE }, { to: 'a' }, false), undefined);
    assert.equal(keyOf({}, { to: 'a' }), undefined);
    assert.deepEqual(uniqueOf(task({}), null, 'mine'), {
      ...{ key: 'mail/"mine"', while: 'unfinished', forMs: null, onConflict: 'keep', maxMs: null },
    });
  });

  it('have the rule of their task', () => {
    const rule = (given: Partial<TaskSpec>): Partial<Unique> => {
      const { key, ...rest } = uniqueOf(task(given), null, null) ?? assert.fail();
      assert.equal(key, 'mail/[null]');
      return rest;
    };
    const unique = { key: null, while: 'waiting', forMs: 5, onConflict: 'reject' } as const;
    assert.deepEqual(rule({ unique }), { while: 'waiting', forMs: 5, onConflict: 'reject', maxMs: null });
    const debounce = { key: null, waitMs: 5, maxMs: 60 };
    assert.deepEqual(rule({ debounce }), { while: 'waiting', forMs: null, onConflict: 'replace', maxMs: 60 });
    const throttle = { key: null, everyMs: 9, trailing: false };
    assert.deepEqual(rule({ throttle }), { while: 'window', forMs: 9, onConflict: 'keep', maxMs: null });
    const { onConflict } = rule({ throttle: { ...throttle, trailing: true } });
    assert.equal(onConflict, 'replace');
  });

  it('of jobs that hooks make are those of the payload that is filled in, and refuse nothing', () => {
    const told = task({ unique: { ...UNIQUE, key: ['job.id'], onConflict: 'reject' } });
    const hooks = { success: [{ kind: 'task', task: 'mail', with: null, key: 'k' }] } as const;
    const about = { id: 'told', revision: 1, carrier: CARRIER, sensitive: [], taskOf: () => told };
    const [effect] = effectsOf(hookConsequences(hooks, about), 'completed');
    assert.ok(effect?.kind === 'enqueue');
    assert.equal(effect.job.unique, null);
    const { job } = filled(effect, { state: 'completed', attempt: 1, job: null });
    assert.deepEqual([job.unique?.key, job.unique?.onConflict], ['mail/["told"]', 'keep']);
  });
});
