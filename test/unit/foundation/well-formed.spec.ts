import assert from 'node:assert/strict';
import { cutText, isWellFormed } from '../../../src/foundation/index.ts';

describe('well-formed text', () => {
  for (const text of ['', 'plain', 'é', '🐝', '\u0000', '\uFFFD', 'a🐝b🐝']) {
    it(`takes ${JSON.stringify(text)}, as UTF-8 does`, () => {
      assert.ok(isWellFormed(text));
      assert.equal(Buffer.from(text).toString(), text);
      assert.equal(cutText(text, 100), text);
    });
  }

  for (const text of ['\ud83d', '\udc1d', 'a\ud83db', '🐝\udc1d', '\udc1d\ud83d']) {
    it(`refuses ${JSON.stringify(text)}, and writes what UTF-8 writes`, () => {
      assert.ok(!isWellFormed(text));
      assert.equal(cutText(text, 100), Buffer.from(text).toString());
    });
  }

  it('cuts at every place without cutting a pair', () => {
    const text = 'ab🐝🐝c🐝';
    for (let max = 0; max <= text.length; max += 1) {
      const cut = cutText(text, max);
      assert.ok(cut.length <= max && cut.length >= max - 1, `${max}`);
      assert.ok(text.startsWith(cut) && isWellFormed(cut), `${max}`);
    }
  });
});
