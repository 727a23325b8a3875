export * from './capabilities.ts';
export * from './consumer-loop.ts';
export * from './consuming.ts';
export * from './coordination.ts';
export * from './engine.ts';
export * from './lease.ts';
export * from './new-job.ts';
export * from './observed.ts';
