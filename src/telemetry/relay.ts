/** What stands before the tracer provider that a reload replaces. */
import {
  type Context,
  context as contexts,
  INVALID_SPAN_CONTEXT,
  type Span,
  type SpanOptions,
  trace,
  type Tracer,
  type TracerOptions,
  type TracerProvider,
} from '@opentelemetry/api';

/**
 * The provider that is registered for the whole process. A global one is set once, and libraries keep for good the
 * tracers that they got from it; so these ask at each span who makes spans now.
 */
export class Relay implements TracerProvider {
  /** Makes the spans that begin from now on; none while tracing is off. */
  target: TracerProvider | undefined;

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    return new RelayTracer(this, (provider) => provider.getTracer(name, version, options));
  }
}

type StartActiveArguments<T> = [...about: [] | [SpanOptions] | [SpanOptions, Context], fn: (span: Span) => T];

class RelayTracer implements Tracer {
  readonly #relay: Relay;
  readonly #tracerOf: (provider: TracerProvider) => Tracer;
  /** Of the target that was asked last. */
  #latest: { readonly target: TracerProvider; readonly tracer: Tracer } | undefined;

  constructor(relay: Relay, tracerOf: (provider: TracerProvider) => Tracer) {
    this.#relay = relay;
    this.#tracerOf = tracerOf;
  }

  startSpan(name: string, options: SpanOptions = {}, context: Context = contexts.active()): Span {
    return this.#tracer()?.startSpan(name, options, context) ?? unrecorded(options, context);
  }

  startActiveSpan<T>(name: string, ...given: StartActiveArguments<T>): T {
    const fn = given.at(-1) as (span: Span) => T;
    const [options = {}, context = contexts.active()] = given.slice(0, -1) as [SpanOptions?, Context?];
    const span = this.startSpan(name, options, context);
    return contexts.with(trace.setSpan(context, span), fn, undefined, span);
  }

  #tracer(): Tracer | undefined {
    const { target } = this.#relay;
    if (target === undefined) return undefined;
    if (target !== this.#latest?.target) this.#latest = { target, tracer: this.#tracerOf(target) };
    return this.#latest.tracer;
  }
}

/** As the API's own tracer that does nothing: whose trace it is goes on to what is called. */
function unrecorded(options: SpanOptions, context: Context): Span {
  const parent = options.root === true ? undefined : trace.getSpanContext(context);
  return trace.wrapSpanContext(parent ?? INVALID_SPAN_CONTEXT);
}
