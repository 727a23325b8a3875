/** When schedules tick in the time to come, and how many ticks fall together. */
import { latestTick, tickDelay, ticksBetween } from '../../core/index.ts';
import { DURATION_FORM, iso, parseDuration, SkepError } from '../../foundation/index.ts';
import type { Manifest, ScheduleSpec } from '../../manifest/index.ts';
import type { AgendaEntry, AgendaView, ScheduleView } from '../../api/index.ts';
import { leftOf } from './planned-ticks.ts';

const DEFAULT_MS = 86_400_000;
const LONGEST_MS = 7 * DEFAULT_MS;
const SHORTEST_MS = 60_000;
/** Numbers of the load. */
const STEPS = 48;
/** Ticks of one schedule that are counted: one a minute for two days, so that no schedule takes a second to tell of. */
const COUNTED = 3_000;
const SHOWN = 100;

type Planned = Pick<ScheduleView, 'name' | 'paused' | 'inForce' | 'runs'>;

interface Around {
  readonly schedules: Manifest['schedules'];
  readonly views: readonly Planned[];
  /** Of the store. */
  readonly now: number;
}

interface Range {
  readonly now: number;
  readonly to: number;
  readonly stepMs: number;
}

/** @throws SkepError REQUEST_INVALID */
export async function agendaOf(within: string | undefined, { schedules, views, now }: Around): Promise<AgendaView> {
  const rangeMs = rangeOf(within);
  const range = { now, to: now + rangeMs, stepMs: Math.ceil(rangeMs / STEPS) };
  const load = new Array<number>(STEPS).fill(0);
  const entries: AgendaEntry[] = [];
  for (const view of views) {
    const spec = schedules[view.name];
    if (spec === undefined) continue;
    const { steps, ...told } = toldOf(spec, leftOf(spec, view.runs), range);
    const idle = view.paused || !view.inForce;
    if (!idle) for (const [step, count] of steps.entries()) load[step] = (load[step] ?? 0) + count;
    entries.push({ schedule: view.name, idle, ...told });
    // Others get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { from: iso(now), to: iso(range.to), stepMs: range.stepMs, load, schedules: entries };
}

interface Told extends Omit<AgendaEntry, 'schedule' | 'idle'> {
  /** Ticks by step. */
  readonly steps: readonly number[];
}

/** @param left how many more it may fire */
function toldOf(spec: ScheduleSpec, left: number, range: Range): Told {
  const { now, to } = range;
  const due = (tick: number): string => iso(tick + tickDelay(spec, tick));
  const found = ticksBetween(spec.timing, now, to, Math.min(COUNTED + 1, left));
  const ticks = found.slice(0, SHOWN).map(due);
  const beyond = found.length > COUNTED;
  const { timing } = spec;
  if (beyond && timing.kind === 'every') {
    const steps = ofInterval(timing.everyMs, left, range);
    const count = sum(steps);
    const last = (Math.floor(now / timing.everyMs) + count) * timing.everyMs;
    return { steps, count, more: false, ticks, last: due(last) };
  }
  const counted = found.slice(0, COUNTED);
  // Of those that are not counted the last is known where nothing ends them before the range does.
  const last = !beyond ? found.at(-1) : left === Infinity ? latestTick(timing, to) : null;
  const steps = byStep(
    counted.map((tick) => tick + tickDelay(spec, tick)),
    range,
  );
  return { steps, count: counted.length, more: beyond, ticks, last: last == null ? null : due(last) };
}

/** @param ticks the instants at which they are due: later than planned by what they are spread over */
function byStep(ticks: readonly number[], { now, stepMs }: Range): number[] {
  const steps = new Array<number>(STEPS).fill(0);
  for (const at of ticks) {
    const step = Math.min(STEPS - 1, Math.floor((at - now) / stepMs));
    steps[step] = (steps[step] ?? 0) + 1;
  }
  return steps;
}

/** Ticks of a plain interval need not be gone through. */
function ofInterval(everyMs: number, left: number, { now, to, stepMs }: Range): readonly number[] {
  const until = (step: number): number =>
    Math.floor(Math.min(to, now + step * stepMs) / everyMs) - Math.floor(now / everyMs);
  return Array.from({ length: STEPS }, (_, step) => Math.min(until(step + 1), left) - Math.min(until(step), left));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, one) => all + one, 0);
}

function rangeOf(within: string | undefined): number {
  if (within === undefined) return DEFAULT_MS;
  const ms = parseDuration(within);
  if (ms !== undefined && ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  throw new SkepError('REQUEST_INVALID', `within: ${JSON.stringify(within)} is no duration from 1m to 7d`, {
    hint: `write ${DURATION_FORM}`,
  });
}
