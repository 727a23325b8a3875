/** What several processes say of one source, as one answer. */
import { strict as assert } from 'node:assert';

import type { Engine, ProcessRow, SourceInfo } from '../../../src/engine/index.ts';
import type { GenerationSource } from '../../../src/manifest/index.ts';
import { sourceViews } from '../../../src/platform/views/source-views.ts';

const SPEC = { name: 'orders', broker: 'shop', queue: 'q', task: 'take', with: null, prefetch: 10, deadLetter: null };
const TOLD: SourceInfo = {
  ...{ state: 'consuming', since: 0, trouble: null },
  ...{ taken: 4, open: 1, stored: 2, refused: 1, refusals: { PAYLOAD_INVALID: 1 } },
};

async function viewsOf(...told: readonly Record<string, SourceInfo>[]) {
  const rows = told.map((sources, n) => ({ session: `w${n}`, host: 'h', pid: n, sources }) as unknown as ProcessRow);
  const engine = { fleet: { processes: async () => rows } } as unknown as Engine;
  const generations = { current: () => ({ manifest: { sources: { orders: SPEC } } }) } as unknown as GenerationSource;
  return sourceViews({ engine, generations });
}

describe('platform: sources', () => {
  it('are as the worst process says, and the counts are those of all', async () => {
    const [view] = await viewsOf(
      { orders: { ...TOLD, trouble: 'slow' } },
      { orders: { ...TOLD, state: 'refused', since: 1_000, trouble: 'no queue' } },
      { orders: TOLD },
    );
    const { state, since, trouble, taken, open, refusals, processes } = view!;
    assert.deepEqual([state, since, trouble], ['refused', '1970-01-01T00:00:01.000Z', 'no queue']);
    assert.deepEqual([taken, open, refusals, processes.length], [12, 3, { PAYLOAD_INVALID: 3 }, 3]);
  });

  it('of nobody are unserved, and those that only a process has are told too, of an older version as well', async () => {
    const old: SourceInfo = { state: 'consuming', trouble: null, open: 1, stored: 2, refused: 1 };
    const [orders, more] = await viewsOf({ more: old });
    assert.deepEqual([orders?.state, orders?.processes], ['unserved', []]);
    assert.deepEqual([more?.queue, more?.state, more?.since, more?.taken], [null, 'consuming', null, 4]);
  });
});
