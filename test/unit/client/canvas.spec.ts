import assert from 'node:assert/strict';

import { chain, chord, group, map, sig } from '../../../src/client.ts';

interface Tasks {
  readonly a: { readonly payload: { readonly n: number }; readonly result: number };
  readonly b: { readonly payload: unknown; readonly result: null };
}

describe('workflows in code', () => {
  it('are the forms of the manifest', () => {
    const each = map(sig('b', { to: '${item}' }), { over: '${input.list}', chunk: 50, concurrency: 10 });
    const spec = chain(
      sig<Tasks>('a', { n: 1 }, { retry: { maxAttempts: 2 } }),
      group(sig('b'), each),
      chord([sig('b')], sig('b')),
    );
    assert.deepEqual(JSON.parse(JSON.stringify(spec)), {
      chain: [
        { task: 'a', with: { n: 1 }, retry: { maxAttempts: 2 } },
        {
          group: [
            { task: 'b' },
            { map: { task: 'b', with: { to: '${item}' }, over: '${input.list}', chunk: 50, concurrency: 10 } },
          ],
        },
        { chord: { group: [{ task: 'b' }], then: { task: 'b' } } },
      ],
    });
    assert.deepEqual(chord(group(sig('a'), sig('b')), sig('b')), chord([sig('a'), sig('b')], sig('b')));
    // @ts-expect-error there is no such task
    sig<Tasks>('c');
  });
});
