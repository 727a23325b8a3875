/** The trace of an attempt that no other can follow: nothing in it says that it will be tried again. */
import type { AttemptTrace, JobTracer } from '../../core/index.ts';

export function onlyAttempts(tracer: JobTracer): Pick<JobTracer, 'attempt' | 'collect'> {
  return {
    attempt: (job, attempt, fn) => tracer.attempt(job, attempt, (trace) => fn(new OnlyAttempt(trace))),
    collect: (about, fn) => tracer.collect(about, fn),
  };
}

class OnlyAttempt implements AttemptTrace {
  readonly span: AttemptTrace['span'];
  readonly #trace: AttemptTrace;

  constructor(trace: AttemptTrace) {
    this.#trace = trace;
    this.span = trace.span;
    trace.event('attempt.after_response');
  }

  get traceId(): string | null {
    return this.#trace.traceId;
  }

  get spanId(): string | null {
    return this.#trace.spanId;
  }

  event(...given: Parameters<AttemptTrace['event']>): void {
    this.#trace.event(...given);
  }

  end(outcome: string, error: Parameters<AttemptTrace['end']>[1]): void {
    this.#trace.end(outcome === 'retry' || outcome === 'snooze' ? 'dead' : outcome, error);
  }
}
