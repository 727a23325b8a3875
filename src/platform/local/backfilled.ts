/** The ticks of a time that is over, made by hand. */
import { ticksBetween } from '../../core/index.ts';
import type { Engine } from '../../engine/index.ts';
import { iso, SkepError } from '../../foundation/index.ts';
import type { ScheduleSpec } from '../../manifest/index.ts';
import type { Enqueuer } from '../../runtime/index.ts';
import type { BackfilledView, BackfillRequest, BackfillView } from '../../api/index.ts';
import { instantOf } from '../views/planned-ticks.ts';

const LIMIT = 100;
const MOST = 1_000;

export interface BackfillParts {
  readonly engine: Engine;
  readonly enqueuer: Pick<Enqueuer, 'backfill'>;
}

/** @throws SkepError REQUEST_INVALID */
export async function backfilled(
  spec: ScheduleSpec,
  { from, to, limit = LIMIT, dryRun = false }: BackfillRequest,
  { engine, enqueuer }: BackfillParts,
): Promise<BackfillView> {
  const [begin, end, now] = [instantOf('from', from), instantOf('to', to), await engine.now()];
  if (end < begin) throw new SkepError('REQUEST_INVALID', '`to` lies before `from`');
  if (end > now) {
    throw new SkepError('REQUEST_INVALID', `to: ${iso(end)} is still to come`, {
      hint: 'its ticks fire by themselves',
    });
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw new SkepError('REQUEST_INVALID', `limit: a whole number from 1 to ${MOST} is needed`);
  }
  const found = ticksBetween(spec.timing, begin - 1, end, limit + 1);
  const ticks = found.slice(0, limit);
  const row = (await engine.schedules.list()).find(({ name }) => name === spec.name);
  const made = dryRun ? await planned(spec, ticks, engine) : shown(await enqueuer.backfill(spec, row, ticks));
  return { schedule: spec.name, dryRun, ticks: made, more: found.length > limit };
}

function shown(made: Awaited<ReturnType<Enqueuer['backfill']>>): readonly BackfilledView[] {
  return made.map(({ tickAt, id, existing }) => ({ plannedAt: iso(tickAt), id, existing }));
}

async function planned(
  { name, task }: ScheduleSpec,
  ticks: readonly number[],
  { jobs, runs }: Engine,
): Promise<readonly BackfilledView[]> {
  const views: BackfilledView[] = [];
  for (const tick of ticks) {
    const id = `${name}@${iso(tick)}`;
    const state = task === null ? await runs.stateOf(id) : await jobs.get(id);
    views.push({ plannedAt: iso(tick), id, existing: state !== null });
  }
  return views;
}
