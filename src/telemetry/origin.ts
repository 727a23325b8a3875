/** Where an attempt's span belongs: whose child it is, what it is linked to, in each mode of propagation. */
import { type Context, createContextKey, type Link, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';

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
 */
export function originOf(job: Job): Origin {
  const origin = ownOrigin(job);
  // What a step of a run needs, see trail.ts.
  const before = job.workflow === null ? null : trailOf(job);
  if (before === null) return origin;
  const spans = before.spans.map((span) => readCarrier(`00-${span}-01`, null)).filter((span) => span !== undefined);
  return { ...origin, links: [...origin.links, ...spans.map((span) => link(span, 'step'))] };
}

function ownOrigin(job: Job): Origin {
  const enqueuer = readCarrier(job.traceparent, job.tracestate);
  const mode = propagationOf(job);
  if (enqueuer !== undefined && !isSampled(enqueuer)) {
    const context = mode === 'parent' ? childOf(enqueuer) : ROOT_CONTEXT;
    return { context, links: [link(enqueuer, 'enqueue')] };
  }
  if (enqueuer !== undefined && mode === 'parent') {
    return { context: childOf(enqueuer), links: [] };
  }
  const links = enqueuer === undefined ? [] : [link(enqueuer, 'enqueue')];
  const root = enqueuer === undefined ? ROOT_CONTEXT : FOLLOWING;
  const traced = job.attempts.length === 0 ? [] : job.attempts.map(spanOf).filter((span) => span !== undefined);
  if (mode === 'perAttempt') {
    const previous = traced.at(-1);
    if (previous) links.push(link(previous, 'previous_attempt'));
    return { context: root, links };
  }
  return { context: traced[0] ? childOf(traced[0]) : root, links };
}

function propagationOf(job: Job): Propagation {
  const header = job.headers[PROPAGATION_HEADER];
  return PROPAGATIONS.find((mode) => mode === header) ?? 'parent';
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
  return { context, attributes: REASONS[why] };
}
