/** Holds and pauses that stand for long, and those whose time is over. */
import assert from 'node:assert/strict';
import { NO_WHY } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import { newId, systemClock } from '../../../src/foundation/index.ts';
import { endedByTime, longStand, type Stand, standing } from '../../../src/platform/lookout/standing-long.ts';

const HOUR = 3_600_000;

function stand(parts: Partial<Stand>): Stand {
  const subject = { kind: 'hold', name: 'acme' } as const;
  return { what: 'hold acme', subject, remedy: 'skep hold rm acme', ...NO_WHY, at: 0, ...parts };
}

describe('Holds and pauses that stand', () => {
  it('are told after an hour where they have no end, after a day where they have one', () => {
    assert.equal(longStand(stand({}), HOUR - 1), undefined);
    const told = longStand(stand({ text: 'INC-42', by: 'ann' }), HOUR);
    const since = '1970-01-01T00:00:00.000Z';
    assert.equal(told?.message, `hold acme stands since ${since} without an end (INC-42, by ann)`);
    assert.deepEqual([told.status, told.hint], ['warn', 'If it is not meant any more: skep hold rm acme.']);
    const ending = stand({ until: 48 * HOUR });
    assert.equal(longStand(ending, 24 * HOUR - 1), undefined);
    assert.match(longStand(ending, 24 * HOUR)?.message ?? '', /until 1970-01-03/);
  });

  it('have ended by themselves where their time was over, not where somebody ended them', () => {
    const before = [stand({ what: 'a', until: 10 }), stand({ what: 'b', until: 30 }), stand({ what: 'c' })];
    assert.deepEqual(
      endedByTime(before, [], 20).map(({ what }) => what),
      ['a'],
    );
    assert.deepEqual(endedByTime(before, before, 20), []);
  });

  it('are those of the store: holds, pauses of tasks and queues', async () => {
    const engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await engine.open();
    try {
      const hold = { task: 'w', queue: null, tag: null, where: null, text: null, until: null, by: 'ann' };
      await engine.holds.put({ ...hold, reason: 'hold', name: 'acme' });
      await engine.holds.put({ ...hold, reason: 'paused', name: 'task:w' });
      await engine.queues.pause('mails', true);
      const found = await standing(engine, await engine.queues.counts());
      assert.deepEqual(
        found.map(({ what, remedy }) => `${what}: ${remedy}`),
        [
          'hold acme: skep hold rm acme',
          'pause of task w: skep tasks resume w',
          'pause of queue mails: skep queues resume mails',
        ],
      );
    } finally {
      await engine.close();
    }
  });
});
