/** Lengths of time that do not go together. */
import { ticksBetween } from '../../core/index.ts';
import { counted, formatDuration } from '../../foundation/index.ts';
import { type Manifest, type ScheduleSpec, type TaskSpec, writtenFiles } from '../../manifest/index.ts';
import { type Found, listed } from './catalogue.ts';

const DAY_MS = 86_400_000;
/** The most that `shutdown.warm` takes. */
const WARM_MAX_MS = DAY_MS;
/** Whoever asks again looks at his screen now and then. */
const LOOK_AGAIN_MS = 300_000;

export function stopCutsAttempts(manifest: Manifest, own: readonly TaskSpec[]): readonly Found[] {
  const { tasks, shutdown } = manifest;
  const grace = shutdown.warmMs + shutdown.softMs;
  const longer = own.filter(({ timeout }) => timeout.hardMs !== null && timeout.hardMs > grace);
  const longest = Math.max(0, ...longer.map(({ timeout }) => timeout.hardMs ?? 0));
  if (longest === 0) return [];
  const who = longer.length === Object.keys(tasks).length ? 'all tasks' : listed(longer.map(({ name }) => name));
  const message = `attempts may take up to ${formatDuration(longest)}, and a stop waits ${formatDuration(grace)}: ${who}`;
  const edit = longerStop(manifest, longest);
  return [{ code: 'stop-cuts-attempts', message, about: { section: 'shutdown', name: null }, edit }];
}

/** In the way in which the manifest says it; both at once would be refused. */
function longerStop(manifest: Manifest, ms: number): unknown {
  const former = writtenFiles(manifest).some(({ text }) => text.includes('shutdownTimeout'));
  if (former) return { defaults: { shutdownTimeout: formatDuration(ms) } };
  const { softMs } = manifest.shutdown;
  const warm = ms - softMs;
  return warm > WARM_MAX_MS ? null : { shutdown: { warm: formatDuration(warm), soft: formatDuration(softMs) } };
}

export function noTimeLimit(own: readonly TaskSpec[]): readonly Found[] {
  const endless = own.filter(({ timeout, request }) => timeout.hardMs === null && request === null);
  if (endless.length === 0) return [];
  const message = `${counted(endless.length, 'task has', 'tasks have')} no hard limit: ${listed(endless.map(({ name }) => name))}`;
  const edit = { tasks: Object.fromEntries(endless.map(({ name }) => [name, { timeout: '30m' }])) };
  return [{ code: 'no-time-limit', message, about: { section: 'tasks', name: endless[0]?.name ?? null }, edit }];
}

/** @param takes how long a job of the task may take; null: not known */
export function* scheduleOutrun(
  { schedules, tasks }: Pick<Manifest, 'schedules' | 'tasks'>,
  {
    takes,
    now,
    how,
  }: { readonly takes: (task: TaskSpec) => number | null; readonly now: number; readonly how: string },
): Generator<void, readonly Found[]> {
  const found: Found[] = [];
  for (const schedule of Object.values(schedules)) {
    const task = schedule.task === null ? undefined : tasks[schedule.task];
    if (task === undefined) continue;
    yield;
    const [ms, interval] = [takes(task), outrunInterval(schedule, { task, ms: takes(task) }, now)];
    if (ms === null || interval === null) continue;
    const message = `schedule ${schedule.name} ticks every ${formatDuration(interval)}, and ${task.name} ${how} ${formatDuration(ms)}`;
    const edit = { schedules: { [schedule.name]: { overlap: 'skip' } } };
    found.push({ code: 'schedule-outrun', message, about: { section: 'schedules', name: schedule.name }, edit });
  }
  return found;
}

/**
 * The one rule of when a schedule ticks again before what it made is over, for `skep schedules lint` too.
 * @param made of which task, and how long that takes; null: nobody knows. @returns its shortest interval; null where that is long enough, or nothing overlaps
 */
export function outrunInterval(
  schedule: Pick<ScheduleSpec, 'timing' | 'overlap' | 'paused'>,
  { task, ms }: { readonly task: TaskSpec | undefined; readonly ms: number | null },
  now: number,
): number | null {
  // To look for ticks takes long, and most tasks have no limit.
  if (schedule.paused || schedule.overlap !== 'allow' || ms === null) return null;
  if (task !== undefined && isAlone(task)) return null;
  const interval = shortestInterval(schedule, now);
  return interval === null || ms <= interval ? null : interval;
}

function isAlone({ unique, throttle, debounce, concurrency }: TaskSpec): boolean {
  return unique !== null || throttle !== null || debounce !== null || concurrency?.limit === 1;
}

/** Between two of its next ticks; null where there are not two. */
function shortestInterval({ timing }: Pick<ScheduleSpec, 'timing'>, now: number): number | null {
  if (timing.kind === 'every') return timing.everyMs;
  const ticks = ticksBetween(timing, now, now + 400 * DAY_MS, 50);
  const gaps = ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? tick));
  return gaps.length === 0 ? null : Math.min(...gaps);
}

export function resultGoneEarly({ routes, tasks, defaults }: Manifest): readonly Found[] {
  const shown = routes.http.filter(({ job }) => job !== null).flatMap(({ of }) => of);
  const early = Object.values(tasks).filter(({ name, result }) => {
    const keepMs = Math.min(result?.keepMs ?? Infinity, defaults.keep.completed.forMs);
    return shown.includes(name) && result?.ignore !== true && keepMs < LOOK_AGAIN_MS;
  });
  return early.map(({ name, result }): Found => {
    const own = (result?.keepMs ?? Infinity) <= defaults.keep.completed.forMs;
    const keepMs = own ? (result?.keepMs ?? 0) : defaults.keep.completed.forMs;
    const message = `a route shows jobs of ${name}, whose results are gone after ${formatDuration(keepMs)}`;
    const keep = formatDuration(LOOK_AGAIN_MS);
    const edit = {
      ...(defaults.keep.completed.forMs < LOOK_AGAIN_MS && { defaults: { keep: { completed: keep } } }),
      ...(own && { tasks: { [name]: { result: { keep } } } }),
    };
    return { code: 'result-gone-early', message, about: { section: 'tasks', name }, edit };
  });
}
