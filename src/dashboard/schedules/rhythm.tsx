import type { Schedule } from '../api/types.generated.ts';
import { intervalOf } from '../parts/times.ts';

/** When it fires, as the manifest says it. */
export function Rhythm({
  schedule: { cron, everyMs, at, timezone },
}: {
  readonly schedule: Pick<Schedule, 'cron' | 'everyMs' | 'at' | 'timezone'>;
}) {
  if (at !== null) return `at ${at.length === 1 ? 'one instant' : `${at.length} instants`}`;
  return (
    <>
      {cron === null ? `every ${intervalOf(everyMs ?? 0)}` : <code>{cron}</code>}
      {cron !== null && <small>{timezone ?? 'UTC'}</small>}
    </>
  );
}
