/** Places that queues share: dealt by strategy, to those that have something to ask for. */
import assert from 'node:assert/strict';
import type { QueueStrategy } from '../../../src/core/index.ts';
import { SharedPlaces, type Sharer } from '../../../src/runtime/attempts/shared-places.ts';

class Queue implements Sharer {
  consuming = true;
  live = 0;
  claimed = 0;
  looks = 0;
  readonly name: string;
  readonly queue: string;
  concurrency: number;

  constructor(name: string, concurrency = 100) {
    this.name = name;
    this.queue = name;
    this.concurrency = concurrency;
  }

  look(): void {
    this.looks += 1;
  }
}

const turned = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function share(
  strategy: QueueStrategy,
  places: number,
  queues: readonly Queue[],
  weights?: Readonly<Record<string, number>>,
): SharedPlaces {
  const shared = new SharedPlaces(strategy, weights);
  shared.arrange(queues, places);
  return shared;
}

/** Starts jobs one by one in the only place; each queue has as many as it wants. */
function started(
  strategy: QueueStrategy,
  queues: readonly Queue[],
  times: number,
  weights?: Readonly<Record<string, number>>,
): string {
  const shared = share(strategy, 1, queues, weights);
  let order = '';
  for (let at = 0; at < times; at += 1) {
    const able = queues.filter((queue) => shared.permit(queue) > 0);
    assert.equal(able.length, 1);
    const [next] = able;
    assert.ok(next);
    shared.began(next);
    order += next.name;
  }
  return order;
}

describe('Shared places', () => {
  it('go by strategy where all queues have work', () => {
    const queues = (): Queue[] => ['a', 'b', 'c'].map((name) => new Queue(name));
    assert.equal(started('strict', queues(), 5), 'aaaaa');
    assert.equal(started('roundRobin', queues(), 7), 'abcabca');
    const weighted = started('weighted', queues(), 60);
    const counts = ['a', 'b', 'c'].map((name) => weighted.split(name).length - 1);
    assert.deepEqual(counts, [30, 20, 10]);
    assert.doesNotMatch(weighted, /aaaa|bbb|cc/);
  });

  it('go by weights that somebody has given; who has none has 1', () => {
    const queues = ['a', 'b', 'c', '__proto__'].map((name) => new Queue(name));
    const weighted = started('weighted', queues, 70, { b: 4, a: 1 });
    assert.deepEqual(
      queues.map(({ name }) => weighted.split(name).length - 1),
      [10, 40, 10, 10],
    );
  });

  it('are never given to two, whatever is asked for and not answered', () => {
    const [a, b] = [new Queue('a'), new Queue('b')];
    const shared = share('roundRobin', 5, [a, b]);
    assert.deepEqual([shared.permit(a), shared.permit(b)], [3, 2]);
    a.claimed = 3;
    assert.deepEqual([shared.permit(a), shared.permit(b)], [3, 2]);
    b.claimed = 2;
    assert.deepEqual([shared.permit(a), shared.permit(b)], [3, 2]);
    a.claimed = 0;
    a.live = 3;
    assert.deepEqual([shared.permit(a), shared.permit(b), shared.free], [0, 2, 2]);
  });

  it('that the first cannot take or does not want go to the next', async () => {
    const [a, b] = [new Queue('a', 2), new Queue('b')];
    const shared = share('strict', 6, [a, b]);
    assert.deepEqual([shared.permit(a), shared.permit(b)], [2, 4]);
    a.concurrency = 100;
    assert.equal(shared.permit(b), 0);
    await turned();
    const before = [a.looks, b.looks];
    shared.answered(a, false);
    await turned();
    assert.deepEqual([a.looks, b.looks], [before[0], (before[1] ?? 0) + 1]);
    assert.equal(shared.permit(b), 6);
    // It was woken: it comes first again.
    assert.deepEqual([shared.permit(a), shared.permit(b)], [6, 0]);
    a.consuming = false;
    assert.equal(shared.permit(b), 6);
  });

  it('are not saved up by a queue that had nothing to run', () => {
    const [a, b] = [new Queue('a'), new Queue('b')];
    const shared = share('roundRobin', 1, [a, b]);
    shared.answered(a, false);
    for (let at = 0; at < 50; at += 1) shared.began(b);
    let first = 0;
    for (let at = 0; at < 10; at += 1) {
      const next = shared.permit(a) > 0 ? a : b;
      assert.equal(shared.permit(next), 1);
      shared.began(next);
      if (next === a) first += 1;
    }
    assert.ok(first >= 5 && first <= 6, `${first}`);
  });
});
