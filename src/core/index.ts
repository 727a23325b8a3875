export * from './events.ts';
export * from './handler.ts';
export * from './job.ts';
export * from './outcome.ts';
export * from './retry-policy.ts';
export * from './states.ts';
export * from './timing.ts';
export * from './tracing.ts';
