/** Holds: jobs that a selector matches are not started while one stands. */
import assert from 'node:assert/strict';
import type { Engine, NewHold } from '../../src/engine/index.ts';
import type { Job } from '../../src/core/index.ts';
import type { Json } from '../../src/foundation/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { Hand, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const DONE = { kind: 'complete', result: null } as const;
const HOUR_MS = 3_600_000;

export const aHold = (given: Partial<NewHold> = {}): NewHold => ({
  ...{
    reason: 'hold',
    name: 'acme',
    task: null,
    queue: null,
    tag: null,
    where: null,
    until: null,
    text: null,
    by: null,
  },
  ...given,
});

/** Stands for the language of expressions: `where` is a tenant. */
const isTenant = ({ payload }: Job, where: string): boolean =>
  (payload as { readonly tenant?: Json } | null)?.tenant === where;

export function holdsTests(harness: EngineHarness): void {
  describe('holds', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
      at.engine.holds.judgeBy(isTenant);
    });

    const holdOf = async (id = ''): Promise<unknown> => (await at.engine.jobs.get(id))?.hold;

    /** What a hand has once nothing more comes. */
    const settled = async (one: Hand): Promise<readonly string[]> => {
      for (let before = -1; before !== one.held.length;) {
        before = one.held.length;
        await one.consumer.quiet();
        one.consumer.poke();
        await one.consumer.quiet();
      }
      return one.held.map(({ job }) => job.id).sort();
    };
    const kept = async (engine: Engine = at.engine): Promise<void> => {
      for (let more = true; more;) ({ more } = await engine.keeping.promote(1_000));
    };
    const ids = (...jobs: readonly { readonly id: string }[]): readonly string[] => jobs.map(({ id }) => id).sort();

    it('keep jobs of the task, the queue and the tag that they name, and no others', async () => {
      const [mail, other, tagged] = [
        newJob({ task: 'mail.send' }),
        newJob({ task: 'mailer' }),
        newJob({ tags: ['a b', 'c'] }),
      ];
      const [apart, both] = [newJob({ queue: 'apart' }), newJob({ task: 'mail.late', queue: 'apart', tags: ['a b'] })];
      await at.engine.jobs.enqueue([mail, other, tagged, apart, both]);
      await at.engine.holds.put(aHold({ name: 'mails', task: 'mail.{send,x*}' }));
      await at.engine.holds.put(aHold({ name: 'tags', tag: 'a b', text: 'INC-42 "ä"' }));
      await at.engine.holds.put(aHold({ name: 'queues', queue: 'apart', task: '*.late' }));
      const [one, two] = [new Hand(at.engine, 'default', 10), new Hand(at.engine, 'apart', 10)];
      assert.deepEqual(await settled(one), ids(other));
      assert.deepEqual(await settled(two), ids(apart));
      assert.deepEqual(await holdOf(mail.id), { reason: 'hold', name: 'mails', until: null, text: null });
      assert.deepEqual(await holdOf(tagged.id), { reason: 'hold', name: 'tags', until: null, text: 'INC-42 "ä"' });
      assert.deepEqual(await holdOf(both.id), { reason: 'hold', name: 'queues', until: null, text: null });
      const listed = await at.engine.jobs.list({ states: ['available'] }, 10, null);
      assert.deepEqual(listed.jobs.map((job) => job.hold?.name).sort(), ['mails', 'queues', 'tags']);
    });

    it('keep from the moment that they stand, in every process, until they are taken away', async () => {
      const other = await at.store.open();
      await other.fleet.join(INFO);
      const [one, two] = [new Hand(at.engine, 'default', 10), new Hand(other, 'default', 10)];
      await settled(one);
      await settled(two);
      await other.holds.put(aHold({ task: 'noop' }));
      const jobs = newJobs(4, { task: 'noop' });
      await at.engine.jobs.enqueue(jobs);
      assert.deepEqual([...(await settled(one)), ...(await settled(two))], []);
      assert.equal((await at.engine.holds.end('hold', 'acme'))?.name, 'acme');
      assert.equal(await at.engine.holds.end('hold', 'acme'), null);
      await kept();
      assert.deepEqual(ids(...jobs), [...(await settled(one)), ...(await settled(two))].sort());
      assert.deepEqual(await at.engine.holds.list(), []);
    });

    it('let go in order, in front of their priority', async () => {
      await at.engine.holds.put(aHold({ task: 'mail' }));
      const [low, first, second] = [
        newJob({ task: 'mail', priority: 7 }),
        newJob({ task: 'mail' }),
        newJob({ task: 'mail' }),
      ];
      for (const job of [low, first, second]) await at.engine.jobs.enqueue([job]);
      const before = new Hand(at.engine, 'default', 1);
      assert.deepEqual(await settled(before), []);
      await before.close();
      const later = newJob({ task: 'other' });
      await at.engine.jobs.enqueue([later]);
      await at.engine.queues.pause('default', true);
      await at.engine.holds.end('hold', 'acme');
      await kept();
      await at.engine.queues.pause('default', false);
      const one = new Hand(at.engine, 'default', 1);
      const order: string[] = [];
      for (let count = 0; count < 4; count += 1) {
        const held = await one.next();
        order.push(held.job.id);
        await held.end(DONE);
      }
      assert.deepEqual(
        order.slice(-2),
        [later.id, low.id].sort((a) => (a === later.id ? -1 : 1)),
      );
      assert.deepEqual(order.slice(0, 2), [first.id, second.id]);
    });

    it('end by themselves at their instant, and say when', async () => {
      const until = (await at.engine.now()) + 300;
      await at.engine.holds.put(aHold({ task: 'mail', until, text: 'INC-42' }));
      await at.engine.holds.put(aHold({ name: 'later', task: 'never', until: until + HOUR_MS }));
      const job = newJob({ task: 'mail' });
      await at.engine.jobs.enqueue([job]);
      const one = new Hand(at.engine, 'default', 5);
      await settled(one);
      if ((await at.engine.now()) < until) {
        assert.deepEqual(await holdOf(job.id), { reason: 'hold', name: 'acme', until, text: 'INC-42' });
        assert.equal((await at.engine.keeping.promote(10)).nextDueAt, until);
      }
      await waitFor('its end', async () => {
        await kept();
        return one.held.length === 1;
      });
      assert.ok((await at.engine.now()) >= until);
      assert.deepEqual(
        (await at.engine.holds.list()).map(({ name }) => name),
        ['later'],
      );
    });

    it('are told with who made them, why and since when, and stand in a store that is opened again', async () => {
      const before = await at.engine.now();
      const given = aHold({
        task: 'mail*',
        tag: 'ä',
        where: '"acme"',
        until: before + HOUR_MS,
        text: 'why\nnot',
        by: 'ann',
      });
      const { at: since, ...put } = await at.engine.holds.put(given);
      assert.deepEqual(put, { ...given, manifest: false });
      assert.ok(since >= before && since <= (await at.engine.now()));
      await at.engine.holds.put({ ...given, text: 'other' });
      await at.engine.fleet.leave();
      await at.engine.close();
      const again = await at.store.open();
      assert.deepEqual(await again.holds.list(), [{ ...given, text: 'other', manifest: false, at: since }]);
    });

    it('of the manifest are those of the last one; others stay', async () => {
      const paused = aHold({ reason: 'paused', name: 'task:mail', task: 'mail' });
      await at.engine.holds.put(paused);
      await at.engine.holds.apply([aHold({ name: 'a', task: 'mail' }), aHold({ name: 'b', task: 'b' })]);
      const [first] = await at.engine.holds.list();
      await at.engine.holds.apply([aHold({ name: 'a', task: 'mail' }), aHold({ name: 'c', task: 'c' })]);
      const names = async (): Promise<readonly string[]> => (await at.engine.holds.list()).map(({ name }) => name);
      assert.deepEqual(await names(), ['a', 'c', 'task:mail']);
      assert.deepEqual((await at.engine.holds.list())[0], first);
      await at.engine.jobs.enqueue([newJob({ task: 'mail' })]);
      const one = new Hand(at.engine, 'default', 5);
      assert.deepEqual(await settled(one), []);
      await at.engine.holds.apply([]);
      await kept();
      assert.deepEqual(await settled(one), []);
      const { jobs } = await at.engine.jobs.list({ states: ['available'] }, 5, null);
      assert.deepEqual(jobs[0]?.hold, { reason: 'paused', name: 'task:mail', until: null, text: null });
      await at.engine.holds.end('paused', 'task:mail');
      await kept();
      assert.equal((await settled(one)).length, 1);
    });

    it('come before limits: what they keep takes no token and no room', async () => {
      await at.engine.gates.apply(
        { slow: { reason: 'rate', limit: 1, perMs: HOUR_MS, burst: 2 }, one: { reason: 'concurrency', limit: 2 } },
        {
          tasks: {
            mail: [
              { gate: 'slow', cost: 1 },
              { gate: 'one', cost: 1 },
            ],
          },
          queues: {},
        },
      );
      await at.engine.holds.put(aHold({ where: 'acme', task: 'mail' }));
      const acme = newJobs(250, { task: 'mail', payload: { tenant: 'acme' } });
      const others = newJobs(2, { task: 'mail', payload: { tenant: 'other' } });
      await at.engine.jobs.enqueue([...acme, ...others]);
      assert.deepEqual(await settled(new Hand(at.engine, 'default', 2)), ids(...others));
      for (const { id } of [acme[0], acme[249]] as readonly { readonly id: string }[]) {
        assert.deepEqual(await holdOf(id), { reason: 'hold', name: 'acme', until: null, text: null });
        assert.equal((await at.engine.jobs.get(id))?.attempt, 0);
      }
    });

    it('that ask an expression keep whom it means, whatever the payload, and let the others through in their order', async () => {
      await at.engine.holds.put(aHold({ where: 'acme' }));
      await at.engine.holds.put(aHold({ name: 'beta', where: 'beta', queue: 'default' }));
      const large = 'x'.repeat(200_000);
      const [acme, beta, none] = [
        newJob({ payload: { tenant: 'acme', large } }),
        newJob({ payload: { tenant: 'beta' } }),
        newJob({ payload: null }),
      ];
      const others = newJobs(150, { payload: { tenant: 'other' } });
      await at.engine.jobs.enqueue([acme, beta, none, ...others]);
      const one = new Hand(at.engine, 'default', 1_000);
      await settled(one);
      assert.deepEqual(
        one.held.map(({ job }) => job.id),
        [none, ...others].map(({ id }) => id),
      );
      assert.deepEqual(await holdOf(acme.id), { reason: 'hold', name: 'acme', until: null, text: null });
      assert.deepEqual(await holdOf(beta.id), { reason: 'hold', name: 'beta', until: null, text: null });
      for (const held of one.held) await held.end(DONE);
      await at.engine.holds.end('hold', 'acme');
      await kept();
      assert.deepEqual((await settled(one)).length, 152);
    });

    it('hold up nobody else, however many they hold, and come back all', async () => {
      await at.engine.holds.put(aHold({ task: 'mail' }));
      await at.engine.jobs.enqueue([...newJobs(3_000, { task: 'mail' }), ...newJobs(2)]);
      const one = new Hand(at.engine, 'default', 4_000);
      await one.take(2);
      assert.equal((await settled(one)).length, 2);
      assert.equal((await at.engine.keeping.promote(10)).more, false);
      await at.engine.holds.end('hold', 'acme');
      const first = await at.engine.keeping.promote(1_000);
      assert.equal(first.more, true);
      await kept();
      assert.equal((await settled(one)).length, 3_002);
    });

    it('may be changed for jobs that can be cancelled, retried, moved and removed as others', async () => {
      await at.engine.holds.put(aHold({ task: 'mail' }));
      const [cancelled, removed, moved, retried] = newJobs(4, { task: 'mail' });
      for (const job of [cancelled, removed, moved, retried]) if (job) await at.engine.jobs.enqueue([job]);
      const one = new Hand(at.engine, 'default', 10);
      await settled(one);
      await at.engine.jobs.cancel([cancelled?.id ?? ''], 'no more');
      await at.engine.jobs.remove([removed?.id ?? '']);
      await at.engine.jobs.retry([retried?.id ?? '']);
      await at.engine.jobs.move([moved?.id ?? ''], 'apart');
      assert.equal(await holdOf(moved?.id), null);
      assert.deepEqual(await settled(new Hand(at.engine, 'apart', 10)), []);
      assert.notEqual(await holdOf(moved?.id), null);
      await at.engine.holds.end('hold', 'acme');
      await kept();
      assert.deepEqual(await settled(one), [retried?.id]);
      const findings = (await at.engine.health.examine()).filter(({ status }) => status !== 'ok');
      assert.deepEqual(
        findings.filter(({ name }) => ['waiting', 'gates', 'indexes'].includes(name)),
        [],
      );
    });

    it('refuse texts that a store cannot hold', async () => {
      await assert.rejects(at.engine.holds.put(aHold({ text: 'a\0b' })), { code: 'REQUEST_INVALID' });
      await assert.rejects(at.engine.holds.apply([aHold({ where: '\ud800' })]), { code: 'REQUEST_INVALID' });
    });
  });
}
