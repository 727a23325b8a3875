export type { Apart, FarFunction, FarModule, FarResource, FarWork } from './apart.ts';
export * from './bind-tasks.ts';
export * from './handler-loader.ts';
