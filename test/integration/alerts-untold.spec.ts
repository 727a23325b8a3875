/** Alerts that do not come through, to real servers that are down and fail, and to a task that fails: each is seen, and its end. */
import { strict as assert } from 'node:assert';

import { type Logger, silentLogger } from '../../src/foundation/index.ts';
import { loadManifest } from '../../src/manifest/index.ts';
import { type AlerterDeps, decideAlerts } from '../../src/platform/alerts/alerter.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { newJob } from '../support/new-job.ts';
import { BASIC } from '../support/project.ts';
import { Receiver } from '../support/receiver.ts';
import { finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

/** Of the alerts' own slots, ten seconds each; a key is held for longer than a test takes. */
const SLOT_MS = 10_000;
const SLOTS = 12;

interface Given {
  readonly payload: object;
  readonly options: { readonly id: string; readonly tags: readonly string[] };
}

for (const harness of ENGINES) {
  describe(`alerts that do not come through, on ${harness.name}`, () => {
    const scene = stage(harness);
    const broken = new Receiver();
    const gone = new Receiver();
    before(async () => {
      await Promise.all([broken.start(), gone.start()]);
      // Nobody listens there any more.
      await gone.stop();
      broken.answers = [{ status: 500 }];
    });
    after(() => broken.stop());

    /** The test alone decides, at instants that it names: it has all keys of the next two minutes. */
    async function decider(lines: string[]) {
      await scene.project.write(`${BASIC}
queues: { slow: {} }
alerts:
  deep:
    when: { depth: 1, of: { queue: slow } }
    to:
      - { webhook: "${broken.url}/alerts?key=geheim", allowPrivate: true }
      - { email: ops@example.com, smtp: "smtp://user:geheim@127.0.0.1:${gone.port}" }
      - { task: work, with: { do: throw, code: PAGER_OFF, message: the pager is off, until: 1 } }
`);
      const loaded = await loadManifest(scene.project.file, { env: {} });
      assert.ok(loaded.ok);
      const { manifest } = loaded;
      const engine = await scene.project.store.open();
      const logger: Logger = {
        ...silentLogger,
        error: (fields) =>
          void lines.push(`${String(fields['event'])} ${String(fields['to'])}: ${String(fields['reason'])}`),
      };
      const deps = {
        ...{ engine, logger, generations: { current: () => ({ manifest }) }, events: { emit: () => undefined } },
        enqueuer: {
          enqueue: (task: string, [{ payload, options }]: readonly [Given]) =>
            engine.jobs.enqueue([
              newJob({ ...options, task, payload: payload as never, maxAttempts: task === 'work' ? 1 : 9 }),
            ]),
        },
      } as unknown as AlerterDeps;
      const now = await engine.now();
      for (let slot = 0; slot < SLOTS; slot += 1) {
        await engine.once.begin(`alerts:${Math.floor(now / SLOT_MS) + slot}`, '');
      }
      await engine.queues.pause('slow', true);
      await engine.jobs.enqueue([newJob({ queue: 'slow' }), newJob({ queue: 'slow' })]);
      return { engine, decide: (laterMs: number) => decideAlerts(deps, now + laterMs) };
    }

    /** Of a process that has just begun, and has looked. */
    async function warned(): Promise<readonly string[]> {
      const other = await scene.run({ roles: ['api'] });
      return waitFor('a warning', async () => {
        const { ready, warnings } = await other.readiness();
        assert.ok(ready, 'others would do no better');
        return warnings.length > 0 && warnings;
      });
    }

    async function foundBy({ operations }: Platform): Promise<readonly unknown[]> {
      const { items } = await operations.attention();
      const { findings } = await operations.doctor();
      return [
        items.find(({ kind }) => kind === 'untold')?.subject,
        findings.find(({ code }) => code === 'untold')?.page,
      ];
    }

    /** A process of its own: on one engine, for what it prints is the same. */
    async function shownByCommand(): Promise<void> {
      if (harness !== ENGINES[0]) return;
      const { stdout, stderr } = await scene.spawn(['alerts', 'ls']).ended;
      assert.match(stdout, /deep +firing, untold/);
      const line =
        /deep: has not reached task work since \S+ \(PAGER_OFF, the pager is off\); never told before; .* alert-/;
      assert.match(stderr, line);
    }

    it('are seen by receiver, with the error, wherever somebody looks; and so is that they come through', async () => {
      const lines: string[] = [];
      const { engine, decide } = await decider(lines);
      await decide(0);
      const platform = await scene.run();
      const { operations } = platform;
      const receivers = async () => (await operations.alerts())[0]?.receivers ?? [];
      const [web, mail, task] = (await receivers()).map(({ job }) => job ?? '');
      assert.deepEqual(
        (await receivers()).map(({ state }) => state),
        ['sent', 'sent', 'sent'],
      );
      await Promise.all([
        inState(platform, web!, 'retryable'),
        inState(platform, mail!, 'retryable'),
        finished(platform, task!),
      ]);
      await decide(SLOT_MS);
      await decide(2 * SLOT_MS);
      const seen = await receivers();
      assert.deepEqual(
        seen.map(({ state, error, toldAt }) => [state, error?.code, toldAt]),
        [
          ['failing', 'REQUEST_FAILED', null],
          ['failing', 'ESOCKET', null],
          ['failed', 'PAGER_OFF', null],
        ],
      );
      const [since, ...others] = new Set(seen.map(({ untoldSince }) => untoldSince));
      assert.ok(typeof since === 'string' && others.length === 0);
      assert.ok(!JSON.stringify(seen).includes('geheim'), 'no secret is shown');
      assert.deepEqual(
        lines,
        ['alert.untold task work: PAGER_OFF: the pager is off'],
        'once, however often it is looked at',
      );
      assert.deepEqual(await foundBy(platform), [{ kind: 'alert', name: 'deep' }, 'docs/doctor.md#checks']);
      await shownByCommand();
      const [warning, ...more] = await warned();
      assert.match(
        warning ?? '',
        /^untold: alert deep does not reach 3 of 3 receivers since \S+ \(REQUEST_FAILED, ESOCKET, PAGER_OFF\)$/,
      );
      assert.deepEqual(more, []);

      broken.answers = [{ status: 200 }];
      for (const id of [web!, task!]) await operations.retryJob(id);
      await operations.cancelJob(mail!);
      assert.deepEqual(
        (await Promise.all([finished(platform, web!), finished(platform, task!)])).map(({ state }) => state),
        ['completed', 'completed'],
      );
      await decide(3 * SLOT_MS);
      assert.deepEqual(
        (await receivers()).map(({ state, untoldSince, toldAt }) => [state, untoldSince, toldAt !== null]),
        [
          ['told', null, true],
          ['unknown', null, false],
          ['told', null, true],
        ],
      );
      assert.deepEqual(await foundBy(platform), [undefined, undefined]);
      await engine.jobs.remove([web!]);
      await decide(4 * SLOT_MS);
      assert.equal((await receivers())[0]?.state, 'told', 'what has come through is not looked at any more');
    });

    it('are told of by themselves, not as a task that fails: that would outlast them', async () => {
      await scene.project.write(`${BASIC}
alerts: { deep: { when: { depth: 1 }, to: [{ webhook: "${broken.url}", allowPrivate: true }] } }
`);
      const engine = await scene.project.store.open();
      const both = ['skep.alert', 'work'].flatMap((task) =>
        Array.from({ length: 10 }, () => newJob({ task, payload: { do: 'throw' }, maxAttempts: 1 })),
      );
      const receipts = await engine.jobs.enqueue(both);
      const worker = await scene.run();
      for (const { id } of receipts) assert.equal((await finished(worker, id)).state, 'dead');
      // What it has counted is stored when it stops.
      await worker.stop();
      const { items } = await (await scene.run({ roles: ['api'] })).operations.attention();
      assert.deepEqual(
        items.filter(({ kind }) => kind === 'failing').map(({ subject }) => subject?.name),
        ['work'],
      );
    });

    it('keep no manifest from having no alerts any more: what was still to be told is cancelled', async () => {
      const still = BASIC.replace('debounce: 30ms', 'watch: false');
      const to = `[{ webhook: "${broken.url}", allowPrivate: true }]`;
      await scene.project.write(`${still}\nalerts: { deep: { when: { depth: 1000 }, to: ${to} } }\n`);
      const platform = await scene.run();
      const { operations } = platform;
      await waitFor('the first look', async () => (await operations.alerts())[0]?.state === 'quiet');
      const engine = await scene.project.store.open();
      const payload = { alert: 'deep', to: 'one of before' };
      const [word] = await engine.jobs.enqueue([newJob({ task: 'skep.alert', payload, maxAttempts: 9 })]);
      await inState(platform, word!.id, 'retryable');
      await scene.project.write(still);
      assert.deepEqual((await operations.plan()).refused, []);
      await operations.reload();
      assert.equal((await finished(platform, word!.id)).state, 'cancelled');
    });
  });
}
