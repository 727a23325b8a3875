export * from './bind-tasks.ts';
export * from './handler-loader.ts';
