import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Engine, type EngineTimings } from '../../src/engine/index.ts';
import { openSqliteEngine } from '../../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../../src/foundation/index.ts';
import { type EngineHarness, type StoreAddress, type TestStore, timingsOf } from '../conformance/harness.ts';

export async function openAt(address: StoreAddress, timings: EngineTimings): Promise<Engine> {
  return openSqliteEngine({ path: address['path'] ?? '', timings, clock: systemClock, newId });
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
    dispose: async () => {
      await Promise.all(engines.map((engine) => engine.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const harness: EngineHarness = { name: 'sqlite', newStore, skip: [] };
