import { systemClock } from '../../src/foundation/index.ts';

const HOUR_MINUTES = 60;
const MINUTE_MS = 60_000;

/**
 * A cron expression that fires once an hour, and not while a test runs: at the full hour, `every: 1h` would.
 * @param shift minutes that the tick lies later, to have another expression
 * @returns such as `37 * * * *`: half an hour from now, counted in UTC
 */
export function hourlyFarFromNow(shift = 0): string {
  const minute = Math.floor(systemClock.now() / MINUTE_MS) % HOUR_MINUTES;
  return `${String((minute + HOUR_MINUTES / 2 + shift) % HOUR_MINUTES)} * * * *`;
}
