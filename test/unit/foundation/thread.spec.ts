import assert from 'node:assert/strict';
import { once } from 'node:events';
import { startThread } from '../../../src/foundation/index.ts';

describe('startThread', () => {
  it('starts a TypeScript module as a thread, with its data', async () => {
    const thread = startThread(import.meta.url, 'thread-fixture', { number: 20 });
    const [answer] = (await once(thread, 'message')) as [unknown];
    assert.equal(answer, 21);
  });
});
