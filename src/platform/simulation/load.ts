/** The load of a simulation: what is enqueued beside the ticks of schedules, and how long it runs. */
import { durationMs, type Json, rateOf, RATE_PATTERN, SkepError, suggestion } from '../../foundation/index.ts';
import { compileSchema, type Manifest } from '../../manifest/index.ts';
import type { Spread } from './random.ts';

export interface Load {
  /** Processes that work on all queues. */
  readonly processes: number;
  readonly seed: number;
  readonly tasks: Readonly<Record<string, TaskLoad>>;
  /** Runs that are begun beside those of schedules, by workflow. */
  readonly workflows: Readonly<Record<string, Arrivals>>;
}

export interface TaskLoad extends Arrivals {
  /** null: as measured, or assumed. */
  readonly run: Spread | null;
  /** Share of attempts that fail, 0..1. */
  readonly failures: number;
}

export interface Arrivals {
  /** Between two, on the average, milliseconds; null: none beside the schedules'. */
  readonly everyMs: number | null;
  readonly peaks: readonly Peak[];
}

/** Each day from an instant of UTC on, so much more for a time. */
export interface Peak {
  readonly fromMs: number;
  readonly forMs: number;
  readonly times: number;
}

/** Its grammar is asked where it is read: patterns of schemas look at nothing twice. */
const DURATION = { type: 'string' };
const ARRIVALS = {
  rate: { type: 'string', pattern: RATE_PATTERN },
  peaks: {
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['at', 'for', 'times'],
      properties: {
        at: { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' },
        for: DURATION,
        times: { type: 'number', minimum: 0 },
      },
    },
  },
};

/** JSON Schema of a load file. */
const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    processes: { type: 'integer', minimum: 1, maximum: 10_000 },
    seed: { type: 'integer', minimum: 0 },
    tasks: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          ...ARRIVALS,
          run: {
            anyOf: [
              DURATION,
              {
                type: 'object',
                additionalProperties: false,
                required: ['p50', 'p95'],
                properties: { p50: DURATION, p95: DURATION },
              },
            ],
          },
          failures: { type: 'number', minimum: 0, maximum: 1 },
        },
      },
    },
    workflows: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: ARRIVALS,
      },
    },
  },
};

interface WrittenArrivals {
  readonly rate?: string;
  readonly peaks?: readonly { readonly at: string; readonly for: string; readonly times: number }[];
}

interface WrittenLoad {
  readonly processes?: number;
  readonly seed?: number;
  readonly tasks?: Readonly<
    Record<
      string,
      WrittenArrivals & {
        readonly run?: string | { readonly p50: string; readonly p95: string };
        readonly failures?: number;
      }
    >
  >;
  readonly workflows?: Readonly<Record<string, WrittenArrivals>>;
}

/**
 * @param written as the file has it
 * @throws SkepError REQUEST_INVALID for what is no load; TASK_UNKNOWN, WORKFLOW_UNKNOWN for what is not in the manifest
 */
export function loadOf(written: Json, manifest: Pick<Manifest, 'tasks' | 'workflows'>): Load {
  const [violation] = compileSchema(SCHEMA)(written);
  if (violation !== undefined) {
    const where = violation.pointer === '' ? 'the load' : `the load at ${violation.pointer}`;
    throw new SkepError('REQUEST_INVALID', `${where}: ${violation.message}`, {
      hint: 'docs/testing.md says what a load is, as in { tasks: { emails.send: { rate: 10/s, run: 300ms } } }',
    });
  }
  const { processes = 1, seed = 1, tasks = {}, workflows = {} } = written as unknown as WrittenLoad;
  for (const name of Object.keys(tasks)) refuseUnknown('TASK_UNKNOWN', name, manifest.tasks);
  for (const name of Object.keys(workflows)) refuseUnknown('WORKFLOW_UNKNOWN', name, manifest.workflows);
  return {
    processes,
    seed,
    tasks: mapped(tasks, ({ run, failures = 0, ...arrivals }, name) => ({
      ...arrivalsOf(arrivals),
      run: run === undefined ? null : spreadOf(name, run),
      failures,
    })),
    workflows: mapped(workflows, arrivalsOf),
  };
}

