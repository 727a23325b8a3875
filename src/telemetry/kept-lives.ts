/**
 * Lives that are kept whatever the sample says: those in which an attempt failed, and slow ones. It is decided by what is
 * stored with the job and by the attempt that ends, so that all processes decide alike without a word between them.
 */
import { type Context, type Span, type SpanContext, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';

import { type AttemptRecord, type Job } from '../core/index.ts';
import { type Clock, randomHex } from '../foundation/index.ts';
import type { KeepSpec } from '../manifest/index.ts';
import { isSampled, readCarrier } from '../propagation/index.ts';
import { writeWaits } from './attempt-span.ts';
import type { HeldSpans } from './held-spans.ts';
import { LeanSpan, type LeanSpanStart, type SpanHome } from './lean-span.ts';
import { ATTR } from './semconv.ts';
import { commonOf } from './span-attributes.ts';
import type { SpanMaker } from './span-scope.ts';

export interface KeptLivesParts {
  readonly rules: KeepSpec;
  readonly held: HeldSpans;
  /** Of spans that are made again of what is stored. */
  readonly home: SpanHome;
  readonly clock: Clock;
}

/** An attempt whose trace the sample leaves out. */
export interface UnkeptAttempt {
  readonly job: Job;
  readonly span: Span;
  /** Its own. */
  readonly scope: Context;
  readonly startedAt: number;
}

/** Outcomes after which nothing more happens to the job. */
const LAST: ReadonlySet<string> = new Set(['complete', 'completed', 'cancel', 'cancelled', 'dead']);

export class KeptLives {
  readonly #parts: KeptLivesParts;
  /** By the span of an attempt: the trace of the call for many jobs that it is in. */
  readonly #calls = new WeakMap<object, string>();

  constructor(parts: KeptLivesParts) {
    this.#parts = parts;
  }

  /** Whether it is known before an attempt begins. */
  isKept(job: Job): boolean {
    const { failed } = this.#parts.rules;
    for (const one of job.attempts) if (one.traceId !== null || (failed && one.outcome === 'failed')) return true;
    return this.#isSlow(job);
  }

  /** The attempt is about to end. */
  ending(attempt: UnkeptAttempt, outcome: string, failed: boolean, tracer: SpanMaker): void {
    const { rules, held } = this.#parts;
    const context = attempt.span.spanContext();
    const why = rules.failed && failed ? 'failed' : this.#isSlow(attempt.job) ? 'slow' : undefined;
    if (why !== undefined) {
      context.traceFlags |= TraceFlags.SAMPLED;
      this.keep(attempt, why, tracer);
    } else if (LAST.has(outcome)) {
      held.over(context.traceId);
      held.over(this.#calls.get(attempt.span) ?? '');
    }
  }

  /** Has everything exported that is known of the life so far. */
  keep({ job, span, scope, startedAt }: UnkeptAttempt, why: 'failed' | 'slow' | 'before', tracer: SpanMaker): void {
    const { held } = this.#parts;
    const { traceId, spanId } = span.spanContext();
    span.setAttribute(ATTR.kept, why);
    const enqueuer = enqueuerOf(job);
    const exported = [...held.keep(traceId)];
    // In another trace where jobs have traces of their own.
    if (enqueuer !== undefined && enqueuer.traceId !== traceId) exported.push(...held.keep(enqueuer.traceId));
    const call = this.#calls.get(span);
    if (call !== undefined) held.keep(call);
    if (why !== 'before') writeWaits(tracer, job, scope, startedAt);
    // An attempt that was kept has told of what was before it.
    if (job.attempts.some((one) => one.traceId !== null)) return;
    if (enqueuer !== undefined && !held.tells(enqueuer)) held.told(this.#enqueue(job, enqueuer));
    const here = new Set(exported.map(({ attributes }) => attributes[ATTR.messageId] === job.id && attributes[ATTR.attempt])); // prettier-ignore
    const parent = enqueuer?.traceId === traceId ? enqueuer : { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
    for (const one of job.attempts) if (!here.has(one.number)) held.told(this.#attempt(job, one, parent));
  }

  /** These attempts are of one call, whose span is in this trace. */
  joined(attempts: readonly object[], traceId: string): void {
    for (const span of attempts) this.#calls.set(span, traceId);
  }

  /** The code of an attempt has ended in a thread or process, where its own spans are held. */
  endingFar(job: Job, traceId: string, failed: boolean): void {
    const { rules, held } = this.#parts;
    if ((rules.failed && failed) || this.#isSlow(job)) held.keep(traceId);
    else held.over(traceId);
  }

  /** Time that a job was told to wait does not count. */
  #isSlow(job: Job): boolean {
    const { slowerThanMs } = this.#parts.rules;
    return slowerThanMs !== null && this.#parts.clock.now() - beganAt(job) >= slowerThanMs;
  }

  #enqueue(job: Job, { traceId, spanId }: SpanContext): LeanSpan {
    const { name, attributes } = commonOf('enqueue', job.task, job.queue);
    const about = { ...attributes, [ATTR.messageId]: job.id, [ATTR.rebuilt]: true };
    const context = { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
    return this.#span({
      ...{ context, parent: undefined, kind: SpanKind.PRODUCER, startedAt: job.createdAt },
      ...{ name: beginningOf(job) ?? name, attributes: about, endedAt: job.createdAt },
    });
  }

  #attempt(job: Job, record: AttemptRecord, parent: SpanContext): LeanSpan {
    const { name, attributes } = commonOf('process', job.task, job.queue);
    const { number, outcome, startedAt, finishedAt, error } = record;
    const about = {
      ...{ ...attributes, [ATTR.messageId]: job.id, [ATTR.attempt]: number },
      ...{ [ATTR.outcome]: outcome, [ATTR.rebuilt]: true },
      ...(error !== null && { [ATTR.errorType]: error.code ?? error.name }),
    };
    const context = { traceId: parent.traceId, spanId: randomHex(8), traceFlags: TraceFlags.SAMPLED };
    const span = { context, parent, name, kind: SpanKind.CONSUMER, attributes: about, startedAt, endedAt: finishedAt };
    return this.#span(span, outcome === 'failed');
  }

  #span(about: Omit<LeanSpanStart, 'links'> & { readonly endedAt: number }, failed = false): LeanSpan {
    // It is not ended by its home, which would hold it.
    const span = new LeanSpan({ ...this.#parts.home, ended: () => undefined }, { ...about, links: [] });
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(new Date(about.endedAt));
    return span;
  }
}

/** The enqueuer's span, where the sample leaves it out. */
export function enqueuerOf({ traceparent, tracestate }: Job): SpanContext | undefined {
  const enqueuer = readCarrier(traceparent, tracestate);
  return enqueuer === undefined || isSampled(enqueuer) ? undefined : enqueuer;
}

/** What made the job, where that is no enqueue of its own. */
function beginningOf({ schedule, workflow }: Job): string | undefined {
  if (schedule !== null) return `tick ${schedule.name}`;
  return workflow === null ? undefined : 'start';
}

/** When the job was first due, or due again after it had been put off: the record has the due time of its last attempt alone. */
function beganAt({ attempts, runAt, createdAt }: Job): number {
  const since = attempts.slice(attempts.findLastIndex(({ outcome }) => outcome === 'snoozed') + 1);
  return since[0]?.startedAt ?? Math.max(runAt, createdAt);
}
