export * from './identity.ts';
export * from './operations.ts';
export * from './served.ts';
