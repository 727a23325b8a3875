export type { FarTracing } from './messages.ts';
export { Pools, type PoolsView } from './pools.ts';
