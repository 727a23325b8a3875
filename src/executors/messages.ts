/**
 * What passes between a process of Skep and the threads and processes of its pools; JSON, which a process of Node reads and writes faster than clones. "Far"
 * is the side where handlers run.
 */
import type {
  AbortName,
  Child,
  ChildItem,
  ErrorAcross,
  HandlerSpan,
  Job,
  ResourceOutcome,
  StartItem,
  TraceCarrier,
} from '../core/index.ts';
import type { Encoded, ErrorCode, Json, LogLevel } from '../foundation/index.ts';
import type { FarFunction, FarResource } from '../binding/index.ts';
import type { TelemetrySpec } from '../manifest/index.ts';

export type { FarFunction, FarModule, FarResource, FarWork } from '../binding/index.ts';

/** What is said from there: user code may say something on the same channel, which is for nobody here. */
export interface FarEnvelope {
  readonly skepNews: FarNews;
}

export function enveloped(news: FarNews): FarEnvelope {
  return { skepNews: news };
}

/** @returns undefined for what does not come from our own code there */
export function newsIn(message: unknown): FarNews | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  return (message as Partial<FarEnvelope>).skepNews;
}

/** How the far side traces what handlers begin there. */
export interface FarTracing {
  readonly spec: TelemetrySpec;
  readonly serviceName: string;
  /** What the environment says of traces. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a far side is made with. */
export interface FarSetting {
  /** null: nothing is traced. */
  readonly tracing: FarTracing | null;
}

export interface FarCarrier {
  readonly traceparent: string | null;
  /** It is recorded though the sample leaves it out: it may be kept yet. */
  readonly recorded?: boolean;
}

export interface CollectedJob extends FarCarrier {
  readonly job: Job;
}

export interface RunMessage {
  readonly kind: 'run';
  /** Which of its thread or process, from 1. */
  readonly turn: number;
  /** Its payload is as the handler gets it. */
  readonly job: Job;
  /** Of a handler that takes many jobs: all of them, each with the span of its attempt; `job` is the first, without payload. */
  readonly collected?: readonly CollectedJob[] | undefined;
  readonly code: FarFunction;
  readonly resources: readonly FarResource[];
  /** Paths of its payload that are not shown, where it uses resources: what they throw may say it. */
  readonly sensitive?: readonly string[];
  readonly carrier: FarCarrier & Pick<TraceCarrier, 'tracestate'>;
  /** Whether what it prints is told to its job. */
  readonly prints: boolean;
  /** Levels whose lines are written. */
  readonly levels: readonly LogLevel[];
}

/** To the far side. */
export type FarOrder =
  | { readonly kind: 'setting'; readonly setting: FarSetting }
  | RunMessage
  /** `of`, here and below: which of many jobs in one call it is about, from 0. */
  | { readonly kind: 'abort'; readonly name: AbortName; readonly message: string; readonly of?: number | undefined }
  | { readonly kind: 'answer'; readonly call: number; readonly answer: EnqueueAnswer; readonly of?: number | undefined }
  /** The handler has ended, and this is what became of it. */
  | { readonly kind: 'close'; readonly outcome: ResourceOutcome }
  /** No more comes. */
  | { readonly kind: 'end' };

export type EnqueueAnswer =
  { readonly ok: true; readonly children: readonly Child[] } | { readonly ok: false; readonly error: RefusalAcross };

/** An error of Skep's own, which handlers may look into. */
export interface RefusalAcross {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly details: unknown;
}

/** How a handler ended that takes many jobs: for each its answer, null where there is none; null: no list of answers. */
export interface Answered {
  readonly kind: 'answered';
  readonly answers: readonly (Ended | null)[] | null;
}

/** How a handler ended, or what it answered for one of many jobs. */
export type Ended =
  | { readonly kind: 'returned'; readonly encoded: Encoded }
  | { readonly kind: 'threw'; readonly error: ErrorAcross }
  | { readonly kind: 'steered'; readonly wish: WishAcross; readonly message: string };

export type WishAcross =
  | {
      readonly kind: 'retry';
      readonly delayMs: number | null;
      /** In place of a delay: epoch milliseconds. */
      readonly dueAt: number | null;
      readonly maxRetries: number | null;
      readonly hold: string | true | null;
      readonly cause: ErrorAcross | undefined;
    }
  | { readonly kind: 'snooze'; readonly delayMs: number }
  | { readonly kind: 'dead' | 'cancel'; readonly cause: ErrorAcross | undefined };

export interface ProgressAcross {
  readonly done: number;
  readonly total: number | null;
  readonly message: string | null;
}

/** A line of the job, and its level where that is not info. */
export type LineAcross = readonly [line: string, level?: LogLevel];

/** From the far side. */
export type FarNews = { readonly of?: number } & (
  | { readonly kind: 'ready' }
  | { readonly kind: 'report'; readonly progress: ProgressAcross | null; readonly lines: readonly LineAcross[] }
  | { readonly kind: 'line'; readonly level: LogLevel; readonly fields: Fields; readonly text: string }
  | { readonly kind: 'extend'; readonly ms: number }
  | { readonly kind: 'enqueue'; readonly call: number; readonly task: string; readonly items: readonly ChildItem[] }
  /** What it says to its span. */
  | { readonly kind: 'span'; readonly method: SpanCall; readonly given: readonly Json[] }
  | { readonly kind: 'start'; readonly call: number; readonly item: StartItem }
  /** `spoiled`: a module could not be loaded, which Node remembers for ever. */
  | { readonly kind: 'ended'; readonly how: Ended | Answered; readonly rss: number; readonly spoiled: boolean }
  /** What was open is closed; what it has recorded is still being sent. */
  | { readonly kind: 'closing' }
  /** All is sent, and it may be ended. */
  | { readonly kind: 'left' }
  | { readonly kind: 'closed'; readonly error: ErrorAcross | null; readonly rss: number }
);

export type Fields = Readonly<Record<string, unknown>>;
export type SpanCall = Extract<
  keyof HandlerSpan,
  'setAttribute' | 'setAttributes' | 'addEvent' | 'addLinks' | 'setStatus' | 'updateName' | 'recordException'
>;
