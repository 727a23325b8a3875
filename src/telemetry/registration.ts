/** What tracing through our own SDK sets up for the whole process, and takes back. */
import { context as contexts, diag, metrics, propagation, trace, type TracerProvider } from '@opentelemetry/api';

import { tell } from '../core/index.ts';
import { type Logger, messageOf } from '../foundation/index.ts';
import type { GivenTelemetry } from './given.ts';
import { Relay } from './relay.ts';

/** What an SDK that starts leaves alone, as it stands already. */
export interface Standing {
  /** Contexts and propagation of the process. */
  readonly contexts: boolean;
}

/**
 *   nothing ──start──▶ active ──rest──▶ provider alone ──start──▶ active ──end──▶ nothing
 *
 * Once registered the provider stays until the end, as libraries hold its tracers. Contexts follow every asynchronous
 * call of the process: they go as soon as nothing is traced any more.
 */
export class Registration {
  readonly #relay = new Relay();
  readonly #instrumentations;
  readonly #logger: Logger;
  #registered = false;
  #active = false;
  /** Instrumentations are made switched on; only those that were switched off here are switched on again. */
  #rested = false;

  constructor({ instrumentations = [] }: GivenTelemetry, logger: Logger) {
    this.#instrumentations = instrumentations.flat();
    this.#logger = logger;
  }

  /** Whether the provider of the process is ours. */
  get registered(): boolean {
    return this.#registered;
  }

  /**
   * Puts the provider that `start` registers behind the relay: it makes the spans from now on.
   * @param start starts an SDK; told what it is not to register
   * @returns that provider, for tracers that never change
   */
  start(start: (standing: Standing) => void): TracerProvider {
    // Before the SDK: tracers that were handed out until now lead to whoever is registered first.
    this.#register();
    trace.disable();
    try {
      start({ contexts: this.#active });
      const provider = trace.getTracerProvider();
      this.#relay.target = provider;
      this.#activate();
      return provider;
    } finally {
      trace.disable();
      this.#register();
    }
  }

  /** No span begins any more; those that are open have their contexts still. */
  silence(): void {
    this.#relay.target = undefined;
  }

  /** Nothing is open any more. */
  rest(): void {
    if (!this.#active) return;
    this.#active = false;
    this.#rested = true;
    this.#switchOff();
    contexts.disable();
    propagation.disable();
    diag.disable();
  }

  /** So that a later start in the same process (a test, an embedding application) may register again. */
  end(): void {
    this.silence();
    this.rest();
    if (!this.#registered) return;
    this.#registered = false;
    trace.disable();
  }

  #register(): void {
    this.#registered = true;
    trace.setGlobalTracerProvider(this.#relay);
  }

  #activate(): void {
    if (this.#active) return;
    this.#active = true;
    for (const instrumentation of this.#instrumentations) {
      instrumentation.setTracerProvider(this.#relay);
      instrumentation.setMeterProvider(metrics.getMeterProvider());
      if (this.#rested || instrumentation.getConfig().enabled !== true) instrumentation.enable();
    }
  }

  #switchOff(): void {
    for (const instrumentation of this.#instrumentations) {
      try {
        instrumentation.disable();
      } catch (error) {
        const problem = `${instrumentation.instrumentationName} could not be switched off: ${messageOf(error)}`;
        tell(this.#logger, 'tracing.setting', { problem });
      }
    }
  }
}
