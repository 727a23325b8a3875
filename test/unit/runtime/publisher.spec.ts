/** What a process tells those who follow when more happens than is told one by one. */
import assert from 'node:assert/strict';

import { EventStream, type JobRef, type StreamEvent } from '../../../src/core/index.ts';
import { systemClock } from '../../../src/foundation/index.ts';
import { Publisher } from '../../../src/runtime/following/publisher.ts';
import { INFO } from '../../conformance/hand.ts';
import { ANY_ENGINE } from '../../support/engines.ts';
import { waitFor } from '../../support/wait-for.ts';

for (const harness of ANY_ENGINE) {
  describe(`what is told of many jobs, ${harness.name}`, () => {
    const jobOf = (n: number, task = 'work'): JobRef => ({ id: `${task}-${n}`, task, queue: 'mail' });

    it('are the first two hundred one by one, and of all others how many came into which state', async () => {
      const store = await harness.newStore();
      const engine = await store.open();
      const events = new EventStream();
      const publisher = new Publisher({ feed: engine.feed, events, clock: systemClock, self: () => undefined });
      const heard: StreamEvent[] = [];
      try {
        await engine.fleet.join(INFO);
        await publisher.start();
        await engine.feed.follow(null, ({ entries }) => {
          heard.push(...entries.map(({ event }) => event as unknown as StreamEvent));
        });
        for (let n = 0; n < 500; n += 1) {
          const job = jobOf(n);
          events.emit({ type: 'job.enqueued', job, runAt: 0, created: true });
          events.emit({ type: 'attempt.started', job: job as never, attempt: 1 });
          events.emit({ type: 'job.completed', job, attempt: 1, durationMs: 7 });
        }
        const later = Number.MAX_SAFE_INTEGER / 2;
        for (let n = 0; n < 3; n += 1) {
          events.emit({ type: 'job.enqueued', job: jobOf(n, 'rare'), runAt: later, created: true });
          events.emit({ type: 'job.enqueued', job: jobOf(n, 'known'), runAt: 0, created: false });
          events.emit({ type: 'job.cancelled', job: jobOf(n, 'rare'), reason: 'not wanted' });
        }
        events.emit({ type: 'job.removed', ...jobOf(7) });
        await waitFor('what is counted', () => heard.some(({ type }) => type === 'jobs.many'));
      } finally {
        await publisher.stop();
        await store.dispose();
      }
      const told = new Map(heard.filter(({ job }) => job !== undefined).map(({ job = '', type }) => [job, type]));
      assert.equal(told.size, 200);
      assert.equal(told.get('work-7'), 'job.removed', 'one that is told is told to its end');
      assert.equal([...told.values()].filter((type) => type === 'job.completed').length, 199);
      assert.deepEqual(
        heard.filter(({ type }) => type === 'jobs.many').map(({ task, states }) => [task, states]),
        [
          ['work', { available: 300, running: 300, completed: 300 }],
          ['rare', { scheduled: 3, cancelled: 3 }],
        ],
      );
    });

    it('are a sample behind what was too much to be told, and two hundred again when it is not', async () => {
      const store = await harness.newStore();
      const engine = await store.open();
      const events = new EventStream();
      const publisher = new Publisher({ feed: engine.feed, events, clock: systemClock, self: () => undefined });
      const heard: StreamEvent[] = [];
      let at = 0;
      /** So many jobs in one go, told to their end. @returns how many of them one by one, and how many were counted as completed */
      const burst = async (jobs: number): Promise<readonly [told: number, counted: number]> => {
        const from = heard.length;
        for (let n = 0; n < jobs; n += 1) {
          const job = jobOf((at += 1));
          events.emit({ type: 'attempt.started', job: job as never, attempt: 1 });
          events.emit({ type: 'job.completed', job, attempt: 1, durationMs: 7 });
        }
        await waitFor('all of a burst', () => {
          const [told, counted] = sum(heard.slice(from));
          return told + counted === jobs;
        });
        return sum(heard.slice(from));
      };
      try {
        await engine.fleet.join(INFO);
        await publisher.start();
        await engine.feed.follow(null, ({ entries }) => {
          heard.push(...entries.map(({ event }) => event as unknown as StreamEvent));
        });
        assert.deepEqual(await burst(300), [200, 100]);
        assert.deepEqual(await burst(900), [200, 700]);
        assert.deepEqual(await burst(900), [25, 875]);
        assert.deepEqual(await burst(30), [25, 5]);
        assert.deepEqual(await burst(300), [200, 100]);
      } finally {
        await publisher.stop();
        await store.dispose();
      }
    });
  });
}

function sum(heard: readonly StreamEvent[]): readonly [told: number, counted: number] {
  const counted = heard.map(({ type, states }) => {
    return type === 'jobs.many' ? ((states as Record<string, number>)['completed'] ?? 0) : 0;
  });
  return [heard.filter(({ type }) => type === 'job.completed').length, counted.reduce((all, one) => all + one, 0)];
}
