/** The trace of an attempt where no SDK is: what asks the API for the active span finds that of the attempt. */
import { AsyncLocalStorage } from 'node:async_hooks';

import {
  type Context,
  context as contexts,
  type ContextManager,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  trace,
} from '@opentelemetry/api';

import type { TraceCarrier } from '../core/index.ts';
import { readCarrier } from './w3c.ts';

/** As that of OpenTelemetry's context-async-hooks, without what is for emitters. */
class AsyncContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(context, () => fn.call(thisArg, ...args));
  }

  bind<T>(context: Context, target: T): T {
    if (typeof target !== 'function') return target;
    const fn = target as unknown as (...args: unknown[]) => unknown;
    return ((...args: unknown[]) => this.with(context, () => fn(...args))) as T;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.#storage.disable();
    return this;
  }
}

/** Lets contexts follow asynchronous calls, where nobody has seen to that. */
export function followContexts(): void {
  contexts.setGlobalContextManager(new AsyncContexts());
}

/** Runs `fn` below the span that a carrier names. @param spanAt what that is to whoever asks for the active span */
export function withinCarrier<T>(
  carrier: Pick<TraceCarrier, 'traceparent' | 'tracestate'>,
  fn: () => T,
  spanAt: (place: SpanContext) => Span = (place) => trace.wrapSpanContext(place),
): T {
  const parent = readCarrier(carrier.traceparent, carrier.tracestate);
  return parent === undefined ? fn() : contexts.with(trace.setSpan(ROOT_CONTEXT, spanAt(parent)), fn);
}
