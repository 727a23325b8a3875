/** The tracer that the house holds for good, before the one that a reload replaces. */
import {
  type AttemptTrace,
  type CollectTrace,
  type EnqueueTrace,
  type ForeignCarrier,
  type HandlerSpan,
  type HookTrace,
  type Job,
  type JobTracer,
  type RequestSpan,
  type RequestTrace,
  type StartTrace,
  type TraceCarrier,
} from '../core/index.ts';
import { forwardingTracer } from '../propagation/index.ts';

/** What began under one tracer ends under it: only who begins asks which it is. */
export class ReplaceableTracer implements JobTracer {
  current: JobTracer = forwardingTracer;

  enqueue<T>(about: EnqueueTrace, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T> {
    return this.current.enqueue(about, fn);
  }

  start<T>(about: StartTrace, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T> {
    return this.current.start(about, fn);
  }

  attempt<T>(job: Job, attempt: number, fn: (trace: AttemptTrace) => Promise<T>): Promise<T> {
    return this.current.attempt(job, attempt, fn);
  }

  collect<T>(about: CollectTrace, fn: (span: HandlerSpan) => Promise<T>): Promise<T> {
    return this.current.collect(about, fn);
  }

  tick<T>(schedule: string, tickAt: number, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T> {
    return this.current.tick(schedule, tickAt, fn);
  }

  request<T>(about: RequestTrace, fn: (span: RequestSpan) => Promise<T>): Promise<T> {
    return this.current.request(about, fn);
  }

  message<T>(about: ForeignCarrier, fn: () => Promise<T>): Promise<T> {
    return this.current.message(about, fn);
  }

  carrier(): TraceCarrier {
    return this.current.carrier();
  }

  hook<T>(about: HookTrace, fn: () => Promise<T>): Promise<T> {
    return this.current.hook(about, fn);
  }

  detached<T>(fn: () => T): T {
    return this.current.detached(fn);
  }
}
