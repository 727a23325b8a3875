import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Engine, type EngineTimings } from '../../src/engine/index.ts';
import { openStore } from '../../src/engines/sqlite/opening.ts';
import { openSqliteEngine } from '../../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../../src/foundation/index.ts';
import { type EngineHarness, type StoreAddress, type TestStore, timingsOf } from '../conformance/harness.ts';
import { watched } from './watched.ts';

export async function openAt(address: StoreAddress, timings: EngineTimings): Promise<Engine> {
  return watched(await openSqliteEngine({ path: address['path'] ?? '', timings, clock: systemClock, newId }));
}

async function newStore(): Promise<TestStore> {
  const folder = await mkdtemp(path.join(tmpdir(), 'skep-sqlite-'));
  const address = { path: path.join(folder, 'store.db') };
  const engines: Engine[] = [];
  return {
    address,
    open: async (timings) => {
      const engine = await openAt(address, timingsOf(timings));
      engines.push(engine);
      return engine;
    },
    endLeases: async (session) => {
      const store = await openStore({ path: address.path, clock: systemClock });
      // Others write.
      store.exec('PRAGMA busy_timeout = 60000');
      store.run('UPDATE processes SET lease_until = 0, until_host = 0 WHERE session = ?', session);
      store.close();
    },
    dispose: async () => {
      await Promise.all(engines.map((engine) => engine.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const harness: EngineHarness = { name: 'sqlite', newStore, skip: [] };
