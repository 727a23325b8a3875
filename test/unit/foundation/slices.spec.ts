import assert from 'node:assert/strict';

import { othersFirst, Slices } from '../../../src/foundation/index.ts';

/** Notes each turn of the event loop, of which each begins the next, as a job goes through the loop until it begins. */
function turns(count: number, noted: number[] = []): readonly number[] {
  setImmediate(() => {
    noted.push(noted.length + 1);
    if (noted.length < count) turns(count, noted);
  });
  return noted;
}

describe('long work in slices', () => {
  it('lets others have as many turns as a job needs to begin, between any two of them', async () => {
    const noted = turns(3);
    await othersFirst();
    assert.deepEqual(noted, [1, 2, 3]);
    const more = turns(3);
    await new Slices().next();
    assert.deepEqual(more, [1, 2, 3]);
  });

  it('gives what the work gives', async () => {
    function* work(): Generator<void, string> {
      for (let step = 0; step < 10; step += 1) yield;
      return 'done';
    }
    assert.equal(await new Slices().run(work()), 'done');
  });
});
