export * from './capabilities.ts';
export * from './consumer-loop.ts';
export * from './engine.ts';
export * from './lease.ts';
