import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { insideOfNow, outside } from '../../../src/foundation/index.ts';

const calls = new AsyncLocalStorage<string>();

describe('outside', () => {
  it('runs, and begins, outside of the call', async () => {
    const seen = await calls.run('a call', () =>
      outside(
        () =>
          new Promise<(string | undefined)[]>((resolve) => {
            const first = calls.getStore();
            setImmediate(() => resolve([first, calls.getStore()]));
          }),
      ),
    );
    assert.deepEqual(seen, [undefined, undefined]);
  });

  it('gives what the function gives, and throws what it throws', () => {
    assert.equal(
      outside(() => 7),
      7,
    );
    assert.throws(() =>
      outside(() => {
        throw new RangeError('no');
      }),
    );
  });

  it('comes back to the call', () => {
    calls.run('a call', () => {
      outside(() => undefined);
      assert.equal(calls.getStore(), 'a call');
    });
  });

  it('insideOfNow: runs in the context of its making, whoever calls', () => {
    const inside = calls.run('the first', () => insideOfNow());
    calls.run('another', () => {
      assert.equal(
        inside(() => calls.getStore()),
        'the first',
      );
    });
  });
});
