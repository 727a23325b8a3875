/** Where an attempt's span belongs: whose child it is, what it is linked to, in each mode of propagation. */
import {
  type Context,
  createContextKey,
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
  TraceFlags,
} from '@opentelemetry/api';

import {
  type AttemptRecord,
  type Job,
  type Propagation,
  PROPAGATION_HEADER,
  PROPAGATIONS,
  trailOf,
} from '../core/index.ts';
import { ATTR } from './semconv.ts';
import { SpanScope } from './span-scope.ts';
import { isSampled, readCarrier } from '../propagation/index.ts';

/** Marks the context of a new trace that is kept because the producer it is linked to is kept. */
export const FOLLOWS_LINK = createContextKey('skep: sampled like the linked producer');

/** Of a new trace that is kept, as what it links to is. */
export const FOLLOWING = ROOT_CONTEXT.setValue(FOLLOWS_LINK, true);

/** Of one that is left out, as what it links to is. */
export const UNFOLLOWED = ROOT_CONTEXT.setValue(FOLLOWS_LINK, false);

export interface Origin {
  /** The context to start the span in. Always built on the root: attempts run from internal loops. */
  readonly context: Context;
  readonly links: Link[];
}

/** Of a job whose enqueuer's span was sampled out: that span's context, else undefined. */
export function sampledOutBy(job: Job): SpanContext | undefined {
  const enqueuer = readCarrier(job.traceparent, job.tracestate);
  return enqueuer !== undefined && !isSampled(enqueuer) ? enqueuer : undefined;
}

/**
 * parent: child of the enqueuer's span, every attempt · link: the first attempt begins a trace of the job's own,
 * later ones go on in it as children of the first · perAttempt: each begins its own, linked to the one before.
 * A job that nobody traced when it was enqueued is treated as `link` without the link.
 *
 * @param kept it is known that its life is kept, whatever its enqueuer's was
 */
export function originOf(job: Job, kept = false): Origin {
  const origin = ownOrigin(job, kept);
  // What a step of a run needs, see trail.ts.
  const before = job.workflow === null ? null : trailOf(job);
  if (before === null) return origin;
  const spans = before.spans.map((span) => readCarrier(`00-${span}-01`, null)).filter((span) => span !== undefined);
  return { ...origin, links: [...origin.links, ...spans.map((span) => link(span, 'step'))] };
}

/** Of first attempts: jobs of one call have the same, and are mostly run one after the other. */
let latest: { readonly enqueuer: SpanContext; readonly mode: Propagation; readonly origin: Origin } | undefined;

function ownOrigin(job: Job, kept: boolean): Origin {
  const mode = propagationOf(job);
  if (kept) return originBelow(keptEnqueuer(job), mode, job, kept);
  const enqueuer = readCarrier(job.traceparent, job.tracestate);
  if (enqueuer === undefined || job.attempts.length > 0) return originBelow(enqueuer, mode, job, kept);
  if (latest?.enqueuer !== enqueuer || latest.mode !== mode) {
    latest = { enqueuer, mode, origin: originBelow(enqueuer, mode, job, kept) };
  }
  return latest.origin;
}

function originBelow(enqueuer: SpanContext | undefined, mode: Propagation, job: Job, kept: boolean): Origin {
  if (enqueuer !== undefined && !isSampled(enqueuer)) return leftOutOrigin(enqueuer, mode);
  if (enqueuer !== undefined && mode === 'parent') {
    return { context: childOf(enqueuer), links: [] };
  }
  const links = enqueuer === undefined ? [] : [link(enqueuer, 'enqueue')];
  const root = enqueuer === undefined && !kept ? ROOT_CONTEXT : FOLLOWING;
  const traced = tracedBefore(job);
  if (mode === 'perAttempt') {
    const previous = traced.at(-1);
    if (previous) links.push(link(previous, 'previous_attempt'));
    return { context: root, links };
  }
  return { context: traced[0] ? childOf(traced[0]) : root, links };
}

function leftOutOrigin(enqueuer: SpanContext, mode: Propagation): Origin {
  const context = mode === 'parent' ? childOf(enqueuer) : UNFOLLOWED;
  return { context, links: [link(enqueuer, 'enqueue')] };
}

/** Whatever the sample said of it. */
function keptEnqueuer(job: Job): SpanContext | undefined {
  const enqueuer = readCarrier(job.traceparent, job.tracestate);
  return enqueuer && { ...enqueuer, traceFlags: TraceFlags.SAMPLED };
}

function propagationOf(job: Job): Propagation {
  const header = job.headers[PROPAGATION_HEADER];
  return PROPAGATIONS.find((mode) => mode === header) ?? 'parent';
}

function tracedBefore({ attempts }: Job): readonly SpanContext[] {
  return attempts.length === 0 ? [] : attempts.map(spanOf).filter((span) => span !== undefined);
}

/** Only sampled attempts leave their ids in the record, so the flag is known. */
function spanOf(attempt: AttemptRecord): SpanContext | undefined {
  if (attempt.traceId === null || attempt.spanId === null) return undefined;
  return readCarrier(`00-${attempt.traceId}-${attempt.spanId}-01`, null);
}

function childOf(parent: SpanContext): Context {
  return new SpanScope(trace.wrapSpanContext(parent));
}

const REASONS = {
  enqueue: Object.freeze({ [ATTR.link]: 'enqueue' }),
  step: Object.freeze({ [ATTR.link]: 'step' }),
  previous_attempt: Object.freeze({ [ATTR.link]: 'previous_attempt' }),
};

function link(context: SpanContext, why: keyof typeof REASONS): Link {
  return Object.freeze({ context, attributes: REASONS[why] });
}
