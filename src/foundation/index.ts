export * from './clock.ts';
export * from './diagnostics.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './json.ts';
export * from './logger.ts';
export * from './service.ts';
