import { strict as assert } from 'node:assert';
import { DEFAULT_TIMINGS, type Lease, type Settlement } from '../../../../src/engine/index.ts';
import { insertJobs, prepareJobs } from '../../../../src/engines/sqlite/enqueue.ts';
import { queueCounts } from '../../../../src/engines/sqlite/inspect.ts';
import { assembleParts, type Parts } from '../../../../src/engines/sqlite/parts.ts';
import { prepareSettlements } from '../../../../src/engines/sqlite/settle.ts';
import { newId, systemClock } from '../../../../src/foundation/index.ts';
import { INFO } from '../../../conformance/hand.ts';
import { newJobs } from '../../../support/new-job.ts';

describe('sqlite: gathering', () => {
  let parts: Parts;
  beforeEach(async () => {
    parts = await assembleParts({ path: ':memory:', timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await parts.membership.join(INFO);
  });
  afterEach(async () => {
    await parts.membership.close();
    parts.committer.close();
    parts.store.close();
  });
  const store = (queue: string, count: number): Promise<unknown> => {
    const prepared = prepareJobs(newJobs(count, { queue }));
    return parts.committer.write((transaction) => insertJobs(transaction, prepared));
  };
  const completed = (lease: Lease): Settlement => ({
    ...{ lease, outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] },
  });
  const idsOf = (leases: readonly Lease[]): string[] => leases.map(({ job }) => job.id);

  it('gives consumers of one turn their own jobs, also where they ask for the same queue', async () => {
    await store('a', 3);
    await store('b', 3);
    const wants = ['a', 'b', 'a', 'b', 'c', 'a'].map((queue) => ({ queue, count: 2 }));
    const got = await Promise.all(wants.map((want) => parts.turns.reserve(want)));
    assert.deepEqual(
      got.map(({ leases }) => leases.length),
      [2, 2, 1, 1, 0, 0],
    );
    assert.equal(new Set(got.flatMap(({ leases }) => idsOf(leases))).size, 6);
    got.forEach(({ leases }, index) => {
      for (const { job } of leases) assert.deepEqual([job.queue, job.state], [wants[index]?.queue, 'running']);
    });
  });

  it('tells each settlement of one turn its own receipts, and counts each queue', async () => {
    await store('a', 2);
    await store('b', 1);
    const got = await Promise.all(['a', 'b'].map((queue) => parts.turns.reserve({ queue, count: 2 })));
    const receipts = await Promise.all(
      [...got, ...got.slice(1, 2)].map(({ leases }) => parts.turns.settle(prepareSettlements(leases.map(completed)))),
    );
    assert.deepEqual(
      receipts.map((some) => some.map(({ status }) => status)),
      [['settled', 'settled'], ['settled'], ['lost']],
    );
    assert.deepEqual(
      queueCounts(parts.store, 0).map(({ queue, counts }) => [
        queue,
        counts.completed,
        counts.running,
        counts.available,
      ]),
      [
        ['a', 2, 0, 0],
        ['b', 1, 0, 0],
      ],
    );
  });

  it('begins anew after a turn that was refused', async () => {
    parts.committer.close();
    const want = { queue: 'a', count: 1 };
    for (let turn = 0; turn < 2; turn += 1) {
      await assert.rejects(parts.turns.reserve(want), { code: 'STORE_UNREACHABLE' });
    }
  });
});
