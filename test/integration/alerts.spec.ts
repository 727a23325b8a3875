/** Alerts by real platforms: told once by all processes of a store, to a real server of HTTP, one of mail, and a task. */
import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';

import { SkepError, silentLogger } from '../../src/foundation/index.ts';
import { loadManifest } from '../../src/manifest/index.ts';
import { type AlerterDeps, decideAlerts } from '../../src/platform/alerts/alerter.ts';
import { signature } from '../../src/binding/request/letter.ts';
import { INFO } from '../conformance/hand.ts';
import { ENGINES } from '../support/engines.ts';
import { newJob } from '../support/new-job.ts';
import { BASIC } from '../support/project.ts';
import { Receiver } from '../support/receiver.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const MINUTE = 60_000;

interface Told {
  readonly options: { readonly id: string; readonly tags: readonly string[] };
}

interface Item {
  readonly payload: { readonly event?: string; readonly text?: string };
  readonly options: { readonly id: string };
}

for (const harness of ENGINES) {
  describe(`alerts on ${harness.name}`, () => {
    const scene = stage(harness);
    const receiver = new Receiver();
    const mails: string[] = [];
    let smtp: SMTPServer;
    let refuses = false;
    before(async () => {
      await receiver.start();
      smtp = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onAuth: ({ username, password }, _session, done) =>
          done(null, password === 'pass' ? { user: username } : undefined),
        onMailFrom: (_address, _session, done) =>
          done(refuses ? Object.assign(new Error('greylisted, come again'), { responseCode: 451 }) : null),
        onData: (stream, _session, done) => {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            mails.push(Buffer.concat(chunks).toString());
            done();
          });
        },
      });
      smtp.on('error', () => undefined);
      smtp.listen(0, '127.0.0.1');
      await once(smtp.server, 'listening');
    });
    after(async () => {
      await receiver.stop();
      await new Promise<void>((resolve) => smtp.close(resolve));
    });

    beforeEach(() => {
      refuses = false;
      receiver.received.splice(0);
      mails.splice(0);
    });

    const write = (): Promise<void> => {
      const { port } = smtp.server.address() as AddressInfo;
      return scene.project.write(`${BASIC}
queues: { slow: {} }
alerts:
  deep:
    description: see the runbook
    when: { depth: 1, of: { queue: slow } }
    to:
      - { webhook: "${receiver.url}/alerts", secret: shared, allowPrivate: true }
      - { email: ops@example.com, from: skep@example.com, smtp: "smtp://user:pass@127.0.0.1:${port}" }
      - { task: work, with: { do: ok, text: "\${alert.alert} \${alert.event}: \${alert.message}" } }
`);
    };

    it('are told once, by several processes, to each receiver', async () => {
      await write();
      const first = await scene.run({ roles: ['api'] });
      await first.operations.pauseQueue('slow', true);
      for (let n = 0; n < 2; n += 1) await enqueue(first, { do: 'ok' }, { queue: 'slow' });
      const [one, two] = await Promise.all([scene.run(), scene.run()]);
      await waitFor('webhook and mail', () => receiver.received.length > 0 && mails.length > 0);
      const { jobs } = await two.operations.listJobs({ tag: 'deep' });
      assert.equal(jobs.length, 3);
      const told = await Promise.all(jobs.map(({ id }) => finished(one, id)));
      assert.deepEqual(told.map(({ task, state }) => `${task} ${state}`).toSorted(), [
        'skep.alert completed',
        'skep.alert completed',
        'work completed',
      ]);
      const message = 'queue slow: 2 jobs wait';
      assert.deepEqual(told.find(({ task }) => task === 'work')?.payload, {
        do: 'ok',
        text: `deep firing: ${message}`,
      });
      assert.deepEqual([receiver.received.length, mails.length], [1, 1]);
      const { headers, body } = receiver.received[0]!;
      const { event, alert, subjects } = JSON.parse(body) as Record<string, unknown>;
      assert.deepEqual([event, alert, subjects], ['firing', 'deep', [{ kind: 'queue', name: 'slow', message }]]);
      const signed = String(headers['skep-signature']);
      const at = Number(/^t=(\d+),/.exec(signed)?.[1]) * 1_000;
      assert.equal(signed, signature('shared', Buffer.from(body), at));
      assert.match(mails[0]!, /^Subject: \[test\] alert: deep\r$/m);
      assert.match(mails[0]!, /^- queue slow: 2 jobs wait\r$/m);
      assert.match(mails[0]!, /^see the runbook\r$/m);
      const [view] = await first.operations.alerts();
      assert.deepEqual([view?.state, view?.told, view?.silence], ['firing', 1, null]);
      assert.ok(!JSON.stringify(view).includes('pass'), 'no secret is shown');
      const { items } = await first.operations.attention();
      assert.ok(items.some(({ kind, message: text }) => kind === 'alert' && text === `alert deep: ${message}`));
    });

    it('stand in the store: whoever looks next goes on, after a crash too, and tells the end', async () => {
      await write();
      const loaded = await loadManifest(scene.project.file, { env: {} });
      assert.ok(loaded.ok);
      const platform = await scene.run({ roles: ['api'] });
      for (let n = 0; n < 2; n += 1) await enqueue(platform, { do: 'ok' }, { queue: 'slow' });
      const engine = await scene.project.store.open();
      const asked: string[] = [];
      const texts: string[] = [];
      const events: string[] = [];
      let fails = false;
      const deps = {
        engine,
        generations: { current: () => ({ manifest: loaded.manifest }) },
        events: { emit: ({ type }: { readonly type: string }) => void events.push(type) },
        logger: silentLogger,
        enqueuer: {
          enqueue: async (task: string, [item]: readonly [Item]) => {
            if (fails && asked.length > 0) throw new SkepError('STORE_UNREACHABLE', 'gone');
            const { event, text = '' } = item.payload;
            texts.push(text);
            asked.push(`${task} ${event ?? text.split(' ')[1]?.replace(':', '')} ${item.options.id}`);
            return [];
          },
        },
      } as unknown as AlerterDeps;
      const now = await engine.now();
      fails = true;
      await assert.rejects(decideAlerts(deps, now), { code: 'STORE_UNREACHABLE' });
      const [lone] = asked.splice(0);
      fails = false;
      await decideAlerts(deps, now + MINUTE);
      assert.equal(asked.length, 3);
      assert.equal(asked[0], lone, 'the same job, which is there once');
      await decideAlerts(deps, now + 2 * MINUTE);
      assert.equal(asked.length, 3, 'told already');
      const hold = await platform.operations.addHold({ name: 'quiet', task: 'skep.alert', tag: 'deep' }, 'ann');
      await decideAlerts(deps, now + 90 * MINUTE);
      assert.equal(asked.length, 3, 'silenced');
      const [silenced] = await platform.operations.alerts();
      assert.deepEqual(silenced?.silence, { until: null, by: 'ann', reason: null, hold: 'quiet' });
      await platform.operations.removeHold(hold.name);
      await decideAlerts(deps, now + 91 * MINUTE);
      assert.equal(new Set(asked).size, 6, 'told again');
      const { jobs } = await platform.operations.listJobs({ queue: 'slow' });
      for (const { id } of jobs) await platform.operations.cancelJob(id);
      await decideAlerts(deps, now + 92 * MINUTE);
      await decideAlerts(deps, now + 93 * MINUTE);
      assert.equal(new Set(asked).size, 9);
      assert.deepEqual(
        asked.slice(6, 8).map((text) => text.split(' ')[1]),
        ['recovered', 'recovered'],
      );
      assert.match(texts.at(-1) ?? '', /^deep recovered: over; it held since \d{4}-/);
      assert.deepEqual(events, ['alert.fired', 'alert.fired', 'alert.recovered']);
      assert.equal((await platform.operations.alerts())[0]?.state, 'quiet');
    });

    it('a mail that is refused for now is told of by its job, and comes once', async () => {
      await write();
      refuses = true;
      const platform = await scene.run();
      await platform.operations.pauseQueue('slow', true);
      for (let n = 0; n < 2; n += 1) await enqueue(platform, { do: 'ok' }, { queue: 'slow' });
      const waiting = await waitFor('the refusal', async () => {
        const { jobs } = await platform.operations.listJobs({ task: 'skep.alert', state: ['retryable'] });
        return jobs[0];
      });
      const { attempts } = await platform.operations.getJob(waiting.id);
      assert.match(attempts.at(-1)?.error?.message ?? '', /greylisted/);
      refuses = false;
      await platform.operations.retryJob(waiting.id);
      assert.equal((await finished(platform, waiting.id)).state, 'completed');
      assert.equal(mails.length, 1);
    });

    it('that are not heard leave one word for each receiver, however often they are told', async () => {
      await write();
      const { engine, deps, now } = await decided();
      const stored = async (state: 'available' | 'cancelled'): Promise<number> =>
        (await engine.jobs.list({ tag: 'deep', states: [state] }, 100, null)).jobs.length;
      await engine.jobs.enqueue([newJob({ queue: 'slow' }), newJob({ queue: 'slow' })]);
      for (let hours = 0; hours < 5; hours += 1) {
        await decideAlerts(deps, now + hours * 61 * MINUTE);
        assert.deepEqual([await stored('available'), await stored('cancelled')], [3, 3 * hours]);
      }
    });

    it('whose words cannot be made say so once, however often they are told', async () => {
      await write();
      const lines: string[] = [];
      const logger = { ...silentLogger, error: ({ to }: { readonly to?: unknown }) => void lines.push(String(to)) };
      const enqueue = async (): Promise<never> => {
        throw new SkepError('PAYLOAD_INVALID', 'no text');
      };
      const { engine, deps, now } = await decided();
      await engine.jobs.enqueue([newJob({ queue: 'slow' }), newJob({ queue: 'slow' })]);
      for (let hours = 0; hours < 3; hours += 1) {
        await decideAlerts({ ...deps, logger, enqueuer: { enqueue } }, now + hours * 61 * MINUTE);
      }
      assert.deepEqual(lines, [`webhook 127.0.0.1:${receiver.port}`, 'ops@example.com', 'task work']);
    });

    it('know a process that took leave, however short its lease', async () => {
      await scene.project.write(`${BASIC}
alerts: { lost: { when: { workerLost: 1h }, to: [{ task: work }] } }
`);
      const { engine, deps, now } = await decided();
      const other = await scene.project.store.open();
      await other.fleet.join(INFO);
      await decideAlerts(deps, now);
      await other.fleet.leave();
      await decideAlerts(deps, now + 10 * MINUTE);
      assert.deepEqual((await engine.jobs.list({ tag: 'lost' }, 10, null)).jobs, []);
    });

    /** What decides, with jobs that nobody takes. */
    async function decided() {
      const loaded = await loadManifest(scene.project.file, { env: {} });
      assert.ok(loaded.ok);
      const { manifest } = loaded;
      const engine = await scene.project.store.open();
      const deps = {
        engine,
        generations: { current: () => ({ manifest }) },
        events: { emit: () => undefined },
        logger: silentLogger,
        enqueuer: {
          enqueue: (task: string, [{ options }]: readonly [Told]) =>
            engine.jobs.enqueue([newJob({ ...options, task, queue: 'told' })]),
        },
      } as unknown as AlerterDeps;
      return { engine, deps, now: await engine.now() };
    }
  });
}
