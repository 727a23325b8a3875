/** What became of a tick, as it is shown. */
import { tickDelay } from '../../core/index.ts';
import type { TickRecord } from '../../engine/index.ts';
import { iso } from '../../foundation/index.ts';
import type { ScheduleSpec } from '../../manifest/index.ts';
import type { TickRecordView } from '../../api/index.ts';

/** @param spec by which it is due later than planned, as the manifest in force has it */
export function tickRecordView(spec: ScheduleSpec, record: TickRecord): TickRecordView {
  const { plannedAt, from, at, id, by, why, blockedBy } = record;
  return {
    plannedAt: iso(plannedAt),
    from: from === null ? null : iso(from),
    decidedAt: iso(at),
    lagMs: by === 'tick' ? Math.max(0, at - plannedAt - tickDelay(spec, plannedAt)) : null,
    ...{ id, by, why, blockedBy },
  };
}
