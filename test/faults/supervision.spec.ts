/** What systemd is told when something stands still: it is to start a process anew that hangs, not one whose store is away. */
import { strict as assert } from 'node:assert';
import { Proxy } from '../support/proxy.ts';
import { hasSystemd, type Notice, NotifySocket } from '../support/systemd.ts';
import { waitFor } from '../support/wait-for.ts';
import { family } from './harness/scenario.ts';
import type { WorkerProcess } from './harness/worker.ts';
import { BASIC, type World } from './harness/world.ts';

const REDIS = { engines: ['redis'] } as const;
const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 20');
const EVERY_MS = 100;
/** Long enough for many rounds of the watchdog, and for a late one that was on its way. */
const BLOCKED_MS = 4_000;

const STUCK_ROUNDS = 10;

function isStuck({ fields }: Notice): boolean {
  return fields['STATUS']?.startsWith('stuck: queue default: no progress') ?? false;
}

if (hasSystemd()) {
  family('Supervision by systemd', (scenario) => {
    scenario('a loop that stands still feeds no watchdog', async (world) => {
      await supervised(world, async (socket, worker) => {
        await worker.ready();
        await fed(socket);
        await world.enqueueMany(1, { do: 'block', ms: BLOCKED_MS });
        await world.settled();
        await fed(socket);
        const [start, end] = world.ledger.of('start', 'end').map(({ at }) => at);
        assert.ok(start !== undefined && end !== undefined && end - start >= BLOCKED_MS);
        // What was sent before may come late.
        const meanwhile = socket.with('WATCHDOG').filter(({ at }) => at > start + BLOCKED_MS / 2 && at < end);
        assert.deepEqual(meanwhile, []);
      });
      await world.check({ faultless: true });
    });

    scenario('consumers that stand still while the store answers feed none, until they go on', REDIS, async (world) => {
      const proxy = await Proxy.start(world.store.server.port);
      try {
        await world.api();
        await world.manifest(PATIENT, proxy.url);
        await supervised(world, async (socket, worker) => {
          await worker.ready();
          await fed(socket);
          world.ledger.process('stall', worker.pid);
          proxy.role = 'skep-worker';
          proxy.mode = 'hole';
          const line = await worker.logged(
            await waitFor('the log', () => worker.log().find(({ event }) => event === 'supervisor.unfed')?.msg),
          );
          assert.equal(line.level, 'error');
          // A check that a loaded machine answers late is hope for one round.
          await waitFor('systemd to be told round after round, and not to be fed', () => {
            const rounds = socket.notices().filter(({ fields }) => fields['WATCHDOG'] ?? fields['STATUS']);
            return rounds.length > STUCK_ROUNDS && rounds.slice(-STUCK_ROUNDS).every(isStuck);
          });
          proxy.mode = 'pass';
          proxy.cut('skep-worker');
          await fed(socket);
          await world.enqueueMany(5, { do: 'ok' });
          await world.check({ duplicates: 5 });
        });
      } finally {
        proxy.mode = 'pass';
        await proxy.close();
      }
    });

    scenario('a store that is away is no reason to start anew, nor one that is not there yet', REDIS, async (world) => {
      await supervised(world, async (socket, worker) => {
        await worker.ready();
        await fed(socket);
        await world.store.server.kill();
        await worker.logged(
          await waitFor('the log', () => worker.log().find(({ event }) => event === 'store.gone')?.msg),
        );
        // More time than any consumer may stand still while the store is there.
        const rounds = socket.with('WATCHDOG').length + 12_000 / EVERY_MS;
        await waitFor('the watchdog to be fed through the outage', () => socket.with('WATCHDOG').length >= rounds);
        assert.deepEqual(
          worker.log().filter(({ event }) => event === 'supervisor.unfed'),
          [],
        );
        await supervised(world, async (early) => {
          await waitFor('more time for the start', () => early.with('EXTEND_TIMEOUT_USEC').length > 0);
          assert.deepEqual(early.with('READY'), []);
          await world.store.server.run();
          await waitFor('the start', () => early.with('READY').length === 1);
          await fed(early);
        });
        await world.enqueueMany(5, { do: 'ok' });
        await world.check({ faultless: true });
      });
    });
  });
} else {
  describe('Supervision by systemd', () => {
    it('needs systemd-notify and perl', function () {
      this.skip();
    });
  });
}

let sockets = 0;

async function supervised(
  world: World,
  play: (socket: NotifySocket, worker: WorkerProcess) => Promise<void>,
): Promise<void> {
  const address = world.path(`notify-${(sockets += 1)}`);
  const socket = await NotifySocket.listen(address);
  const worker = world.spawn({ env: { NOTIFY_SOCKET: address, WATCHDOG_USEC: `${2 * EVERY_MS * 1_000}` } });
  try {
    await play(socket, worker);
  } finally {
    await worker.kill();
    socket.close();
  }
}

/** Waits until the watchdog is fed from now on. */
async function fed(socket: NotifySocket): Promise<void> {
  const before = socket.with('WATCHDOG').length;
  await waitFor('the watchdog to be fed', () => socket.with('WATCHDOG').length >= before + 3);
}
