/** Claims ticks in the store: cursor and job in one step, each tick under a trace of its own. */
import { followsRealTime, KeyRing, type NewRun } from '../core/index.ts';
import type { NewJob, ScheduleRow, TickClaim, TickReceipt } from '../engine/index.ts';
import { iso, type Json } from '../foundation/index.ts';
import { fillerOf, type Generation, type ScheduleSpec, tickPayload, type TaskSpec } from '../manifest/index.ts';
import type { TickDecision } from './due-ticks.ts';
import { defaultOptions, type DraftedIn, jobOf } from './draft.ts';
import type { RuntimeDeps } from './ports.ts';
import { fairIn } from './routing.ts';
import { draftOf, runOf } from './run-starter.ts';
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

/** @returns receipts in order of the ticks */
export async function claimTicks(
  ticks: readonly PlannedTick[],
  { revision, manifest }: Pick<Generation, 'revision' | 'manifest'>,
  { engine, tracer, tally, now }: Pick<RuntimeDeps, 'engine' | 'tracer' | 'tally'> & { readonly now: number },
): Promise<readonly TickReceipt[]> {
  // The carriers are needed before the one call that claims all ticks; the spans stay open around it.
  const task = (name: string): TaskSpec | undefined => manifest.tasks[name];
  const gate = openGate();
  const keys = KeyRing.of(manifest.encryption);
  const fair = fairIn(manifest);
  const traced: Promise<unknown>[] = [];
  const claims = await Promise.all(
    ticks.map(async ({ entry, decision }): Promise<TickClaim> => {
      const claim = { schedule: entry.schedule.name, spec: entry.schedule.spec, from: decision.from, to: decision.to };
      if (!decision.run) return { ...claim, job: null, ...whyOf(decision) };
      return new Promise<TickClaim>((resolve, reject) => {
        const span = tracer.tick(entry.schedule.name, decision.to, (carrier) => {
          resolve({
            ...claim,
            ...tickMade(entry, decision.to, { manifest, revision, carrier, keys, fair, task, now }),
          });
          return gate.passed;
        });
        span.catch(reject);
        traced.push(span);
      });
    }),
  );
  const call = engine.schedules.claim(claims);
  gate.open(call);
  await Promise.allSettled(traced);
  const receipts = await call;
  if (tally)
    tally.ticked += receipts.filter(({ status }, at) => status === 'claimed' && ticks[at]?.decision.run).length;
  return receipts;
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
