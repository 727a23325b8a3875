/** Alerts by real platforms: told once by all processes of a store, to a real server of HTTP, one of mail, and a task. */
import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';

import { SkepError, silentLogger } from '../../src/foundation/index.ts';
import { loadManifest } from '../../src/manifest/index.ts';
import { type AlerterDeps, decideAlerts } from '../../src/platform/alerts/alerter.ts';
import { signature } from '../../src/binding/request/letter.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { Receiver } from '../support/receiver.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const MINUTE = 60_000;

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
    before(async () => {
      await receiver.start();
      smtp = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onAuth: ({ username, password }, _session, done) =>
          done(null, password === 'pass' ? { user: username } : undefined),
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
      assert.deepEqual((await platform.operations.alerts())[0]?.silence, { until: null, by: 'ann' });
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
      assert.deepEqual(events, ['alert.fired', 'alert.fired', 'alert.recovered']);
      assert.equal((await platform.operations.alerts())[0]?.state, 'quiet');
    });
  });
}
