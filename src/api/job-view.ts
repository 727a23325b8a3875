/** A job as it is shown, and its schema. */
import type { JobState, ResultGone } from '../core/index.ts';
import type { Json, JsonObject, LogLevel } from '../foundation/index.ts';
import {
  anything,
  boolean,
  described,
  instant,
  integer,
  listOf,
  mapOf,
  objectOf,
  orNull,
  state,
  text,
  texts,
  view,
} from './schemas.ts';

export interface ErrorView {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly stack: string | null;
}

export interface AttemptView {
  readonly number: number;
  readonly worker: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly outcome: string;
  readonly error: ErrorView | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
}

/** A job as it is shown. Whoever knows its task names the types: `getJob<Email, Receipt>(id)`. */
export interface WaitView {
  readonly reason: string;
  readonly name: string;
  readonly from: string;
  readonly until: string | null;
}

export interface JobView<Payload = Json, Result = Json> {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly priority: number;
  readonly state: JobState;
  /** Whether it ended: completed, dead or cancelled. */
  readonly finished: boolean;
  readonly payload: Payload;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly rescues: number;
  readonly runAt: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly expiresAt: string | null;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly traceparent: string | null;
  readonly manifestRevision: number | null;
  readonly schedule: { readonly name: string; readonly tickAt: string } | null;
  readonly parentId: string | null;
  /** The letter that it left when it died, see `deadTo`; null for one that is not dead, or whose task wants none. */
  readonly letter: string | null;
  /** Of what it died of, equal for jobs that died of the same; null for one that is not dead, and where a list leaves a large error out. */
  readonly fingerprint: string | null;
  /** The tenant with whose jobs it takes turns in its queue; null: it has none. */
  readonly fairness: string | null;
  /** What it is told apart by from others of its task; null: nothing. */
  readonly uniqueKey: string | null;
  /** The step of a run that it is. */
  readonly workflow: { readonly run: string; readonly step: string; readonly index: number } | null;
  readonly blockedBy: string | null;
  /** The limit that keeps an available job from starting, and when it has room again where that is known; null: none does. */
  readonly hold: {
    readonly reason: string;
    readonly name: string;
    readonly until: string | null;
    readonly text: string | null;
  } | null;
  /** What held it, oldest first; the last one is open while it is held. */
  readonly waits: readonly WaitView[];
  readonly progress: {
    readonly done: number;
    readonly total: number | null;
    readonly message: string | null;
    readonly at: string;
  } | null;
  readonly logs: readonly { readonly at: string; readonly level: LogLevel; readonly line: string }[];
  readonly result: Result | null;
  /** Why a job that completed has no result: its task ignores them, or its time is over. null: `result` is what was returned. */
  readonly resultGone: ResultGone | null;
  /** When its result will be or was removed, where that is before the job is; null else, and until it completes. */
  readonly resultUntil: string | null;
  /** Parts of which something is hidden: `payload`, `result`. Administrators may see it, `reveal`. */
  readonly hidden: readonly string[];
  /** Form of the payload: the task's version when it was enqueued. */
  readonly version: number;
  readonly error: ErrorView | null;
  readonly attempts: readonly AttemptView[];
  /**
   * Parts that a list leaves out because they are large (more than 2 kB each); they are null, [] or {} there. Empty for a
   * job that is asked for by its id.
   */
  readonly omitted: readonly string[];
}

export const errorRef = objectOf<ErrorView>({ name: text, message: text, code: orNull(text), stack: orNull(text) });

const attempt = objectOf<AttemptView>({
  number: integer,
  worker: described(text, 'Session of the process that ran it'),
  startedAt: instant,
  finishedAt: instant,
  durationMs: { type: 'number' },
  outcome: text,
  error: orNull(errorRef),
  traceId: orNull(text),
  spanId: orNull(text),
});

const job = objectOf<JobView>({
  id: text,
  task: text,
  queue: text,
  priority: described(integer, '0..9, smaller runs sooner'),
  state,
  finished: described(boolean, 'Whether it ended: completed, dead or cancelled'),
  payload: anything,
  attempt: described(integer, 'Number of the current or last counted attempt; 0 before the first'),
  maxAttempts: integer,
  rescues: described(integer, 'How often its lease ran out and it was taken back'),
  runAt: instant,
  createdAt: instant,
  startedAt: orNull(instant),
  finishedAt: orNull(instant),
  expiresAt: orNull(instant),
  tags: texts,
  headers: mapOf(text),
  traceparent: orNull(text),
  manifestRevision: orNull(integer),
  schedule: orNull(objectOf<NonNullable<JobView['schedule']>>({ name: text, tickAt: instant })),
  parentId: orNull(text),
  letter: described(orNull(text), 'The letter that it left when it died, in the queue that its task names'),
  fingerprint: described(orNull(text), 'Of a dead job: equal for those that died of the same'),
  fairness: described(orNull(text), 'The tenant with whose jobs it takes turns in its queue'),
  uniqueKey: described(orNull(text), 'What it is told apart by from others of its task'),
  workflow: described(
    orNull(objectOf<NonNullable<JobView['workflow']>>({ run: text, step: text, index: integer })),
    'The step of a run that it is',
  ),
  blockedBy: orNull(text),
  waits: described(
    listOf(objectOf<WaitView>({ reason: text, name: text, from: instant, until: orNull(instant) })),
    'What held it, oldest first, the newest twenty; `until` is null while it is held',
  ),
  hold: described(
    orNull(
      objectOf<NonNullable<JobView['hold']>>({
        reason: text,
        name: text,
        until: orNull(instant),
        text: orNull(text),
      }),
    ),
    'The limit that keeps an available job from starting, and when it has room again where that is known',
  ),
  progress: orNull(
    objectOf<NonNullable<JobView['progress']>>({
      done: { type: 'number' },
      total: orNull({ type: 'number' }),
      message: orNull(text),
      at: instant,
    }),
  ),
  logs: listOf(objectOf<JobView['logs'][number]>({ at: instant, level: text, line: text })),
  result: anything,
  resultGone: described(
    orNull(text),
    'Why a completed job has no result: `ignored` or `expired`; null: it is what was returned',
  ),
  resultUntil: described(orNull(instant), 'When the result goes or went, where that is before the job does'),
  hidden: described(texts, 'Parts of which something is hidden: `payload`, `result`; see `reveal` of getJob'),
  version: described(integer, "Form of the payload: the task's version when it was enqueued"),
  error: orNull(errorRef),
  attempts: listOf(attempt),
  omitted: described(texts, 'Parts of more than 2 kB that a list leaves out; empty for a job asked for by its id'),
});

export const jobRef: JsonObject = view('Job', job);

/** A job of which only some keys are shown. */
export function jobOf(fields: readonly string[]): JsonObject {
  const properties = Object.entries(job['properties'] as JsonObject).filter(([key]) => fields.includes(key));
  return { ...job, required: properties.map(([key]) => key), properties: Object.fromEntries(properties) };
}
