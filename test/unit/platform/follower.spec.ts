import { strict as assert } from 'node:assert';

import { DEFAULT_TIMINGS, type Engine, type RevisionsFacet } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId, SkepError, systemClock } from '../../../src/foundation/index.ts';
import { Convergence } from '../../../src/platform/revisions/convergence.ts';
import { Follower } from '../../../src/platform/revisions/follower.ts';
import { packed } from '../../../src/platform/revisions/revision-text.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { depsOf, generationOf } from '../runtime/parts.ts';

describe('platform: a process that begins with files that a revision replaced', () => {
  let engine: Engine;

  beforeEach(async () => {
    engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await engine.open();
  });
  afterEach(() => engine.close());

  /** The store's own answers, but for so many that do not come. */
  function awayFor(times: number): RevisionsFacet {
    let left = times;
    return new Proxy(engine.revisions, {
      get(facet, name: keyof RevisionsFacet) {
        if (name !== 'list' || left === 0) return facet[name].bind(facet);
        left -= 1;
        return () => Promise.reject(new SkepError('STORE_UNREACHABLE', 'away'));
      },
    });
  }

  it('runs the revision also where the store is away just then', async () => {
    const clock = new FakeClock();
    const base = generationOf({});
    const generation = { ...base, revision: null, manifest: { ...base.manifest, hash: 'of the files' } };
    const body = await packed({ files: [], handlers: {} });
    for (const [hash, cause] of [
      ['of the files', 'file'],
      ['applied', 'apply'],
    ] as const) {
      await engine.revisions.record({ hash, by: 'ann', cause, message: null, of: null, body });
    }
    const adopted: number[] = [];
    const generations = { current: () => generation, renumber: () => undefined, standIn: () => undefined };
    const { jobs, queues, runs } = engine;
    const build = (): never => {
      throw new Error('nothing is read');
    };
    const convergence = new Convergence({
      ...{ generations, build, open: () => true },
      engine: { jobs, queues, runs, revisions: awayFor(2) },
    });
    const reloader = {
      adopt: ({ revision }: { readonly revision: number }) => {
        adopted.push(revision);
        return Promise.resolve({ status: 'applied' as const });
      },
      reload: () => Promise.resolve({ status: 'unchanged' as const }),
    };
    const affirm = (): Promise<void> => Promise.resolve();
    const follower = new Follower(depsOf(engine, generation, clock), {
      ...{ convergence, reloader, generations, affirm, openEngine: () => engine },
    });

    const done = follower.begin();
    const over = done.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([over, settle().then(() => false)]))) await clock.advance(1_000);
    await done;
    assert.deepEqual(adopted, [2]);
  });
});
