/** A task after normalisation, as manifest.ts says of all. */
import type { RetryPolicy, TimeoutLimits } from '../../core/index.ts';
import type { Json, JsonObject } from '../../foundation/index.ts';
import type { HandlerRef } from '../handler-ref.ts';
import type { Hooks } from './hook-spec.ts';

/** What an attempt may take; null = anything. */
export interface LimitsSpec {
  readonly memoryBytes: number | null;
  readonly cpuMs: number | null;
}

/** Templates read payload and job. */
export interface RequestSpec {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Template. */
  readonly url: string;
  /** Templates by name; may hold secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Template; null = the payload where the method has a body, else none. '' is none. */
  readonly body: Json;
  readonly timeoutMs: number;
  readonly sign: { readonly secret: string } | null;
  readonly allowPrivate: boolean;
}

/** A message that is published; templates read payload and job. */
export interface PublishSpec {
  /** Name of the broker. */
  readonly broker: string;
  /** '' = the default one. */
  readonly exchange: string;
  /** Template. */
  readonly routingKey: string;
  /** Template; null = the payload. */
  readonly body: Json;
  /** Templates by name; may hold secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it fails when no queue gets it. */
  readonly mandatory: boolean;
  readonly timeoutMs: number;
}

/** What becomes of what the handlers of a task return. */
export interface ResultSpec {
  /** It is not stored. */
  readonly ignore: boolean;
  /** Largest result as JSON in UTF-8; null = MAX_JSON_BYTES. */
  readonly maxBytes: number | null;
  /** How long after the end it is there; null = as long as the job. */
  readonly keepMs: number | null;
}

/** What an exit code makes of the job. */
export type ExitAction = 'complete' | 'retry' | 'dead' | 'cancel';

/** Variables that a command gets where its task does not say which: what programs need to be found, and to write text and time. */
export const COMMAND_ENV = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'] as const;

/** So many jobs in so many milliseconds, and as many together after a rest. */
export interface RateSpec {
  readonly limit: number;
  readonly perMs: number;
  readonly burst: number;
}

/** A limit that holds for each value at a path of the payload alone; null = for all together. */
export interface Keyed {
  readonly key: string | null;
}

export interface BucketUse {
  readonly bucket: string;
  readonly cost: number;
}

/** Which of its jobs have the same key. */
interface KeyPlaces {
  /** Places in the payload; null = the whole payload. */
  readonly key: readonly string[] | null;
}

/** At most one job per key. */
export interface UniqueSpec extends KeyPlaces {
  readonly while: 'unfinished' | 'waiting';
  /** null = as long as `while` says. */
  readonly forMs: number | null;
  readonly onConflict: 'keep' | 'replace' | 'reject';
}

/** A job starts once none with its key was enqueued for a while. */
export interface DebounceSpec extends KeyPlaces {
  readonly waitMs: number;
  /** After the first of them; null = it may be put off for ever. */
  readonly maxMs: number | null;
}

/** One job per key in a time. */
export interface ThrottleSpec extends KeyPlaces {
  readonly everyMs: number;
  readonly trailing: boolean;
}

/** Many jobs in one call of the handler. */
export interface CollectSpec {
  /** So many at most. */
  readonly size: number;
  /** How long the first waits for company. */
  readonly waitMs: number;
  /** Path of the payload whose value those of one call have in common; null = any. */
  readonly key: string | null;
}

/** Where the letters of dead jobs go. */
export interface DeadToSpec {
  readonly queue: string;
  /** null = the task whose job died. */
  readonly task: string | null;
}

export interface TaskSpec {
  readonly name: string;
  readonly description: string | null;
  /** Names of the bases that its keys come from where it does not say them itself. */
  readonly extends: readonly string[];
  /** null where something else does its work. */
  readonly handler: HandlerRef | null;
  readonly request: RequestSpec | null;
  readonly publish: PublishSpec | null;
  /** Where the handler runs; of a task without one it says nothing. */
  readonly executor: 'inline' | 'thread' | 'process';
  readonly limits: LimitsSpec | null;
  /** Program and arguments, templates that read payload and job; may hold secrets. null where something else does its work. */
  readonly command: readonly string[] | null;
  /** As written; null = the folder of the main manifest. */
  readonly cwd: string | null;
  /** Names of the variables that its command gets; null = COMMAND_ENV. */
  readonly env: readonly string[] | null;
  /** What exit codes mean, by the code; null = none means more than success or failure. */
  readonly exitCodes: Readonly<Record<string, ExitAction>> | null;
  /** How many of its jobs may start in a time; null = any number. */
  readonly rate: (RateSpec & Keyed) | null;
  /** How many of its jobs may run at once, over all processes; null = any number. */
  readonly concurrency:
    ({ readonly limit: number; readonly onConflict: 'wait' | 'skip' | 'cancelRunning' } & Keyed) | null;
  /** Where the name of the tenant stands whose jobs take turns; null = they have none. */
  readonly fairness: { readonly key: string } | null;
  /** Buckets that each of its jobs takes from. */
  readonly uses: readonly BucketUse[];
  /** At most one of these three is not null. */
  readonly unique: UniqueSpec | null;
  readonly debounce: DebounceSpec | null;
  readonly throttle: ThrottleSpec | null;
  /** null: each job has a call of its own. */
  readonly collect: CollectSpec | null;
  /** Which letter a job leaves that dies; null = none. */
  readonly deadTo: DeadToSpec | null;
  /** null without hooks. */
  readonly on: Hooks | null;
  /** JSON Schema (2020-12) of the payload; null = anything. */
  readonly input: JsonObject | boolean | null;
  /** JSON Schema of the result; null = anything. */
  readonly output: JsonObject | boolean | null;
  /** Paths of payload and result that are not shown, see core/secrets/sensitive.ts. */
  readonly sensitive: readonly string[];
  /** Whether payload and result are stored encrypted. */
  readonly encrypt: boolean;
  /** Form of the payload. */
  readonly version: number;
  /** By the version that it takes: what brings a payload up to the next one. */
  readonly upcast: Readonly<Record<string, HandlerRef>>;
  /** Largest payload as JSON in UTF-8; null = MAX_JSON_BYTES, as for any. */
  readonly maxPayloadBytes: number | null;
  /** null: results are kept as long as their jobs, up to MAX_JSON_BYTES each. */
  readonly result: ResultSpec | null;
  readonly retry: RetryPolicy;
  readonly timeout: TimeoutLimits;
  /** How long an attempt may go on after a cancel. */
  readonly cancelGraceMs: number;
  /** The task's own, or that of the route that matched, else DEFAULT_PRIORITY. */
  readonly priority: number;
  readonly tags: readonly string[];
  /** Names of the resources that are open while its handler runs, in the order of opening. */
  readonly use: readonly string[];
  /** Where its jobs go: by the first matching task route without a condition, else the default queue. */
  readonly queue: string;
  /** Routes before that one, for some of its jobs: the first that holds decides. */
  readonly routes: readonly ConditionalRoute[];
}

/** A task route whose condition holds for some payloads. */
export interface ConditionalRoute {
  readonly match: string;
  readonly where: string;
  readonly queue: string;
  readonly priority: number;
}
