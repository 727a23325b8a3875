/** Claims ticks in the store: cursor and job in one step, each tick under a trace of its own. */
import { followsRealTime, KeyRing, type NewRun, tell } from '../../core/index.ts';
import type { NewJob, ScheduleRow, TickClaim, TickReceipt } from '../../engine/index.ts';
import { iso, type Json, type LogFields, messageOf, type SkepError } from '../../foundation/index.ts';
import { fillerOf, type Generation, type ScheduleSpec, tickPayload, type TaskSpec } from '../../manifest/index.ts';
import type { TickDecision } from './due-ticks.ts';
import { defaultOptions, type DraftedIn, jobOf } from '../enqueueing/draft.ts';
import { isFinal } from '../final.ts';
import type { RuntimeDeps } from '../ports.ts';
import { fairIn } from '../enqueueing/routing.ts';
import { draftOf, runOf } from '../enqueueing/run-starter.ts';
import type { Entry } from './schedule-book.ts';

export interface PlannedTick {
  readonly entry: Entry;
  readonly decision: TickDecision;
}

/**
 * The key of a tick: equal in all processes, so the job of one tick can only be stored once. What follows real time goes
 * on after a clock was set back, and comes to the same instants again: they are told apart by how often that was so.
 */
function tickJobId({ schedule, row }: Pick<Made, 'schedule' | 'row'>, tickAt: number): string {
  const again = row !== undefined && row.setBack > 0 && followsRealTime(schedule.timing) ? `~${row.setBack}` : '';
  return `${schedule.name}@${iso(tickAt)}${again}`;
}

/**
 * A tick whose job or run is refused is decided without one: it holds up no other.
 * @returns receipts in order of the ticks
 */
export async function claimTicks(
  ticks: readonly PlannedTick[],
  generation: Pick<Generation, 'revision' | 'manifest'>,
  { engine, tracer, tally, logger, now }: ClaimDeps,
): Promise<readonly TickReceipt[]> {
  // The carriers are needed before the one call that claims all ticks; the spans stay open around it.
  const gate = openGate();
  const traced: Promise<unknown>[] = [];
  const refusals = new Map<number, SkepError>();
  const rows = rowsBefore(ticks);
  const about = aboutTicks(generation, now);
  const claiming = ticks.map(async ({ entry, decision }, at): Promise<TickClaim> => {
    const { name: schedule, spec } = entry.schedule;
    const { from, to } = decision;
    if (!decision.run) return { schedule, spec, from, to, job: null, ...whyOf(decision) };
    return new Promise<TickClaim>((resolve, reject) => {
      const span = tracer.tick(schedule, to, async (carrier) => {
        const made = tickMade({ ...entry, row: rows[at] }, to, { ...about, carrier });
        resolve({ schedule, spec, from, to, ...made });
        await gate.passed;
      });
      span.catch((error: unknown) => {
        if (!isFinal(error)) {
          reject(error instanceof Error ? error : new Error(messageOf(error)));
          return;
        }
        refusals.set(at, error);
        // The first one of all decides its instant alone: a cursor that stood still there would bring it again.
        resolve({ schedule, spec, from, to: Math.max(to, from + 1), job: null, why: 'refused' });
      });
      traced.push(span);
    });
  });
  const call = Promise.all(claiming).then((claims) => engine.schedules.claim(claims));
  gate.open(call);
  await Promise.allSettled(traced);
  const receipts = await call;
  receipts.forEach(({ status }, at) => {
    const tick = ticks[at];
    if (status !== 'claimed' || tick?.decision.run !== true) return;
    const refusal = refusals.get(at);
    if (refusal === undefined) {
      if (tally) tally.ticked += 1;
    } else tell(logger, 'tick.refused', refusedFields(tick, refusal));
  });
  return receipts;
}

type ClaimDeps = Pick<RuntimeDeps, 'engine' | 'tracer' | 'tally' | 'logger'> & { readonly now: number };

