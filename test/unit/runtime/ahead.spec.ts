import assert from 'node:assert/strict';

import type { AttemptResult } from '../../../src/engine/index.ts';
import { Ahead } from '../../../src/runtime/following/ahead.ts';
import { GIVEN_BACK } from '../../../src/runtime/attempts/collector.ts';
import { leaseOf } from './parts.ts';

const DONE: AttemptResult = { ...GIVEN_BACK, outcome: { kind: 'complete', result: null } };

describe('Ahead', () => {
  let places: number;
  let now: number;
  let begun: string[];
  let results: Map<string, string>;
  let ahead: Ahead;

  beforeEach(() => {
    places = 0;
    now = 1_000;
    begun = [];
    results = new Map();
    ahead = new Ahead({
      free: () => places,
      begin: ({ job }) => {
        places -= 1;
        begun.push(job.id);
        return Promise.resolve(DONE);
      },
      now: () => now,
    });
    ahead.resize(2);
  });

  function add(id: string, expiresAt: number | null = null): void {
    void ahead.add(leaseOf({ id, expiresAt })).then(({ outcome }) => results.set(id, outcome.kind));
  }

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('begins a job at once where there is a place, and keeps those beyond in their order', async () => {
    places = 1;
    for (const id of ['a', 'b', 'c']) add(id);
    assert.deepEqual([begun, ahead.waiting, ahead.room], [['a'], 2, 0]);
    places = 1;
    ahead.look();
    assert.deepEqual([begun, ahead.waiting, ahead.room], [['a', 'b'], 1, 1]);
    await turn();
    assert.deepEqual(
      [...results],
      [
        ['a', 'complete'],
        ['b', 'complete'],
      ],
    );
  });

  it('lets nobody pass who comes when a place is free and others wait', () => {
    add('a');
    places = 1;
    add('b');
    ahead.look();
    assert.deepEqual(begun, ['a']);
  });

  it('gives back what comes beyond its room, and what came last when it is made smaller', async () => {
    for (const id of ['a', 'b', 'c']) add(id);
    await turn();
    assert.deepEqual([...results], [['c', 'release']]);
    ahead.resize(1);
    await turn();
    assert.deepEqual([...results.keys()], ['c', 'b']);
    places = 2;
    ahead.look();
    assert.deepEqual(begun, ['a']);
  });

  it('gives back those that are named, all where none is', async () => {
    for (const id of ['a', 'b']) add(id);
    ahead.giveBack(({ job }) => job.id === 'a');
    await turn();
    assert.deepEqual([...results], [['a', 'release']]);
    ahead.giveBack();
    await turn();
    assert.equal(results.get('b'), 'release');
    assert.equal(ahead.waiting, 0);
  });

  it('begins none that has expired meanwhile', async () => {
    add('a', 2_000);
    add('b', 2_001);
    now = 2_000;
    places = 1;
    ahead.look();
    await turn();
    assert.deepEqual([begun, results.get('a')], [['b'], 'release']);
  });
});
