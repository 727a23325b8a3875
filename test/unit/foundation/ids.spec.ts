import assert from 'node:assert/strict';

import { JOB_ID_PATTERN, newId, RandomWords } from '../../../src/foundation/index.ts';

describe('ids', () => {
  it('are UUIDs of version 7 that sort by creation', () => {
    const ids = Array.from({ length: 1_000 }, () => newId());
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual([...ids].sort(), ids);
    assert.equal(new Set(ids).size, ids.length);
    assert.match(ids[0] ?? '', JOB_ID_PATTERN);
  });

  it('of callers have a narrow form', () => {
    for (const id of ['a', 'order-17', 'a:b@c.d_e', '7a', 'x'.repeat(128)]) assert.match(id, JOB_ID_PATTERN);
    for (const id of ['', '17', '-a', 'a b', 'a/b', 'ä', 'a\n', '{a}', 'x'.repeat(129)])
      assert.doesNotMatch(id, JOB_ID_PATTERN);
  });

  it('of spans are the same words as numbers and as text, each drawn once', () => {
    const words = new RandomWords(16);
    const seen = new Set<string>();
    for (let round = 0; round < 100; round += 1) {
      const at = words.draw(round % 2 === 0 ? 2 : 6);
      const text = words.text(at, 2);
      const number = (words.word(at) >>> 0).toString(16).padStart(8, '0');
      assert.equal(text.slice(0, 8), number);
      assert.match(text, /^[0-9a-f]{16}$/);
      seen.add(text);
    }
    assert.equal(seen.size, 100);
  });
});