function aboutTicks(
  { revision, manifest }: Pick<Generation, 'revision' | 'manifest'>,
  now: number,
): Omit<About, 'carrier'> {
  const task = (name: string): TaskSpec | undefined => manifest.tasks[name];
  return { manifest, revision, keys: KeyRing.of(manifest.encryption), fair: fairIn(manifest), task, now };
}

/** Of each tick the row as it is by then: those before it in the same call count, and are the tick before. */
function rowsBefore(ticks: readonly PlannedTick[]): readonly ScheduleRow[] {
  const known = new Map<Entry, ScheduleRow>();
  return ticks.map(({ entry, decision }) => {
    const row = known.get(entry) ?? entry.row;
    if (decision.run) known.set(entry, { ...row, lastTickAt: decision.to, runs: row.runs + 1 });
    return row;
  });
}

function refusedFields({ entry, decision }: PlannedTick, { code, message }: SkepError): LogFields {
  return { schedule: entry.schedule.name, tickAt: iso(decision.to), reason: `${code}: ${message}` };
}

function openGate(): { readonly passed: Promise<void>; open(call: Promise<unknown>): void } {
  let pass: (after: Promise<void>) => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  // Nobody waits behind the gate when all ticks of the call are missed ones.
  passed.catch(() => undefined);
  return { passed, open: (call) => pass(call.then(() => undefined)) };
}

function whyOf({ why, blockedBy }: TickDecision): Pick<TickClaim, 'why' | 'blockedBy'> {
  return { ...(why && { why }), ...(blockedBy !== undefined && { blockedBy }) };
}

type About = Omit<DraftedIn, 'origin'> & Pick<Generation, 'manifest'> & { readonly now: number };

/** What a tick is made of; without a row none was there before. */
type Made = Pick<Entry, 'schedule' | 'task'> & { readonly row: ScheduleRow | undefined };

/** Every process makes the same, under an id that says so. */
export function tickMade(entry: Made, tickAt: number, about: About): Pick<TickClaim, 'job' | 'run'> {
  const { schedule, task, row } = entry;
  if (task !== null) return { job: tickJob({ schedule, task, row }, tickAt, about) };
  return { job: null, run: tickRun(entry, tickAt, about) };
}

function tickRun({ schedule, row }: Made, tickAt: number, { manifest, revision, carrier, now }: About): NewRun {
  const input = payloadAt(schedule, row, { tickAt, now });
  const draft = draftOf({ workflow: schedule.workflow ?? '', input }, manifest);
  const id = tickJobId({ schedule, row }, tickAt);
  return runOf({ id, ...draft }, { revision, carrier, schedule: { name: schedule.name, tickAt } });
}

function tickJob(
  { schedule, task, row }: Made & { readonly task: TaskSpec },
  tickAt: number,
  { now, ...about }: Omit<DraftedIn, 'origin'> & { readonly now: number },
): NewJob {
  const payload = fillerOf(task.input)(payloadAt(schedule, row, { tickAt, now }));
  const options = { ...defaultOptions(task), id: tickJobId({ schedule, row }, tickAt) };
  const origin = { schedule: { name: schedule.name, tickAt } };
  return jobOf({ task, payload, payloadText: JSON.stringify(payload), options }, { ...about, origin }, noId);
}

/** The payload of one tick, its expressions filled in. @param row before it */
export function payloadAt(
  { name, payload }: Pick<ScheduleSpec, 'name' | 'payload'>,
  row: Pick<ScheduleRow, 'lastTickAt' | 'runs'> | undefined,
  { tickAt, now }: { readonly tickAt: number; readonly now: number },
): Json {
  return tickPayload(payload, {
    schedule: name,
    plannedAt: iso(tickAt),
    firedAt: iso(now),
    previousAt: row === undefined || row.lastTickAt === null ? null : iso(row.lastTickAt),
    lateMs: Math.max(0, now - tickAt),
    number: (row?.runs ?? 0) + 1,
  });
}

function noId(): never {
  throw new Error('the id of a tick follows from its schedule');
}
