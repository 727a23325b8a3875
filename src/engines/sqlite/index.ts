export { openSqliteEngine, SqliteEngine } from './engine.ts';
export type { SqliteEngineOptions } from './options.ts';
