/** The tracer over the real SDK, with finished spans kept in memory. */
import { context, propagation, trace } from '@opentelemetry/api';
import { defaultResource } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';

import type { Job, Propagation } from '../../../src/core/index.ts';
import type { KeepSpec } from '../../../src/manifest/index.ts';
import { systemClock } from '../../../src/foundation/index.ts';
import { HeldSpans } from '../../../src/telemetry/held-spans.ts';
import { KeptLives } from '../../../src/telemetry/kept-lives.ts';
import type { SpanHome } from '../../../src/telemetry/lean-span.ts';
import { LeanTracer } from '../../../src/telemetry/lean-tracer.ts';
import { createSampler } from '../../../src/telemetry/sampler.ts';
import { shareOf } from '../../../src/telemetry/shares.ts';
import { SpanTracer } from '../../../src/telemetry/span-tracer.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { runningJob } from '../../support/new-job.ts';

export interface Recording {
  readonly tracer: SpanTracer;
  readonly clock: FakeClock;
  /** Finished spans, oldest first; by name when one is given. */
  spans(name?: string): ReadableSpan[];
  /** The only finished span of that name. */
  span(name: string): ReadableSpan;
  /** Held spans that had to make room. */
  forgotten(): number;
  stop(): Promise<void>;
}

export function record(
  options: {
    propagation?: Propagation;
    ratio?: number;
    /** By task, in place of `ratio`. */
    shares?: Readonly<Record<string, number>>;
    keep?: KeepSpec;
    baggage?: readonly string[];
    parentBased?: boolean;
    sampler?: Sampler;
    /** Skep's own spans, as under its own set-up, or the SDK's, as under a user's. */
    spans?: 'own' | 'sdk';
  } = {},
): Recording {
  const exporter = new InMemorySpanExporter();
  const { keep } = options;
  const parentBased = options.parentBased ?? true;
  const sampler =
    options.sampler ??
    createSampler({ parentBased, ratio: options.ratio ?? 1, ...(options.shares && { shares: options.shares }), keep });
  let forgotten = 0;
  const last = new SimpleSpanProcessor({ exporter });
  const held = keep && new HeldSpans([last], { forgotten: (spans) => (forgotten += spans) });
  const processor = held ?? last;
  const sdk = new NodeSDK({
    autoDetectResources: false,
    sampler,
    spanProcessors: [processor],
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  const clock = new FakeClock();
  const home = homeOf(processor, keep !== undefined);
  const tracer = new SpanTracer({
    tracer: options.spans === 'own' ? new LeanTracer(sampler, home) : trace.getTracer('skep'),
    propagation: options.propagation ?? 'parent',
    baggage: options.baggage ?? [],
    inheritsSampling: parentBased,
    shareOf: options.shares && shareOf(options.shares),
    keptLives: keep && held && new KeptLives({ rules: keep, held, home, clock }),
    clock,
  });
  const spans = (name?: string): ReadableSpan[] =>
    exporter.getFinishedSpans().filter((span) => name === undefined || span.name === name);
  return {
    tracer,
    clock,
    spans,
    forgotten: () => forgotten,
    span: (name) => {
      const found = spans(name);
      if (found.length !== 1 || !found[0]) throw new Error(`${found.length} spans are named ${name}`);
      return found[0];
    },
    stop: async () => {
      await sdk.shutdown();
      unregister();
    },
  };
}

/** @param begins whether the processor wants to know of beginnings, as what holds spans does and an exporter does not */
function homeOf(processor: SpanProcessor, begins: boolean): SpanHome {
  return {
    ...{ resource: defaultResource(), scope: { name: 'skep' }, clock: systemClock },
    ...(begins && { started: (span, parent) => processor.onStart(span, parent) }),
    ended: (span) => processor.onEnd(span),
  };
}

export function unregister(): void {
  trace.disable();
  context.disable();
  propagation.disable();
}

/** A job as an engine hands it out for its first attempt. */
export function jobWith(changes: Partial<Job> = {}): Job {
  const now = Date.parse('2026-01-01T00:00:00Z');
  return runningJob({
    id: '019b7607-0000-7000-8000-000000000001',
    task: 'emails.send',
    queue: 'emails',
    priority: 3,
    maxAttempts: 4,
    runAt: now,
    createdAt: now,
    startedAt: now,
    ...changes,
  });
}
