import type { Schedule } from '../api/types.generated.ts';
import { spanOf } from '../parts/times.ts';

/** When it fires, as the manifest says it. */
export function Rhythm({
  schedule: { cron, everyMs, timezone },
}: {
  readonly schedule: Pick<Schedule, 'cron' | 'everyMs' | 'timezone'>;
}) {
  return (
    <>
      {cron === null ? `every ${spanOf(everyMs ?? 0)}` : <code>{cron}</code>}
      {cron !== null && <small>{timezone ?? 'UTC'}</small>}
    </>
  );
}
