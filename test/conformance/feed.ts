/* eslint-disable @typescript-eslint/unbound-method -- the facet is a part */
import assert from 'node:assert/strict';
import { type Engine, FED_BYTES, FEED_KEPT, type FeedNews, type Signal, TOLD_BYTES } from '../../src/engine/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

/** What a follower was told. */
interface Heard {
  readonly events: unknown[];
  readonly positions: string[];
  gaps: number;
}

async function following(engine: Engine, from: string | null = null): Promise<Heard & { readonly stop: () => void }> {
  const heard: Heard = { events: [], positions: [], gaps: 0 };
  const { stop } = await engine.feed.follow(from, ({ entries, gap }: FeedNews) => {
    if (gap) heard.gaps += 1;
    for (const { event, position } of entries) {
      heard.events.push(event);
      heard.positions.push(position);
    }
  });
  return Object.assign(heard, { stop });
}

export function feedTests(harness: EngineHarness): void {
  describe('the feed', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });
    const followed = (engine: Engine): Promise<unknown> => waitFor('that it is followed', () => engine.feed.followed);
    const heardAll = (heard: Heard, count: number): Promise<unknown> =>
      waitFor(`${count} events`, () => heard.events.length >= count);

    it('tells a follower what any process publishes, in order', async () => {
      const other = await at.store.open();
      await other.fleet.join(INFO);
      const heard = await following(at.engine);
      await Promise.all([followed(at.engine), followed(other)]);
      for (let n = 0; n < 5; n += 1) await (n % 2 === 0 ? at.engine : other).feed.publish([{ n }, { n, again: true }]);
      await heardAll(heard, 10);
      const expected = Array.from({ length: 5 }, (_, n) => [{ n }, { n, again: true }]).flat();
      assert.deepEqual([heard.events, heard.gaps], [expected, 0]);
      assert.deepEqual(
        heard.positions.toSorted((a, b) => Number(a) - Number(b)),
        heard.positions,
      );
      assert.equal(new Set(heard.positions).size, 10);
    });

    it('keeps nothing while nobody follows, and says so to whoever goes on behind an older position', async () => {
      assert.equal(at.engine.feed.followed, false);
      await at.engine.feed.publish([{ lost: true }]);
      const heard = await following(at.engine, '0');
      await followed(at.engine);
      await at.engine.feed.publish([{ kept: true }]);
      await heardAll(heard, 1);
      assert.deepEqual([heard.events, heard.gaps], [[{ kept: true }], 1]);
      // Somebody follows: what happens is kept, and nothing is missing behind a position.
      const [position = ''] = heard.positions;
      heard.stop();
      const again = await following(at.engine, position);
      await at.engine.feed.publish([{ more: true }]);
      await heardAll(again, 1);
      assert.deepEqual([again.events, again.gaps], [[{ more: true }], 0]);
    });

    it('tells who listens that somebody follows', async () => {
      const told: boolean[] = [];
      const end = at.engine.feed.onFollowed((now) => told.push(now));
      await following(at.engine);
      await followed(at.engine);
      end();
      assert.deepEqual(told, [true]);
    });

    it('goes on behind a position, also in another process', async () => {
      const first = await following(at.engine);
      await followed(at.engine);
      await at.engine.feed.publish([1, 2, 3]);
      await heardAll(first, 3);
      first.stop();
      await at.engine.feed.publish([4]);
      const other = await at.store.open();
      const second = await following(other, first.positions[1]);
      await heardAll(second, 2);
      assert.deepEqual([second.events, second.gaps, first.events], [[3, 4], 0, [1, 2, 3]]);
    });

    it('is bounded, and says so to whoever comes back late', async () => {
      const first = await following(at.engine);
      await followed(at.engine);
      await at.engine.feed.publish(['first']);
      await heardAll(first, 1);
      first.stop();
      const most = FEED_KEPT + 500;
      for (let n = 0; n < most; n += 500) {
        await at.engine.feed.publish(Array.from({ length: 500 }, (_, index) => n + index));
      }
      const late = await following(at.engine, first.positions[0]);
      await waitFor('the last one', () => late.events.at(-1) === most - 1);
      assert.equal(late.gaps > 0, true);
      assert.deepEqual(
        late.events,
        Array.from({ length: FEED_KEPT }, (_, index) => index + 500),
      );
    });

    it('tells of a gap once where the store has less than the position says, and goes on', async () => {
      const late = await following(at.engine, '99999999999999999');
      await waitFor('the gap', () => late.gaps === 1);
      await followed(at.engine);
      await at.engine.feed.publish(['next']);
      await heardAll(late, 1);
      assert.deepEqual([late.events, late.gaps], [['next'], 1]);
    });

    it('goes on for the others, and for itself, when a listener throws', async () => {
      at.engine.feed.onFollowed(() => {
        throw new Error('a broken listener');
      });
      const told: boolean[] = [];
      at.engine.feed.onFollowed((now) => told.push(now));
      const events: unknown[] = [];
      await at.engine.feed.follow(null, ({ entries }) => {
        events.push(...entries.map(({ event }) => event));
        throw new Error('a broken follower');
      });
      await followed(at.engine);
      await at.engine.feed.publish([1]);
      await waitFor('the first', () => events.length === 1);
      await at.engine.feed.publish([2]);
      await waitFor('the second', () => events.length === 2);
      assert.deepEqual([told, events], [[true], [1, 2]]);
    });

    it('says to whoever asks whether somebody follows, also where no signal comes', async () => {
      const other = await at.store.open();
      assert.deepEqual([await other.feed.look(), other.feed.followed], [false, false]);
      const heard = await following(at.engine);
      assert.deepEqual([await other.feed.look(), other.feed.followed], [true, true]);
      await other.feed.publish(['without a session']);
      await heardAll(heard, 1);
      assert.deepEqual([heard.events, heard.gaps], [['without a session'], 0]);
    });

    it('tells several followers of one process each from where it began, nothing twice', async () => {
      const first = await following(at.engine);
      await followed(at.engine);
      await at.engine.feed.publish([1, 2, 3]);
      await heardAll(first, 3);
      const late = await following(at.engine, first.positions[0]);
      const fresh = await following(at.engine);
      await at.engine.feed.publish([4]);
      await Promise.all([heardAll(first, 4), heardAll(late, 3), heardAll(fresh, 1)]);
      late.stop();
      await at.engine.feed.publish([5]);
      await Promise.all([heardAll(first, 5), heardAll(fresh, 2)]);
      assert.deepEqual(
        [first.events, late.events, fresh.events],
        [
          [1, 2, 3, 4, 5],
          [2, 3, 4],
          [4, 5],
        ],
      );
      assert.deepEqual([first.gaps, late.gaps, fresh.gaps], [0, 0, 0]);
    });

    it('refuses what is too large, and a position that nobody gave', async () => {
      await following(at.engine);
      await followed(at.engine);
      const large = 'x'.repeat(FED_BYTES);
      await assert.rejects(at.engine.feed.publish([1, large]), { code: 'REQUEST_INVALID' });
      await assert.rejects(
        at.engine.feed.follow('yesterday', () => undefined),
        { code: 'REQUEST_INVALID' },
      );
    });
  });

  describe('telling', () => {
    const at = scene(harness);
    const told = (engine: Engine): Signal[] => {
      const signals: Signal[] = [];
      engine.fleet.onSignal((signal) => {
        if (signal.type === 'told') signals.push(signal);
      });
      return signals;
    };

    it('reaches all, or the one it is for', async () => {
      const other = await at.store.open();
      await at.engine.fleet.join(INFO);
      const session = await other.fleet.join(INFO);
      const [mine, theirs] = [told(at.engine), told(other)];
      const body = { text: 'ä"\\\n', list: [1, null] };
      await at.engine.fleet.tell(session, 'one', body);
      await at.engine.fleet.tell('nobody', 'one', body);
      await at.engine.fleet.tell(null, 'all', null);
      await waitFor('both', () => mine.length === 1 && theirs.length === 2);
      assert.deepEqual(mine, [{ type: 'told', topic: 'all', body: null }]);
      assert.deepEqual(theirs, [
        { type: 'told', topic: 'one', body },
        { type: 'told', topic: 'all', body: null },
      ]);
    });

    it('refuses what is too large', async () => {
      await at.engine.fleet.join(INFO);
      await assert.rejects(at.engine.fleet.tell(null, 'all', 'x'.repeat(TOLD_BYTES)), { code: 'REQUEST_INVALID' });
    });
  });
}
