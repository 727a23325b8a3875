/** Ticks of the past, made by hand: the same ids as theirs, so that a tick that has fired makes nothing again. */
import { KeyRing } from '../../core/index.ts';
import type { ScheduleRow } from '../../engine/index.ts';
import type { ScheduleSpec } from '../../manifest/index.ts';
import type { RuntimeDeps } from '../ports.ts';
import { fairIn } from '../enqueueing/routing.ts';
import { tickMade } from './tick-claims.ts';

export interface BackfilledTick {
  readonly tickAt: number;
  /** Of its job or run. */
  readonly id: string;
  /** It is stored already, by the tick itself or a backfill before. */
  readonly existing: boolean;
}

/**
 * One after another, oldest first: what is stored when it fails stays, and the same call goes on from there.
 * @param row of the store; undefined where it does not know the schedule
 * @param ticks planned instants, epoch milliseconds
 */
export async function backfillTicks(
  schedule: ScheduleSpec,
  row: ScheduleRow | undefined,
  ticks: readonly number[],
  { engine, tracer, generations, clock }: Pick<RuntimeDeps, 'engine' | 'tracer' | 'generations' | 'clock'>,
): Promise<readonly BackfilledTick[]> {
  const { manifest, revision } = generations.current();
  const task = manifest.tasks[schedule.task ?? ''] ?? null;
  const about = { manifest, revision, keys: KeyRing.of(manifest.encryption), fair: fairIn(manifest) };
  const done: BackfilledTick[] = [];
  for (const tickAt of ticks) {
    const receipt = await tracer.tick(schedule.name, tickAt, async (carrier) => {
      const known = { ...about, carrier, now: clock.now(), task: (name: string) => manifest.tasks[name] };
      const { job, run } = tickMade({ schedule, task, row }, tickAt, known);
      const [stored] = run === undefined ? await engine.jobs.enqueue(job ? [job] : []) : await engine.runs.start([run]);
      return stored;
    });
    if (receipt !== undefined) done.push({ tickAt, id: receipt.id, existing: receipt.status === 'existing' });
  }
  const made = done.filter(({ existing }) => !existing);
  await engine.schedules.note(
    schedule.name,
    made.map(({ tickAt, id }) => ({ plannedAt: tickAt, from: null, id, by: 'backfill', why: null, blockedBy: null })),
  );
  return done;
}
