/**
 * While nothing is traced here: a trace that comes with a request goes on with the jobs that the request enqueues, and
 * from a job to those that it enqueues, so that whoever traces before and behind sees one trace.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

import {
  BAGGAGE_HEADER,
  type ForeignCarrier,
  type Job,
  type JobTracer,
  NO_ATTEMPT,
  noTracer,
  type Propagation,
  PROPAGATION_HEADER,
  type TraceCarrier,
} from '../core/index.ts';
import { readCarrier } from './w3c.ts';

/** Costs nothing until the first request or job with a trace comes. */
const carried = new AsyncLocalStorage<TraceCarrier | undefined>();

export const forwardingTracer: JobTracer = {
  ...noTracer,
  enqueue: (about, fn) => noTracer.enqueue(about, (none) => fn(carried.getStore() ?? none)),
  start: (about, fn) => noTracer.start(about, (none) => fn(carried.getStore() ?? none)),
  request: (about, fn) => noTracer.request(about, (span) => under(ofRequest(about), () => fn(span))),
  message: (about, fn) => under(ofRequest(about), fn),
  attempt: (job, _attempt, fn) => under(ofJob(job), () => fn(NO_ATTEMPT)),
  collect: (about, fn) => under(undefined, () => noTracer.collect(about, fn)),
  tick: (schedule, tickAt, fn) => under(undefined, () => noTracer.tick(schedule, tickAt, fn)),
  carrier: () => carried.getStore() ?? noTracer.carrier(),
  detached: (fn) => under(undefined, fn),
};

function under<T>(carrier: TraceCarrier | undefined, fn: () => T): T {
  return carrier === undefined && carried.getStore() === undefined ? fn() : carried.run(carrier, fn);
}

function ofRequest({ traceparent, tracestate, baggage }: ForeignCarrier): TraceCarrier | undefined {
  const along = baggage === undefined ? undefined : { baggage };
  if (readCarrier(traceparent, tracestate) === undefined) return along && { ...noTracer.carrier(), ...along };
  return { traceparent, tracestate, propagation: 'parent', ...along };
}

function ofJob({ traceparent, tracestate, headers }: Job): TraceCarrier | undefined {
  const baggage = headers[BAGGAGE_HEADER];
  if (traceparent === null && baggage === undefined) return undefined;
  const propagation = (headers[PROPAGATION_HEADER] ?? 'parent') as Propagation;
  return { traceparent, tracestate, propagation, ...(baggage !== undefined && { baggage }) };
}
