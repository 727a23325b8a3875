/** Reads what alerts look at, and nothing else. */
import type { Engine } from '../../engine/index.ts';
import { STAT_STEP_MS } from '../../engine/index.ts';
import type { AlertSpec, Manifest } from '../../manifest/index.ts';
import { openBreakers } from '../lookout/open-breakers.ts';
import { undecidedTicks } from '../lookout/undecided-ticks.ts';
import type { AlertScene } from './matches.ts';

type Kind = AlertSpec['when']['kind'];

export async function alertScene(engine: Engine, manifest: Manifest, now: number): Promise<Omit<AlertScene, 'lost'>> {
  const alerts = Object.values(manifest.alerts);
  const asks = (...kinds: readonly Kind[]): boolean => alerts.some(({ when }) => kinds.includes(when.kind));
  const minutesMs = longest(alerts.map(({ when }) => ('inMs' in when ? when.inMs : 0)));
  const hoursMs = longest(alerts.map(({ when }) => (when.kind === 'noSuccess' ? when.ms : 0)));
  const [minutes, hours, counts, processes, rows, breakers] = await Promise.all([
    minutesMs > 0 ? engine.stats.read({ step: 'minute', ...since(minutesMs + STAT_STEP_MS.minute, now) }) : [],
    hoursMs > 0 ? engine.stats.read({ step: 'hour', ...since(hoursMs + STAT_STEP_MS.hour, now) }) : [],
    asks('oldest', 'depth') ? engine.queues.counts() : [],
    asks('workersBelow', 'workerLost') ? engine.fleet.processes() : [],
    asks('missed') ? engine.schedules.list() : [],
    asks('breaker') ? openBreakers(engine, manifest) : [],
  ]);
  const undecided = (ms: number): ReturnType<typeof undecidedTicks> => undecidedTicks(manifest, rows, now - ms);
  return { manifest, now, minutes, hours, counts, processes, undecided, breakers };
}

function longest(times: readonly number[]): number {
  return times.reduce((most, time) => Math.max(most, time), 0);
}

function since(ms: number, now: number): { readonly from: number; readonly to: number } {
  return { from: now - ms, to: now + 1 };
}
