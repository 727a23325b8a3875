import assert from 'node:assert/strict';
import type { Engine, NewJob } from '../../src/engine/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

/** In one millisecond or several: jobs of one tenant stand as they came. */
const of = (tenant: string | null, count: number, given: Partial<NewJob> = {}): NewJob[] =>
  newJobs(count, { fairness: tenant, ...given });

export function turnTests(harness: EngineHarness): void {
  describe('turns of tenants', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const store = async (...batches: readonly NewJob[][]): Promise<Map<string, string>> => {
      for (const batch of batches) await at.engine.jobs.enqueue(batch);
      return new Map(batches.flat().map(({ id, fairness }) => [id, fairness ?? '-']));
    };
    const tenantsOf = (ids: readonly string[], all: ReadonlyMap<string, string>): string[] =>
      ids.map((id) => all.get(id) ?? '?');

    for (const slots of [1, 7, 50]) {
      it(`go round: nobody waits for more than one job of each other, ${slots} at a time`, async () => {
        const [a, b, c] = [of('a', 60), of('b', 4), of('c', 9)];
        const all = await store(a, b, c);
        const ids = await runAll(at.engine, 'default', undefined, slots);
        assert.equal(ids.length, 73);
        const order = tenantsOf(ids, all);
        for (let round = 0; round < 4; round += 1) {
          assert.deepEqual(new Set(order.slice(round * 3, round * 3 + 3)), new Set(['a', 'b', 'c']), `round ${round}`);
        }
        for (let round = 0; round < 5; round += 1) {
          assert.deepEqual(new Set(order.slice(12 + round * 2, 14 + round * 2)), new Set(['a', 'c']), `round ${round}`);
        }
        for (const batch of [a, b, c]) {
          const own = new Set(batch.map(({ id }) => id));
          assert.deepEqual(
            ids.filter((id) => own.has(id)),
            batch.map(({ id }) => id),
          );
        }
      });
    }

    it('count those without a tenant as one, whether or not it came first', async () => {
      const all = await store(of(null, 20), of('a', 20), of(null, 20), of('b', 3));
      const order = tenantsOf(await runAll(at.engine), all);
      assert.deepEqual(order.filter((one) => one === '-').length, 40);
      for (let round = 0; round < 3; round += 1) {
        assert.deepEqual(new Set(order.slice(round * 3, round * 3 + 3)), new Set(['-', 'a', 'b']), `round ${round}`);
      }
      for (let round = 0; round < 17; round += 1) {
        assert.deepEqual(new Set(order.slice(9 + round * 2, 11 + round * 2)), new Set(['-', 'a']), `round ${round}`);
      }
    });

    it('are of one priority: a more urgent one goes first, whosever it is', async () => {
      const all = await store(of('a', 5, { priority: 3 }), of('b', 5), of('a', 5), of(null, 2, { priority: 1 }));
      const order = tenantsOf(await runAll(at.engine), all);
      assert.deepEqual(order.slice(0, 7), ['-', '-', 'a', 'a', 'a', 'a', 'a']);
      for (let round = 0; round < 5; round += 1) {
        assert.deepEqual(new Set(order.slice(7 + round * 2, 9 + round * 2)), new Set(['a', 'b']));
      }
    });

    it('go on where they were when a process or its session has ended', async () => {
      const all = await store(of('a', 6), of('b', 6), of('c', 6));
      const seen: string[] = [];
      for (let i = 0; i < 9; i += 1) {
        const engine = i % 2 === 0 ? at.engine : await at.store.open();
        if (engine !== at.engine) await engine.fleet.join(INFO);
        const held = await takeOne(engine);
        seen.push(all.get(held.job.id) ?? '?');
        await held.end({ kind: 'complete', result: null });
      }
      for (let round = 0; round < 3; round += 1) {
        assert.equal(new Set(seen.slice(round * 3, round * 3 + 3)).size, 3, seen.join(''));
      }
    });

    it('are the same whatever way a job came to wait', async () => {
      const { engine } = at;
      const due = of('a', 2, { delayMs: 1 });
      const [cancelled, ...kept] = of('a', 3);
      const later = of('b', 4, { delayMs: 3_600_000 });
      const moved = of('c', 2, { queue: 'other' });
      assert.ok(cancelled);
      const all = await store(due, [cancelled, ...kept], later, moved);
      await engine.jobs.cancel([cancelled.id], 'no');
      await engine.jobs.retry(later.map(({ id }) => id));
      await engine.jobs.move(
        moved.map(({ id }) => id),
        'default',
      );
      await engine.jobs.retry([cancelled.id]);
      const released = await takeOne(engine);
      await released.end({ kind: 'release' });
      while ((await engine.keeping.promote(100)).nextDueAt !== null) await new Promise(setImmediate);
      assert.equal((await engine.queues.counts()).find(({ queue }) => queue === 'default')?.counts.available, 11);
      const order = tenantsOf(await runAll(engine), all);
      assert.equal(order.length, 11);
      for (let round = 0; round < 2; round += 1) {
        assert.deepEqual(new Set(order.slice(round * 3, round * 3 + 3)), new Set(['a', 'b', 'c']), order.join(''));
      }
      assert.equal((await engine.queues.counts()).find(({ queue }) => queue === 'default')?.counts.available, 0);
    });

    it('forget what was cancelled or removed, and whom it belonged to', async () => {
      const [gone, left] = [of('gone', 30), of('left', 3)];
      await store(gone, left);
      const ids = gone.map(({ id }) => id);
      await at.engine.jobs.cancel(ids.slice(0, 15), 'no');
      await at.engine.jobs.remove(ids.slice(15));
      const [counts] = await at.engine.queues.counts();
      assert.equal(counts?.counts.available, 3);
      assert.deepEqual(
        await runAll(at.engine),
        left.map(({ id }) => id),
      );
      await well(at.engine);
    });

    it('are counted, listed and shown as all that wait', async () => {
      const jobs = [...of('a', 3), ...of('b', 2), ...of(null, 2)];
      await store(jobs);
      const [counts] = await at.engine.queues.counts();
      assert.equal(counts?.counts.available, 7);
      const oldest = await at.engine.jobs.get(jobs[0]?.id ?? '');
      assert.ok(oldest);
      assert.equal(counts.oldestAt, oldest.runAt);
      assert.equal(oldest.fairness, 'a');
      const listed = await at.engine.jobs.list({ states: ['available'], queue: 'default' }, 10, null);
      assert.deepEqual(new Set(listed.jobs.map(({ id }) => id)), new Set(jobs.map(({ id }) => id)));
      await well(at.engine);
    });

    it('stand still in a paused queue', async () => {
      await store(of('a', 2));
      await at.engine.queues.pause('default', true);
      const hand = new Hand(at.engine);
      await hand.consumer.quiet();
      assert.equal(hand.held.length, 0);
      await at.engine.queues.pause('default', false);
      await hand.next();
    });

    it('know tenants by any name', async () => {
      const names = [
        '"',
        '\\',
        'a"b\\',
        '{x}',
        '{',
        'ä',
        '😀',
        'a b',
        'a\nb',
        'a:b',
        '$',
        '__proto__',
        '"fairness":"x"',
      ];
      names.push('x'.repeat(65_536));
      const all = await store(...names.map((name) => of(name, 3)));
      const order = tenantsOf(await runAll(at.engine), all);
      for (let round = 0; round < 3; round += 1) {
        assert.equal(new Set(order.slice(round * names.length, (round + 1) * names.length)).size, names.length);
      }
      for (const id of all.keys()) assert.equal((await at.engine.jobs.get(id))?.fairness, all.get(id));
    });

    it('refuse a tenant without a name, and take what follows from a job and has one for a job without a tenant', async () => {
      await assert.rejects(at.engine.jobs.enqueue(of('', 1)), { code: 'REQUEST_INVALID' });
      const job = newJob({ id: 'after', idChosen: true, fairness: '' });
      const consequences = [{ on: ['completed'], effect: { kind: 'enqueue', job } }] as const;
      const all = await store([newJob({ consequences })], of('a', 2));
      const order = await waitFor('what follows', async () => {
        const ids = await runAll(at.engine);
        for (const id of ids) all.set(id, all.get(id) ?? 'after');
        return (await at.engine.jobs.get('after'))?.state === 'completed' && [...all.values()];
      });
      assert.deepEqual(order.sort(), ['-', 'a', 'a', 'after']);
    });

    it('leave out what has expired, and hold what a gate holds', async () => {
      const { engine } = at;
      await engine.gates.apply({ one: { reason: 'concurrency', limit: 1 } });
      const all = await store(of('a', 3, { expiresInMs: 1 }), of('a', 3, { gates: ['one'] }), of('b', 3));
      const until = (await engine.now()) + 2;
      while ((await engine.now()) < until) await new Promise(setImmediate);
      const hand = new Hand(engine, 'default', 10);
      const taken = await hand.take(4);
      assert.deepEqual(
        tenantsOf(
          taken.map(({ job }) => job.id),
          all,
        ).sort(),
        ['a', 'b', 'b', 'b'],
      );
      for (const held of taken) await held.end({ kind: 'complete', result: null });
      for (let i = 0; i < 2; i += 1) await (await hand.next()).end({ kind: 'complete', result: null });
      await hand.close();
    });

    it('let ten jobs pass a hundred thousand of another', async () => {
      const { engine } = at;
      for (let i = 0; i < 100; i += 1) await engine.jobs.enqueue(of('many', 1_000));
      const few = of('few', 10);
      const all = await store(few);
      const hand = new Hand(engine, 'default', 21);
      const taken = await hand.take(21);
      const order = tenantsOf(
        taken.map(({ job }) => job.id),
        all,
      );
      assert.equal(order.filter((tenant) => tenant === 'few').length, 10, order.join(' '));
      for (let i = 0; i < 20; i += 2) assert.equal(order.slice(i, i + 2).filter((one) => one === 'few').length, 1);
      void hand.close();
    });
  });
}

async function well(engine: Engine): Promise<void> {
  for (const { status, name, message } of await engine.health.examine())
    assert.equal(status, 'ok', `${name}: ${message}`);
}
