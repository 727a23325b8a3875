/** When schedules tick in the time to come, and how many ticks fall together. */
import { tickDelay, ticksBetween } from '../core/index.ts';
import { DURATION_FORM, iso, parseDuration, SkepError } from '../foundation/index.ts';
import type { Manifest, ScheduleSpec } from '../manifest/index.ts';
import type { AgendaEntry, AgendaView, ScheduleView } from '../api/index.ts';

const DEFAULT_MS = 86_400_000;
const LONGEST_MS = 7 * DEFAULT_MS;
const SHORTEST_MS = 60_000;
/** Numbers of the load. */
const STEPS = 48;
/** Ticks of one schedule that are counted: one a minute for two days, so that no schedule takes a second to tell of. */
const COUNTED = 3_000;
const SHOWN = 100;

interface Around {
  readonly schedules: Manifest['schedules'];
  readonly views: readonly Pick<ScheduleView, 'name' | 'paused' | 'inForce'>[];
  /** Of the store. */
  readonly now: number;
}

/** @throws SkepError REQUEST_INVALID */
export async function agendaOf(within: string | undefined, { schedules, views, now }: Around): Promise<AgendaView> {
  const rangeMs = rangeOf(within);
  const stepMs = Math.ceil(rangeMs / STEPS);
  const load = new Array<number>(STEPS).fill(0);
  const entries: AgendaEntry[] = [];
  for (const { name, paused, inForce } of views) {
    const spec = schedules[name];
    if (spec === undefined) continue;
    const ticks = dueBetween(spec, now, now + rangeMs);
    const counted = ticks.slice(0, COUNTED);
    const idle = paused || !inForce;
    if (!idle) for (const at of counted) add(load, Math.min(STEPS - 1, Math.floor((at - now) / stepMs)));
    const more = ticks.length > COUNTED;
    entries.push({ schedule: name, idle, count: counted.length, more, ticks: counted.slice(0, SHOWN).map(iso) });
    // Others get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { from: iso(now), to: iso(now + rangeMs), stepMs, load, schedules: entries };
}

/** At the instants at which they are due: later than planned by what they are spread over. */
function dueBetween(spec: ScheduleSpec, from: number, to: number): readonly number[] {
  const ticks = ticksBetween(spec.timing, from, to, COUNTED + 1);
  return spec.spreadMs + spec.jitterMs === 0 ? ticks : ticks.map((tick) => tick + tickDelay(spec, tick));
}

function add(load: number[], step: number): void {
  load[step] = (load[step] ?? 0) + 1;
}

function rangeOf(within: string | undefined): number {
  if (within === undefined) return DEFAULT_MS;
  const ms = parseDuration(within);
  if (ms !== undefined && ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  throw new SkepError('REQUEST_INVALID', `within: ${JSON.stringify(within)} is no duration from 1m to 7d`, {
    hint: `write ${DURATION_FORM}`,
  });
}
