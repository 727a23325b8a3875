import assert from 'node:assert/strict';
import { joined } from '../../../src/platform/local/joined.ts';

class Counter {
  #count = 0;

  add(by: number): number {
    this.#count += by;
    return this.#count;
  }
}

class Namer {
  readonly greet = (name: string): string => `${this.word()} ${name}`;

  word(): string {
    return 'hello';
  }
}

describe('parts as one', () => {
  it('answers what each of them does, with what each keeps to itself', () => {
    const all = joined(new Counter(), new Namer(), { close: () => 'closed' });
    const { add, greet } = all;
    assert.deepEqual([add(1), add(2), greet('Ann'), all.word(), all.close()], [1, 3, 'hello Ann', 'hello', 'closed']);
  });

  it('refuses two that answer to one name', () => {
    assert.throws(() => joined(new Namer(), { word: () => 'bye' }), /two parts answer to word/);
  });
});
