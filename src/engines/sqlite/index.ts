export { openSqliteEngine, SqliteEngine, type SqliteEngineOptions } from './engine.ts';
