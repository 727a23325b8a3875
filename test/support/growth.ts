/** How the work of something grows with its input: a relation of two runs, so that slow and busy machines agree. */
import assert from 'node:assert/strict';

/** The first one that shows less than the limit ends it, so that many cost only what fails. */
const ROUNDS = 12;
/** Four times the input: linear work takes 4 times as long, quadratic 16 times. The middle of both, on their scale. */
const FACTOR = 4;
const LIMIT = 8;
/** Below this, in µs of the processor, a run is too short to tell growth from noise, and short enough for anybody. */
const TOO_SHORT_US = 20_000;

/**
 * Fails when the work grows like the square of the input or faster.
 * @param work one run; is given what `make` made
 * @param make the input of a size
 * @param size of the smaller input, large enough that quadratic work would be seen: some ten thousand characters
 */
export async function assertLinear<T>(
  work: (input: T) => unknown,
  make: (size: number) => T,
  size: number,
): Promise<void> {
  const [small, large] = [make(size), make(size * FACTOR)];
  await work(small);
  let least = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
  // The least of several is the run that nobody disturbed.
  for (let round = 0; round < ROUNDS; round += 1) {
    least = { small: Math.min(least.small, await cost(work, small)), large: least.large };
    least = { small: least.small, large: Math.min(least.large, await cost(work, large)) };
    if (least.large < TOO_SHORT_US || least.large < LIMIT * least.small) return;
  }
  // Once more a size further on, where what the collector of garbage happens to do weighs less.
  const larger = await cost(work, make(size * FACTOR * FACTOR));
  if (larger < LIMIT * LIMIT * least.small) return;
  assert.fail(`${FACTOR} times the input took ${(least.large / least.small).toFixed(1)} times the work`);
}

/** µs of the processor, which other processes do not use up. */
async function cost<T>(work: (input: T) => unknown, input: T): Promise<number> {
  const before = process.cpuUsage();
  await work(input);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
