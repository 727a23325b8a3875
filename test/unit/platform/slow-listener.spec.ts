/** A listener that does not read: what waits for it is bounded, it is told that it has missed some, and others hear all. */
import assert from 'node:assert/strict';

import type { StreamEvent } from '../../../src/core/index.ts';
import { systemClock } from '../../../src/foundation/index.ts';
import { LocalWatch } from '../../../src/platform/local/local-watch.ts';
import { INFO } from '../../conformance/hand.ts';
import { scene } from '../../conformance/harness.ts';
import { harness } from '../../support/engine-sqlite.ts';
import { waitFor } from '../../support/wait-for.ts';

const EACH = 500;
const TIMES = 4;
/** What may wait for one who reads slowly, and the word that something is missing. */
const MOST = 1_001;

describe('platform: a listener that does not read', () => {
  const at = scene(harness);
  const over = new AbortController();
  after(() => over.abort());

  it('is told of a bounded number and that others are missing, while one beside it is told all', async () => {
    await at.engine.fleet.join(INFO);
    const look = { getJob: () => Promise.reject(new Error()), getRun: () => Promise.reject(new Error()) };
    const watch = new LocalWatch({ engine: () => at.engine, clock: systemClock, signal: over.signal }, look);
    const slow = watch.watch();
    await slow.next();
    const heard: StreamEvent[] = [];
    const quick = watch.watch();
    await quick.next();
    const reading = (async () => {
      for await (const { news } of quick) heard.push(...news);
    })();
    for (let time = 0; time < TIMES; time += 1) {
      const events = Array.from({ length: EACH }, (_, n) => ({
        ...{ type: 'job.completed', topic: 'jobs', at: new Date().toISOString() },
        job: `j${time}-${n}`,
      }));
      await at.engine.feed.publish(events);
      // Whoever reads has room for each of them.
      await waitFor('the reader', () => heard.length >= (time + 1) * EACH);
    }
    const { value } = (await slow.next()) as { value: { news: readonly StreamEvent[] } };
    assert.ok(value.news.length <= MOST, `${value.news.length} waited`);
    assert.equal(value.news[0]?.type, 'reset');
    assert.equal(value.news.at(-1)?.job, `j${TIMES - 1}-${EACH - 1}`);
    assert.deepEqual([heard.length, heard.some(({ type }) => type === 'reset')], [TIMES * EACH, false]);
    over.abort();
    await reading;
  });
});
