import { formatDuration } from '../../foundation/index.ts';

/** A length of time as a person says it: two units at most. @param ms 0 or more */
export function roughly(ms: number): string {
  const unit = ms < 10_000 ? 1 : ms < 3_600_000 ? 1_000 : ms < 172_800_000 ? 60_000 : 3_600_000;
  return formatDuration(Math.round(ms / unit) * unit);
}
