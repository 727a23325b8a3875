import assert from 'node:assert/strict';

import type { AttemptResult, Lease } from '../../../src/engine/index.ts';
import { Collector, GIVEN_BACK } from '../../../src/runtime/attempts/collector.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { leaseOf } from './parts.ts';

const DONE: AttemptResult = { ...GIVEN_BACK, outcome: { kind: 'complete', result: null } };

describe('Collector', () => {
  let clock: FakeClock;
  let places: number;
  let calls: string[][];
  let results: Map<string, string>;
  let collector: Collector;

  beforeEach(() => {
    clock = new FakeClock();
    places = 1;
    calls = [];
    results = new Map();
    collector = new Collector({
      clock,
      free: () => places,
      begin: (leases: readonly Lease[]) => {
        places -= 1;
        calls.push(leases.map(({ job }) => job.id));
        return leases.map(() => Promise.resolve(DONE));
      },
    });
  });

  function add(id: string, { size = 3, key = '', task = 'work' } = {}): void {
    const spec = { size, waitMs: 1_000, key: key === '' ? null : 'payload.to' };
    void collector.add(leaseOf({ id, task }), spec, key).then(({ outcome }) => results.set(id, outcome.kind));
  }

  it('begins a call that is full, and one whose wait is over, in the order in which they are ready', async () => {
    for (const id of ['a', 'b', 'c', 'd']) add(id);
    assert.deepEqual(calls, [['a', 'b', 'c']]);
    await clock.advance(1_000);
    assert.equal(collector.ready, 1);
    for (const id of ['e', 'f', 'g']) add(id);
    places = 1;
    collector.look();
    assert.deepEqual(calls.slice(1), [['d', 'e', 'f']]);
    await Promise.resolve();
    assert.equal(results.get('a'), 'complete');
  });

  it('wants company as jobs of such tasks came in a row, as far as there is room, and none while a call waits for a place', async () => {
    assert.equal(collector.wanted, 0);
    add('a', { size: 100 });
    add('b', { size: 100 });
    assert.equal(collector.wanted, 2);
    for (let n = 0; n < 60; n += 1) add(`more ${n}`, { size: 100 });
    assert.equal(collector.wanted, 38);
    assert.equal(collector.crowds(), false);
    assert.equal(collector.wanted, 0);
    places = 0;
    assert.equal(collector.crowds(), true);
    add('c', { size: 100 });
    await clock.advance(1_000);
    assert.equal(collector.wanted, 0);
  });

  it('keeps keys and tasks apart, and lets the first go when a thousand wait with keys', () => {
    add('a', { key: '1' });
    add('b', { key: '2' });
    add('c', { key: '1', task: 'other' });
    add('d', { key: '1' });
    assert.deepEqual(calls, []);
    for (let n = 3; n < 1_000; n += 1) add(`more ${n}`, { key: `key ${n}` });
    assert.deepEqual(calls, [['a', 'd']]);
  });

  it('gives back those that are asked for, and all that wait by other rules than those in force', async () => {
    for (const id of ['a', 'b']) add(id);
    add('c', { task: 'other' });
    collector.giveBack(({ job }) => job.id === 'a');
    collector.reload((task) => (task === 'work' ? { size: 3, waitMs: 1_000, key: null } : null));
    await Promise.resolve();
    await Promise.resolve();
    assert.deepEqual([...results], [['a', 'release'], ['c', 'release']]); // prettier-ignore
    collector.reload(() => ({ size: 4, waitMs: 1_000, key: null }));
    await clock.advance(2_000);
    assert.deepEqual([results.get('b'), calls.length], ['release', 0]);
  });
});
