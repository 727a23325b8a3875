/**
 * Engines as the product opens them: told about, by the wrapper that every platform puts around them. Each event is made
 * and thrown away, so that no test passes only while nobody listens.
 */
import { type Engine, observe } from '../../src/engine/index.ts';
import { systemClock } from '../../src/foundation/index.ts';

export function watched(engine: Engine): Engine {
  return observe(engine, { emit: () => undefined }, systemClock);
}
