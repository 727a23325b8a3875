import assert from 'node:assert/strict';

import { AttemptAborted, ContextLogger, type HandlerContext, NO_SPAN } from '../../../src/core/index.ts';
import { FarExecution } from '../../../src/executors/far-execution.ts';
import type { Host, HostEnd } from '../../../src/executors/host.ts';
import { Pool } from '../../../src/executors/pool.ts';
import type { FarWork } from '../../../src/executors/messages.ts';
import { newAborter, silentLogger } from '../../../src/foundation/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { leaseOf } from '../runtime/parts.ts';

const WORK: FarWork = {
  ...{ kind: 'thread', resources: [], limits: null, sensitive: [], prints: true },
  code: { file: '/x.mjs', text: './x.mjs', export: 'default' } as unknown as FarWork['code'],
};

describe('an attempt that waits for a place in a pool', () => {
  for (const name of ['LeaseLost', 'JobCancelled', 'Shutdown'] as const) {
    it(`leaves it at ${name}, and never begins`, async () => {
      const begun: string[] = [];
      const host: Host = {
        ...{ name: 'thread 1', killed: false, listener: () => undefined, onEnd: () => undefined },
        ended: new Promise<HostEnd>(() => undefined),
        post: (order) => {
          if (order.kind === 'run') begun.push(order.job.id);
        },
        ...{ begin: () => 1, rest: () => undefined, kill: () => undefined },
      };
      const clock = new FakeClock();
      const settings = { size: 1, afterJobs: null, overMemoryBytes: null };
      const pool = new Pool(settings, { kind: 'thread', start: () => host, clock, logger: () => silentLogger });
      const run = (id: string, signal: AbortSignal): FarExecution => {
        const { job } = leaseOf({ id });
        const ctx = {
          job,
          signal,
          span: NO_SPAN,
          logger: new ContextLogger(silentLogger),
        } as unknown as HandlerContext;
        return new FarExecution({ pool, work: WORK, clock }, ctx);
      };
      const first = run('first', newAborter().signal);
      host.listener({ kind: 'ready' });
      await first.begins;
      const lost = newAborter();
      const second = run('second', lost.signal);
      const third = run('third', newAborter().signal);
      assert.equal(pool.view.waiting, 2);
      const reason = new AttemptAborted(name, 'it is over');
      lost.abort(reason);
      await assert.rejects(second.done, reason);
      assert.equal(pool.view.waiting, 1);
      host.listener({
        kind: 'ended',
        how: { kind: 'returned', encoded: { ok: true, text: '1' } },
        rss: 0,
        spoiled: false,
      });
      await first.done;
      await third.begins;
      assert.deepEqual(begun, ['first', 'third']);
    });
  }
});
