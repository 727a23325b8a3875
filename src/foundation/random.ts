import { randomBytes } from 'node:crypto';

/** For what nobody may guess. */
export function secretBytes(count: number): Buffer {
  return randomBytes(count);
}

/** Uniform in [0, 1); injected so that tests can foresee it. Not for secrets. */
export type RandomSource = () => number;

/** Node's own generator. */
export const systemRandom: RandomSource = () => Math.random();