function mapped<From, To>(
  from: Readonly<Record<string, From>>,
  to: (item: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([name, item]) => [name, to(item, name)]));
}

function refuseUnknown(
  code: 'TASK_UNKNOWN' | 'WORKFLOW_UNKNOWN',
  name: string,
  known: Readonly<Record<string, unknown>>,
): void {
  if (Object.hasOwn(known, name)) return;
  const what = code === 'TASK_UNKNOWN' ? 'task' : 'workflow';
  const hint = suggestion(name.slice(0, 64), Object.keys(known));
  const message = `the load names a ${what} that is not in the manifest: ${JSON.stringify(name.slice(0, 64))}`;
  throw new SkepError(code, message, hint === undefined ? {} : { hint });
}

function arrivalsOf({ rate, peaks = [] }: WrittenArrivals): Arrivals {
  const each = rate === undefined ? null : rateOf(rate);
  return {
    everyMs: each && each.perMs / each.count,
    peaks: peaks.map(({ at, for: lasts, times }) => ({ fromMs: ofDay(at), forMs: durationMs(lasts), times })),
  };
}

function ofDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}

function spreadOf(task: string, run: string | { readonly p50: string; readonly p95: string }): Spread {
  if (typeof run === 'string') return { p50: durationMs(run), p95: durationMs(run) };
  const spread = { p50: durationMs(run.p50), p95: durationMs(run.p95) };
  if (spread.p50 <= spread.p95) return spread;
  throw new SkepError('REQUEST_INVALID', `the load: of ${task} half of the attempts take longer than 95 in 100 do`, {
    hint: 'p50 is the median, p95 the longer one',
  });
}

/** Some two million are worked out in ten seconds: ten times that is as long as anybody waits. */
const MOST = 20_000_000;

/** @throws SkepError REQUEST_INVALID for a load that would not be worked out while anybody waits */
export function refuseEndless(
  { tasks, workflows }: Load,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  const all = [...Object.values(tasks), ...Object.values(workflows)];
  const jobs = all.reduce((sum, arrivals) => sum + expectedIn(arrivals, from, to), 0);
  if (jobs <= MOST) return;
  throw new SkepError('REQUEST_INVALID', `the load is ${Math.round(jobs)} jobs and runs, more than ${MOST}`, {
    hint: 'a shorter time (--for) shows the same, or a tenth of the rate with a tenth of the places',
  });
}

function expectedIn(arrivals: Arrivals, from: number, to: number): number {
  if (arrivals.everyMs === null) return 0;
  let count = 0;
  for (let at = from; at < to;) {
    const next = Math.min(to, nextChange(arrivals, at));
    count += (factorAt(arrivals, at) * (next - at)) / arrivals.everyMs;
    at = next;
  }
  return count;
}

const DAY_MS = 86_400_000;

/** How many times as much comes then. */
export function factorAt({ peaks }: Arrivals, at: number): number {
  const ofThatDay = at % DAY_MS;
  return peaks.reduce((factor, { fromMs, forMs, times }) => {
    const since = (ofThatDay - fromMs + DAY_MS) % DAY_MS;
    return since < forMs ? factor * times : factor;
  }, 1);
}

/** When that factor may be another; Infinity: it is always the same. */
export function nextChange({ peaks }: Arrivals, at: number): number {
  const ofThatDay = at % DAY_MS;
  return peaks.reduce((nearest, { fromMs, forMs }) => {
    const untilBegin = (fromMs - ofThatDay + DAY_MS) % DAY_MS || DAY_MS;
    const untilEnd = (fromMs + forMs - ofThatDay + 2 * DAY_MS) % DAY_MS || DAY_MS;
    return Math.min(nearest, at + untilBegin, at + untilEnd);
  }, Infinity);
}
