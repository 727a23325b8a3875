import assert from 'node:assert/strict';
import { queueOf, shardFor, shardsOf, slotOf } from '../../../../src/engines/redis/lanes/shards.ts';
import { newId } from '../../../../src/foundation/index.ts';

describe('redis shards', () => {
  it('computes hash slots as Redis does', () => {
    // Answers of CLUSTER KEYSLOT.
    for (const [key, slot] of [
      ['123456789', 12_739],
      ['foo', 12_182],
      ['emails', 3_728],
      ['', 0],
    ] as const)
      assert.equal(slotOf(key), slot, key);
  });

  it('one shard is the queue itself, and every shard belongs to its queue', () => {
    assert.deepEqual(shardsOf('emails', 1), ['emails']);
    for (const name of shardsOf('emails', 64)) assert.equal(queueOf(name), 'emails');
    assert.equal(shardsOf('emails', 5)[0], 'emails');
  });

  for (const masters of [2, 3, 4, 8, 16]) {
    it(`spreads evenly over ${masters} masters`, () => {
      for (const queue of ['emails', 'default', 'a', 'reports.daily', 'x-1']) {
        for (const shards of [masters, 2 * masters, 3 * masters]) {
          const names = shardsOf(queue, shards);
          assert.equal(new Set(names.map(slotOf)).size, shards);
          const load = new Array<number>(masters).fill(0);
          for (const name of names) load[Math.floor((slotOf(name) * masters) / 16_384)]! += 1;
          // One more or less where a shard lies at the border of two masters.
          const even = shards / masters;
          assert.ok(
            load.every((count) => Math.abs(count - even) <= 1),
            `${queue} ${shards}: ${load.join(' ')}`,
          );
        }
      }
    });
  }

  it('jobs spread evenly over the shards, the same id always to the same', () => {
    const load = new Map<string, number>();
    for (let count = 0; count < 8_000; count += 1) {
      const id = newId();
      const shard = shardFor('emails', 8, id);
      assert.equal(shardFor('emails', 8, id), shard);
      load.set(shard, (load.get(shard) ?? 0) + 1);
    }
    assert.equal(load.size, 8);
    for (const count of load.values()) assert.ok(count > 800 && count < 1_200, `${count} of 8000`);
  });
});
