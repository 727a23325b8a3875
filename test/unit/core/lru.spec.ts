import assert from 'node:assert/strict';

import { Lru } from '../../../src/core/index.ts';

describe('an LRU cache', () => {
  it('makes each value once and forgets what was not used for longest', () => {
    const made: string[] = [];
    const lru = new Lru<{ key: string }>(2);
    const get = (key: string): { key: string } =>
      lru.get(key, () => {
        made.push(key);
        return { key };
      });
    const first = get('a');
    get('b');
    assert.equal(get('a'), first);
    get('c');
    assert.equal(get('a'), first);
    get('b');
    assert.deepEqual(made, ['a', 'b', 'c', 'b']);
    assert.equal(lru.size, 2);
  });

  it('does not hold what could not be made', () => {
    const lru = new Lru<object>(2);
    const fail = (): object => {
      throw new Error('no');
    };
    assert.throws(() => lru.get('a', fail), /no/);
    assert.equal(lru.size, 0);
  });
});
