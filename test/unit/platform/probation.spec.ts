import { strict as assert } from 'node:assert';

import { countEnd, noFigure, type Reading, readingOf } from '../../../src/core/index.ts';
import { DEFAULT_TIMINGS, type Engine, type NewRevision } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId } from '../../../src/foundation/index.ts';
import { Probation, worseBy } from '../../../src/platform/revisions/probation.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { depsOf, generationOf } from '../runtime/parts.ts';

function reading(completed: number, dead: number, p95 = 0): Reading {
  const bad = completed + dead === 0 ? null : dead / (completed + dead);
  const waitMs = { mean: p95, p50: p95, p95, p99: p95 };
  return { ...readingOf(noFigure()), completed, dead, failureRate: bad, waitMs };
}

describe('platform: a revision on probation', () => {
  const rule = { failureRate: 3, waitP95Ms: 120_000 };

  it('is worse where so many times as many attempts fail', () => {
    assert.equal(worseBy(reading(90, 10), reading(60, 40), rule), '40 % of attempts fail, before it was 10 %');
    assert.equal(worseBy(reading(90, 10), reading(70, 30), rule), null);
    assert.equal(worseBy(reading(90, 10), reading(60, 40), { ...rule, failureRate: null }), null);
  });

  it('is not worse by a first failure where none was before, nor by too few attempts', () => {
    assert.equal(worseBy(reading(100, 0), reading(98, 2), rule), null);
    assert.equal(worseBy(reading(0, 0), reading(96, 4), rule), '4 % of attempts fail, before it was 0 %');
    assert.equal(worseBy(reading(100, 0), reading(0, 19), rule), null);
  });

  it('is worse where jobs wait so long, and longer than before', () => {
    const late = 'one job in twenty waits 3m, before it was 1s';
    assert.equal(worseBy(reading(100, 0, 1_000), reading(100, 0, 180_000), rule), late);
    assert.equal(worseBy(reading(100, 0, 200_000), reading(100, 0, 180_000), rule), null);
    assert.equal(worseBy(reading(100, 0, 1_000), reading(100, 0, 119_000), rule), null);
  });
});

describe('platform: probation by the statistics of a store', () => {
  const MINUTE = 60_000;
  let clock: FakeClock;
  let engine: Engine;
  let number = 0;

  beforeEach(async () => {
    clock = new FakeClock();
    engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock, newId });
    await engine.open();
  });
  afterEach(() => engine.close());

  const revision = (hash: string, cause: NewRevision['cause'] = 'apply'): NewRevision => {
    return { hash, by: 'ann', cause, message: null, of: null, body: `what ${hash} says` };
  };

  async function minutes(count: number, ends: { readonly complete: number; readonly dead: number }): Promise<void> {
    for (let minute = 0; minute < count; minute += 1) {
      const figure = noFigure();
      for (let end = 0; end < ends.complete; end += 1) countEnd(figure, 'complete', 5, 5);
      for (let end = 0; end < ends.dead; end += 1) countEnd(figure, 'dead', 5, 5);
      await engine.stats.add('one', (number += 1), [{ queue: 'default', task: 'work', figure }]);
      await clock.advance(MINUTE);
    }
  }

  function watched(hash: string): { readonly probation: Probation; readonly seen: () => readonly unknown[] } {
    const generation = generationOf({});
    const reload = {
      watch: false,
      debounceMs: 1,
      probationMs: 5 * MINUTE,
      revertIf: { failureRate: 3, waitP95Ms: null },
    };
    const deps = depsOf(engine, { ...generation, manifest: { ...generation.manifest, hash, reload } }, clock);
    return { probation: new Probation(deps), seen: () => deps.seen };
  }

  it('takes a revision back, once over all processes, with its reason, and does not try what came back', async () => {
    await engine.revisions.record(revision('good'));
    await minutes(5, { complete: 30, dead: 0 });
    await engine.revisions.record(revision('bad'));
    const [one, other] = [watched('bad'), watched('bad')];
    await minutes(2, { complete: 15, dead: 15 });
    const done = await Promise.all([one.probation.look(), other.probation.look()]);
    assert.deepEqual(done.filter(Boolean).length, 1);
    const [newest] = await engine.revisions.list(1);
    const why = '50 % of attempts fail, before it was 0 %';
    assert.deepEqual(
      [newest?.revision, newest?.hash, newest?.cause, newest?.of, newest?.message],
      [3, 'good', 'revert', 1, `revision 2 made it worse: ${why}`],
    );
    assert.equal(await engine.revisions.body(3), 'what good says');
    const told = { type: 'manifest.reverted', revision: 3, bad: 2, why };
    assert.deepEqual([...one.seen(), ...other.seen()], [told]);
    await minutes(2, { complete: 0, dead: 30 });
    assert.equal(await watched('good').probation.look(), false);
  });

  it('leaves a revision alone that is no worse, and one whose time is over', async () => {
    await engine.revisions.record(revision('good'));
    await minutes(5, { complete: 30, dead: 3 });
    await engine.revisions.record(revision('other'));
    const { probation } = watched('other');
    await minutes(4, { complete: 30, dead: 3 });
    assert.equal(await probation.look(), false);
    await minutes(3, { complete: 0, dead: 30 });
    assert.equal(await probation.look(), false);
    assert.equal((await engine.revisions.list(1))[0]?.hash, 'other');
  });
});
