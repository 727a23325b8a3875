/** Searches over the jobs of a store: what is found is what a look at every job finds. */
import assert from 'node:assert/strict';
import type { JobView, Operations } from '../../src/api/index.ts';
import { ENGINES } from '../support/engines.ts';
import { stage } from '../support/stage.ts';

const MANIFEST = `
queues: { default: { concurrency: 1 }, mail: { concurrency: 1 } }
tasks:
  work:
    handler: ./handlers/fixture.ts
    sensitive: [card]
  mail.send: { handler: ./handlers/fixture.ts }
routes: { tasks: [{ match: mail.*, queue: mail }] }
admin: { port: 0 }
reload: { watch: false }
`;
const JOBS = 330;

async function found(operations: Operations, q: string, limit = 7): Promise<readonly JobView[]> {
  const all: JobView[] = [];
  let cursor: string | null = null;
  do {
    const page = await operations.listJobs({ q, limit, ...(cursor !== null && { cursor }) });
    assert.ok(page.jobs.length <= limit);
    assert.ok(page.looked >= page.jobs.length);
    all.push(...page.jobs);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

for (const harness of ENGINES) {
  describe(`search on ${harness.name}`, () => {
    const scene = stage(harness);

    it('finds what a look at each job finds, in order and once, page by page', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['api'] });
      const padding = 'x'.repeat(3_000);
      for (const task of ['work', 'mail.send']) {
        const items = Array.from({ length: JOBS / 2 }, (_, n) => ({
          payload: { n, card: `card ${n % 5}`, kind: n % 3 === 0 ? 'a' : 'b', ...(n % 50 === 0 && { padding }) },
          options: { tags: n % 7 === 0 ? ['seventh'] : [], delay: n % 2 === 0 ? 600_000 : 0 },
        }));
        await operations.enqueue(task, items);
      }
      const all = await found(operations, '', 200);
      assert.equal(all.length, JOBS);
      const numberOf = new Map<string, number>();
      for (const { id } of all) {
        numberOf.set(id, ((await operations.getJob(id)).payload as { readonly n: number }).n);
      }
      const n = ({ id }: JobView): number => numberOf.get(id) ?? -1;
      const CASES: Readonly<Record<string, (job: JobView) => boolean>> = {
        'payload.n:>100': (job) => n(job) > 100,
        'payload.n:150 task:mail.*': (job) => n(job) === 150 && job.task === 'mail.send',
        'payload.kind:a queue:default': (job) => n(job) % 3 === 0 && job.queue === 'default',
        'state:scheduled tag:seventh': (job) => job.state === 'scheduled' && n(job) % 7 === 0,
        '-state:scheduled -tag:seventh': (job) => job.state !== 'scheduled' && n(job) % 7 !== 0,
        'payload.padding:xxx*': (job) => n(job) % 50 === 0,
        'payload.card:"card 3" task:work': () => false,
        'payload.card:"card 3"': (job) => n(job) % 5 === 3 && job.task === 'mail.send',
        'created:>1h': () => false,
        'created:<1h attempt:0': () => true,
      };
      for (const [q, wanted] of Object.entries(CASES)) {
        const ids = (await found(operations, q)).map(({ id }) => id);
        assert.deepEqual(
          ids,
          all.filter(wanted).map(({ id }) => id),
          q,
        );
      }
      const longest = await operations.listJobs({ q: 'task:work sort:-priority payload.n:<40', limit: 5 });
      assert.deepEqual([longest.jobs.length, longest.looked, longest.next], [5, JOBS / 2, null]);
      const wrong = operations.listJobs({ q: 'stat:dead' });
      await assert.rejects(wrong, { code: 'REQUEST_INVALID', message: 'q: there is no key "stat", at character 1' });
    });

    it('goes on behind its cursor whatever becomes of jobs meanwhile: none is met twice, none that stays is left out', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['api'] });
      const make = async (count: number): Promise<readonly string[]> => {
        const items = Array.from({ length: count }, (_, n) => ({ payload: { n }, options: { delay: 600_000 } }));
        return (await operations.enqueue('work', items)).map(({ id }) => id);
      };
      const ids = await make(40);
      const first = await operations.listJobs({ q: 'task:work', limit: 10 });
      const met = first.jobs.map(({ id }) => id);
      const left = ids.filter((id) => !met.includes(id));
      await make(5);
      const [removed = '', cancelled = ''] = left;
      const [last = '', seen = ''] = met.toReversed();
      // The place that the cursor stands for may be gone too.
      for (const id of [removed, last]) {
        await operations.cancelJob(id);
        await operations.removeJob(id);
      }
      for (const id of [cancelled, seen]) await operations.cancelJob(id);
      const rest: JobView[] = [];
      for (let cursor = first.next; cursor !== null;) {
        const page = await operations.listJobs({ q: 'task:work', limit: 10, cursor });
        rest.push(...page.jobs);
        cursor = page.next;
      }
      assert.deepEqual(rest.map(({ id }) => id).sort(), left.filter((id) => id !== removed).sort());
      assert.equal(rest.find(({ id }) => id === cancelled)?.state, 'cancelled', 'as it is when its page is read');
    });
  });
}
