export * from './plan.ts';
export * from './reopen.ts';
export { hookPrefix } from './run-hooks.ts';
export * from './run.ts';
export { advance, begunAgain, type Found, type Turn, TURN_ITEMS, wanted, type Wanted } from './advance.ts';
export { counted } from './decide.ts';
export { itemEndOf } from './item-end.ts';
export { type Begun, itemId } from './items.ts';
export { PLAN_ROOTS, readsOf, readsOfStep, WHEN_ROOTS } from './scope.ts';
