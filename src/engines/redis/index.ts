export { RedisEngine } from './engine.ts';
export type { RedisEngineOptions } from './parts.ts';
