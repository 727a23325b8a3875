/** Chance that comes out the same for the same seed. */

/** Mulberry32 (Tommy Ettinger, 2017): 32 bits of state, enough for a model. @returns uniform in [0, 1) */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Between two arrivals of a Poisson process. @returns milliseconds */
export function untilNext(meanMs: number, random: () => number): number {
  return -meanMs * Math.log(1 - random());
}

/** How long something takes: half of them up to `p50`, 19 of 20 up to `p95`, as a log-normal does; equal ones: always so long. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

/** Of the standard normal distribution. */
const Z95 = 1.6449;

/** @returns milliseconds */
export function drawn({ p50, p95 }: Spread, random: () => number): number {
  if (p95 <= p50 || p50 <= 0) return p50;
  const sigma = Math.log(p95 / p50) / Z95;
  return p50 * Math.exp(sigma * normal(random));
}

/** Box and Muller, 1958. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
