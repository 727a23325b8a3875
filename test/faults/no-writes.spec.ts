/** W18: a store that answers every read and takes no write (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import type { Redis } from 'ioredis';
import { openStore } from '../../src/engines/sqlite/opening.ts';
import { SkepError, systemClock } from '../../src/foundation/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { told } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import type { WorkerProcess } from './harness/worker.ts';
import { BASIC, type World } from './harness/world.ts';

interface Trouble {
  readonly begin: (processes: readonly WorkerProcess[]) => Promise<void>;
  readonly end: (processes: readonly WorkerProcess[]) => Promise<void>;
  /** A process that is started in it. */
  readonly start: () => WorkerProcess;
  readonly reason: RegExp;
}

/** More attempts than leases can end. */
const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 20');

function saw(worker: WorkerProcess, ...events: readonly string[]): string | undefined {
  return worker.log().find((line) => events.includes(String(line['event'])))?.msg;
}

/** It is told of where work goes on, at a start and to whoever enqueues; a stop ends; and all goes on behind it. */
async function endured(world: World, { begin, end, start, reason }: Trouble): Promise<void> {
  await world.manifest(PATIENT);
  const [there, leaving] = [await world.worker(), await world.worker()];
  await world.enqueueMany(20, { do: 'hang-once' });
  await world.started(20);
  await begin([there, leaving]);
  const late = start();
  await waitFor('all to say so', () => [there, leaving, late].every((one) => saw(one, 'store.gone', 'store.refuses')));
  assert.match(saw(late, 'store.gone', 'store.refuses') ?? '', reason);
  // It has come no further than that: nothing waits for it. The other one's outcomes, and its leave, are not stored.
  assert.equal((await late.terminate()).signal, null);
  assert.equal((await leaving.terminate()).code, 1);
  await end([there]);
  await waitFor('it to go on', () => saw(there, 'store.back', 'store.works'));
  await world.progresses();
  await world.check({ duplicates: 20, except: { I5: 'no renewal gets through, whoever is alive' } });
}

async function refused(world: World): Promise<void> {
  const { operations } = await world.api();
  await assert.rejects(
    operations.enqueue('work', [{ payload: { do: 'ok' } }]),
    (error) => error instanceof SkepError && error.code === 'STORE_UNREACHABLE',
  );
}

family('A store that answers and takes no write', (scenario) => {
  const ON_REDIS: readonly (readonly [
    what: string,
    begin: readonly string[],
    end: readonly string[],
    reason: RegExp,
  ])[] = [
    ['CLIENT PAUSE WRITE', ['CLIENT', 'PAUSE', '3600000', 'WRITE'], ['CLIENT', 'UNPAUSE'], /no answer|has waited for/],
    [
      'NOREPLICAS',
      ['CONFIG', 'SET', 'min-replicas-to-write', '1'],
      ['CONFIG', 'SET', 'min-replicas-to-write', '0'],
      /out of connections or of replicas/,
    ],
  ];
  for (const [what, begin, end, reason] of ON_REDIS) {
    scenario(`W18 ${what}: all say so, stops end, all goes on`, { engines: ['redis'] }, (world) => {
      const say = async ([command = '', ...args]: readonly string[]): Promise<void> => {
        await told(world.store.server, (client: Redis) => client.call(command, ...args));
      };
      return endured(world, {
        begin: async () => {
          await say(begin);
          await refused(world);
        },
        end: () => say(end),
        start: () => world.spawn(),
        reason,
      });
    });
  }

  // A third of the lease is what the thread that renews it would wait for a lock at once.
  scenario(
    'W18 a stop beside a long reader, and beside one who has the write lock',
    { engines: ['sqlite'], leaseMs: 120_000 },
    async (world) => {
      const [read, locked] = [await world.worker(), await world.worker()];
      const store = await openStore({ path: world.store.file, clock: systemClock });
      store.exec('BEGIN');
      store.number('SELECT count(*) FROM processes');
      await world.exits(read);
      store.exec('ROLLBACK; BEGIN IMMEDIATE');
      // It could not take its leave; that is its code, and no signal.
      await world.exits(locked, { code: 1 });
      store.exec('ROLLBACK');
      store.close();
    },
  );

  scenario('W18 writes of a file fail: all say so, stops end, all goes on', { engines: ['sqlite'] }, async (world) => {
    // Beyond the ledger, within the log of the store.
    const limit = ['--fsize=65536:unlimited'];
    const set = (processes: readonly WorkerProcess[], to: string): void => {
      for (const { pid } of processes) execFileSync('prlimit', ['--pid', String(pid), to]);
    };
    await endured(world, {
      begin: async (processes) => set(processes, limit[0] ?? ''),
      end: async (processes) => set(processes, '--fsize=unlimited:unlimited'),
      start: () => world.spawn({ within: ['prlimit', ...limit] }),
      reason: /disk I\/O error/,
    });
  });
});
