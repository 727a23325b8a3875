export { RedisEngine, type RedisEngineOptions } from './engine.ts';
