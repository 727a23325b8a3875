/**
 * An older version of Skep, built by `npm run check:upgrade` (SKEP_FORMER is its command line), and this one on one store. Both are asked
 * over HTTP, in what both know.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { TARGETS } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { Receiver } from '../support/receiver.ts';
import { SkepProcess } from '../support/skep-process.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const FORMER = process.env['SKEP_FORMER'] ?? assert.fail('npm run check:upgrade runs this');
const FAULTS = new URL('../faults/harness/fixture-faults.mjs', import.meta.url).href;
const EFFECTS = './effects';
const JOBS = 30;
const RUNS = 6;

type Version = 'former' | 'present';
type Answer = Readonly<Record<string, unknown>>;

/** A process with its API. */
interface Side {
  readonly process: SkepProcess;
  /** @throws Error for any other answer than a good one */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
}

const work = (more: object): string => JSON.stringify({ do: 'sleep', ms: 30, effects: EFFECTS, ...more });
const text = (webhook: string, tasks = ''): string =>
  `${BASIC}
  unique: { handler: ./handlers/fixture.ts, unique: { key: [ms] } }
  ${tasks}
queues: { default: { concurrency: 2 }, slow: { concurrency: 1 } }
schedules:
  tick: { task: work, every: 1s, payload: { do: ok }, catchUp: { policy: all, window: 1h, limit: 1000 } }
workflows:
  deeper: { chain: [{ task: work, with: ${work({})} }, { task: work, with: ${work({})} }] }
  deep:
    steps:
      each: { task: work, forEach: '\${input}', concurrency: 2, with: ${work({ result: '${item}' })} }
      ask: { wait: { signal: go }, needs: [each] }
      sub: { workflow: deeper, needs: [ask] }
      last: { task: work, needs: [sub], with: ${work({ do: 'ok', result: 'over' })} }
alerts:
  many: { when: { depth: 1, of: { queue: slow } }, to: [{ webhook: "${webhook}", allowPrivate: true }] }
`.replace(/^(admin|reload): .*\n/gm, '');

