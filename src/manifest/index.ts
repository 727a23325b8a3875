export * from './manifest.ts';
export * from './ports.ts';
