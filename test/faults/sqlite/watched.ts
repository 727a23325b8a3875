/** An engine together with its connection to the file, where a test may set limits or stand at each statement. */
import { SqliteEngine, type SqliteEngineOptions } from '../../../src/engines/sqlite/index.ts';
import { Store } from '../../../src/engines/sqlite/store.ts';

export interface Watched {
  readonly engine: SqliteEngine;
  readonly store: Store;
}

export async function openWatched(options: SqliteEngineOptions): Promise<Watched> {
  const given = Object.getOwnPropertyDescriptor(Store.prototype, 'exec')?.value as Store['exec'];
  const stores = new Set<Store>();
  Store.prototype.exec = function exec(this: Store, sql: string): void {
    stores.add(this);
    given.call(this, sql);
  };
  const engine = new SqliteEngine(options);
  try {
    await engine.open();
  } finally {
    Store.prototype.exec = given;
  }
  const [store] = stores;
  if (!store) throw new Error('the engine opened no file');
  return { engine, store };
}