for (const harness of TARGETS) {
  describe(`Two versions on ${harness.name}`, function () {
    const scene = stage(harness, { lease: '3s' });
    const receiver = new Receiver();
    const sides: Side[] = [];

    before(() => receiver.start());
    after(() => receiver.stop());
    beforeEach(async () => {
      receiver.received.length = 0;
      await scene.project.write(text(receiver.url));
    });
    afterEach(() => Promise.all(sides.splice(0).map((side) => side.process.kill())));

    const started = async (version: Version, env: Readonly<Record<string, string>> = {}): Promise<Side> => {
      const entry = version === 'former' ? { entry: [FORMER] } : {};
      const process = new SkepProcess(['run', '--port', '0'], { cwd: scene.project.folder, env, ...entry });
      const base = await process.ready();
      const ask: Side['ask'] = async (method, path, body) => {
        const response = await fetch(`${base}/api${path}`, {
          method,
          headers: { 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const answer = await response.text();
        assert.ok(response.ok, `${version}: ${method} ${path}: ${answer}`);
        return (answer === '' ? {} : JSON.parse(answer)) as Answer;
      };
      sides.push({ process, ask });
      return { process, ask };
    };
    const enqueue = (side: Side, id: string, options: object = {}, payload = work({})): Promise<Answer> =>
      side.ask('POST', '/tasks/work/jobs', { payload: JSON.parse(payload) as object, options: { id, ...options } });
    const run = (side: Side, id: string): Promise<Answer> =>
      side.ask('POST', '/workflows/deep/runs', { input: ['a', 'b', 'c'], options: { id } });
    const over = async (side: Side, path: string, state = 'completed'): Promise<Answer> =>
      waitFor(`${path} to be ${state}`, async () => {
        const answer = await side.ask('GET', path);
        return answer['state'] === state && answer;
      });
    /** [id, pid] of each attempt that came to its end. */
    const ended = async (): Promise<readonly (readonly [string, number])[]> =>
      (await readFile(scene.project.path(EFFECTS), 'utf8'))
        .split('\n')
        .map((line) => line.split(' '))
        .flatMap(([kind, id = '', , pid]) => (kind === 'end' ? [[id, Number(pid)] as const] : []));
    const onceEach = async (): Promise<void> => {
      const ids = (await ended()).map(([id]) => id);
      assert.deepEqual([...ids].sort(), [...new Set(ids)].sort());
    };
    const ticksOf = async (side: Side): Promise<readonly number[]> => {
      const ticks: number[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Answer = await side.ask(
          'GET',
          `/jobs?task=work&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        for (const { schedule } of page['jobs'] as { schedule?: { tickAt: string } }[]) {
          if (schedule) ticks.push(Date.parse(schedule.tickAt));
        }
        cursor = page['next'] as string | null;
      }
      return ticks.sort((one, other) => one - other);
    };
    const everyTickOnce = async (side: Side): Promise<void> => {
      const ticks = await ticksOf(side);
      const [first = 0] = ticks;
      assert.deepEqual(
        ticks,
        ticks.map((_tick, index) => first + index * 1_000),
      );
    };
    const lines = async (side: Side): Promise<readonly Answer[]> =>
      (await side.ask('GET', '/audit'))['lines'] as Answer[];
    const hasTask = (side: Side, name: string): Promise<boolean> =>
      waitFor(`task ${name}`, async () => JSON.stringify(await side.ask('GET', '/tasks')).includes(`"${name}"`));

    it('jobs, runs and ticks go through both, each once', async () => {
      const both = [await started('former'), await started('present')] as const;
      for (const [at, side] of both.entries()) {
        for (let index = 0; index < JOBS; index += 1)
          await enqueue(side, `${at}-${index}`, index % 5 ? {} : { delay: '1s' });
        for (let index = 0; index < RUNS; index += 1) await run(side, `run-${at}-${index}`);
      }
      const [former, present] = both;
      for (let index = 0; index < RUNS; index += 1) {
        await former.ask('POST', `/runs/run-1-${index}/signals/go`, { payload: null });
        await present.ask('POST', `/runs/run-0-${index}/signals/go`, { payload: null });
      }
      for (const at of [0, 1]) {
        for (let index = 0; index < JOBS; index += 1) await over(both[1 - at]!, `/jobs/${at}-${index}`);
        for (let index = 0; index < RUNS; index += 1) {
          assert.equal((await over(both[1 - at]!, `/runs/run-${at}-${index}`))['result'], 'over');
        }
      }
      await onceEach();
      const pids = new Set((await ended()).map(([, pid]) => pid));
      assert.deepEqual(pids, new Set(both.map((side) => side.process.pid)));
      await everyTickOnce(present);
    });

    it('what one is killed with, the other takes up', async () => {
      let [staying, dying] = [await started('present'), await started('former')];
      for (const round of ['a', 'b']) {
        for (let index = 0; index < 8; index += 1) await enqueue(dying, `${round}${index}`, {}, work({ ms: 1_000 }));
        await run(dying, round);
        await waitFor('both to work', async () =>
          (await readFile(scene.project.path(EFFECTS), 'utf8').catch(() => '')).includes(`start ${round}`),
        );
        await dying.process.kill();
        await staying.ask('POST', `/runs/${round}/signals/go`, { payload: null });
        for (let index = 0; index < 8; index += 1) await over(staying, `/jobs/${round}${index}`);
        await over(staying, `/runs/${round}`);
        [staying, dying] = [await started('former'), staying];
      }
    });

    it('revisions of one are taken by the other, and told alike; lines of the audit too, one that begun among them', async () => {
      const [former, present] = [await started('former'), await started('present')];
      const handler = '{ handler: ./handlers/fixture.ts }';
      await present.ask('POST', '/apply', {
        text: scene.project.text(text(receiver.url, `one: ${handler}`)),
        message: 'one',
      });
      await hasTask(former, 'one');
      await former.ask('POST', '/apply', {
        text: scene.project.text(text(receiver.url, `two: ${handler}`)),
        message: 'two',
      });
      await hasTask(present, 'two');
      const told = async (side: Side): Promise<unknown> =>
        ((await side.ask('GET', '/revisions'))['revisions'] as Answer[]).map(({ revision, cause, message }) => [
          ...[revision, cause, message],
        ]);
      assert.deepEqual(await told(former), await told(present));

      await former.ask('POST', '/queues/slow/pause', { reason: 'former' });
      const env = {
        NODE_OPTIONS: `--import=${FAULTS}`,
        SKEP_FAULTS: JSON.stringify([{ point: 'change.made', nth: 1, act: 'kill' }]),
        SKEP_LEDGER: scene.project.path('faults'),
      };
      const dying = await started('present', env);
      await assert.rejects(dying.ask('POST', '/queues/slow/resume', {}));
      const seen = await lines(present);
      assert.deepEqual([seen[0]?.['operation'], seen[0]?.['outcome']], ['resumeQueue', 'begun']);
      assert.deepEqual(await lines(former), seen);
    });

    it('an alert is told once, and is over once', async () => {
      const [former, present] = [await started('former'), await started('present')];
      await former.ask('POST', '/queues/slow/pause', {});
      for (const [index, side] of [former, present].entries()) await enqueue(side, `slow-${index}`, { queue: 'slow' });
      await waitFor('the word', () => receiver.received.length > 0);
      const told = async (side: Side): Promise<unknown> => {
        const [alert] = (await side.ask('GET', '/alerts'))['alerts'] as Answer[];
        return [alert?.['state'], alert?.['since'], alert?.['told']];
      };
      assert.deepEqual(await told(former), await told(present));
      await present.ask('POST', '/queues/slow/resume', {});
      await waitFor('its end', () => receiver.received.length > 1);
      const events = receiver.received.map(({ body }) => (JSON.parse(body) as Answer)['event']);
      assert.deepEqual(events, ['firing', 'recovered']);
    });

    for (const way of [
      ['former', 'present'],
      ['present', 'former'],
    ] as const) {
      it(`nothing is lost where ${way[0]} is stopped and ${way[1]} started`, async () => {
        const before = await started(way[0]);
        await before.ask('POST', '/queues/slow/pause', { reason: 'kept' });
        await before.ask('POST', '/holds', { name: 'kept', task: 'work', tag: 'held' });
        await enqueue(before, 'waits', { queue: 'slow' });
        await enqueue(before, 'held', { tags: ['held'] });
        await enqueue(before, 'later', { delay: '3s' });
        await enqueue(before, 'dies', {}, JSON.stringify({ do: 'dead' }));
        await before.ask('POST', '/tasks/unique/jobs', {
          payload: JSON.parse(work({})) as object,
          options: { id: 'u', queue: 'slow' },
        });
        await run(before, 'run');
        await over(before, '/jobs/dies', 'dead');
        const seen = async (side: Side): Promise<readonly Answer[]> => {
          const paths = ['/jobs/waits', '/jobs/dies', '/jobs/u', '/holds'];
          return Promise.all(paths.map((path) => side.ask('GET', path)));
        };
        const kept = [await seen(before), await lines(before)];
        before.process.signal('SIGTERM');
        assert.equal((await before.process.ended).code, 0);

        const after = await started(way[1]);
        // One that takes the same file for another, since it fills in more, adds a line of its own.
        const oldest = (await lines(after)).slice(-(kept[1]?.length ?? 0));
        assert.deepEqual([await seen(after), oldest], kept);
        // On a Cluster a key holds in each queue alone.
        const options = harness.name === 'redis-cluster' ? { queue: 'slow' } : {};
        const payload = JSON.parse(work({})) as object;
        const again = await after.ask('POST', '/tasks/unique/jobs', { payload, options });
        assert.match(JSON.stringify(again), /"id":"u".*"existing":true|"existing":true.*"id":"u"/);
        await after.ask('POST', '/runs/run/signals/go', { payload: null });
        await after.ask('POST', '/queues/slow/resume', {});
        await after.ask('DELETE', '/holds/kept');
        for (const id of ['waits', 'held', 'later', 'u']) await over(after, `/jobs/${id}`);
        await over(after, '/runs/run');
        await onceEach();
        await everyTickOnce(after);
      });
    }
  });
}
