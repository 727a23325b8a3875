/** Every finding of `skep doctor` about settings, by its code, which stays. docs/doctor.md is made of this table. */
export type Severity = 'warn' | 'note';

interface CatalogueEntry {
  /** warn: work may be lost, done twice, late or stuck without anybody's wish · note: worth a look once. */
  readonly severity: Severity;
  /** One sentence: when it is given. */
  readonly when: string;
  /** What comes of it, and what to do. */
  readonly why: string;
}

const warn = (when: string, why: string): CatalogueEntry => ({ severity: 'warn', when, why });
const note = (when: string, why: string): CatalogueEntry => ({ severity: 'note', when, why });

export const CATALOGUE = {
  'stop-cuts-attempts': warn(
    'The hard limit of tasks is longer than a stop waits (`shutdown`).',
    'Each deployment cuts off attempts that are still within their limit. Their jobs are released, uncounted, and begin again elsewhere: what was done is done twice. Let a stop wait longer (and whoever stops the process: `TimeoutStopSec`, `terminationGracePeriodSeconds`), give the tasks a shorter limit, or let their handlers heed `ctx.signal`.',
  ),
  'no-time-limit': note(
    'Tasks have no hard limit.',
    'An attempt that hangs keeps its place in the queue for ever. A limit in `defaults` holds for all tasks that say nothing else.',
  ),
  'schedule-outrun': warn(
    'A schedule ticks again while the job of the tick before may still run: by the hard limit of its task, or by the 95th percentile of what its attempts took.',
    'Jobs of one schedule then run side by side, or pile up where places are few. `overlap` says what a tick does while the job of the one before is unfinished.',
  ),
  'schedules-together': warn(
    'Ten or more schedules tick at one instant.',
    'All of it begins at once, and places, connections and partners have nothing to do for the rest of the hour. `spread` lets each begin some minutes later, always by the same; `skep simulate` shows the difference.',
  ),
  'schedule-never': warn(
    'No tick of a schedule lies ahead: its instants are past, or its `endAt` is.',
    'It does nothing any more. Take it out, or set its instants anew.',
  ),
  'schedule-clock-change': note(
    'Within the next 400 days a time of a schedule does not exist, or comes twice, where the clocks are changed, and `dst` says nothing else than usual.',
    'A time that does not exist fires as the clocks are set, one that comes twice at the first. Write another hour, or by `dst` what else may happen.',
  ),
  'queue-unused': note(
    'No task, route, step or dead letter comes to a queue.',
    'It is consumed for nothing. An enqueue may still name it (`queue`); otherwise take it out.',
  ),
  'blocking-code': warn(
    'The module of an inline handler calls something that keeps the event loop (`…Sync(`, `Atomics.wait(`).',
    'While it does, no other job of the process goes on, no limit of time is noticed, and the lease may run out. Use the asynchronous form, or give the task a thread. Only the module itself is looked at, not what it imports.',
  ),
  'handler-untyped': note(
    'A handler has no `input`.',
    'What is wrong with a payload is found by the handler, attempt by attempt, and not by the enqueue; `skep types` knows nothing of it.',
  ),
  'result-gone-early': warn(
    'An HTTP route shows jobs whose result is kept for less than five minutes.',
    'Whoever polls too late finds a job without a result, or none. (Steps of a workflow are not meant: their results are kept with the run, however long it waits.)',
  ),
  'store-in-memory': warn(
    'The store lies in the memory of the process.',
    'Its end is the end of all jobs. For trying things out that is fine.',
  ),
  'pool-too-small': note(
    'A queue runs more attempts at once than the pool of threads or processes has places for.',
    'The attempts beyond wait in the process, reserved, where no other process can take them.',
  ),
  'rate-below-schedules': warn(
    'Schedules make more jobs of a task than a rate on their way lets start.',
    'The queue grows without end. Raise the rate, or let the schedules tick less often.',
  ),
  'breaker-never-opens': warn(
    'A breaker waits for more attempts than the rate of its bucket lets start in that time.',
    'It never opens. Ask for fewer attempts, or look at a longer time.',
  ),
  'limit-near': note(
    'The 95th percentile of what attempts of a task took in the last day is above four fifths of its hard limit.',
    'A little more, and one in twenty is cut off and tried again. Only where a store can be asked.',
  ),
  'loop-stood-still': warn(
    'A process has noticed that handlers kept its event loop past their hard limits.',
    'No other job went on meanwhile. The log line `handler.standstill` names the task; give it a thread or a process. Only where a store can be asked.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type AdviceCode = keyof typeof CATALOGUE;

/** What is found, before it is put in its place. */
export interface Found {
  readonly code: AdviceCode;
  readonly message: string;
  /** What it is about in the manifest: a section, and a name in it. */
  readonly about: { readonly section: string; readonly name: string | null };
  /** Where else it stands: in code. */
  readonly place?: { readonly file: string; readonly line: number };
  /** What of the manifest would be written so; null: nothing can be said without a guess. */
  readonly edit: unknown;
}

/** As `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${names.slice(0, 3).join(', ')}${more}`;
}
