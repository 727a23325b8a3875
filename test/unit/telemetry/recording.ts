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
import { systemClock } from '../../../src/foundation/index.ts';
import { LeanTracer } from '../../../src/telemetry/lean-tracer.ts';
import { createSampler } from '../../../src/telemetry/sampler.ts';
import { shareOf } from '../../../src/telemetry/shares.ts';
import type { SpanMaker } from '../../../src/telemetry/span-scope.ts';
import { SpanTracer } from '../../../src/telemetry/span-tracer.ts';
import { FakeClock } from '../../support/fake-clock.ts';

export interface Recording {
  readonly tracer: SpanTracer;
  readonly clock: FakeClock;
  /** Finished spans, oldest first; by name when one is given. */
  spans(name?: string): ReadableSpan[];
  /** The only finished span of that name. */
  span(name: string): ReadableSpan;
  stop(): Promise<void>;
}

export function record(
  options: {
    propagation?: Propagation;
    ratio?: number;
    /** By task, in place of `ratio`. */
    shares?: Readonly<Record<string, number>>;
    parentBased?: boolean;
    sampler?: Sampler;
    /** Skep's own spans, as under its own set-up, or the SDK's, as under a user's. */
    spans?: 'own' | 'sdk';
  } = {},
): Recording {
  const exporter = new InMemorySpanExporter();
  const parentBased = options.parentBased ?? true;
  const sampler =
    options.sampler ??
    createSampler({ parentBased, ratio: options.ratio ?? 1, ...(options.shares && { shares: options.shares }) });
  const processor = new SimpleSpanProcessor({ exporter });
  const sdk = new NodeSDK({
    autoDetectResources: false,
    sampler,
    spanProcessors: [processor],
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  const clock = new FakeClock();
  const tracer = new SpanTracer({
    tracer: options.spans === 'own' ? ownTracer(sampler, processor) : trace.getTracer('skep'),
    propagation: options.propagation ?? 'parent',
    inheritsSampling: parentBased,
    shareOf: options.shares && shareOf(options.shares),
    clock,
  });
  const spans = (name?: string): ReadableSpan[] =>
    exporter.getFinishedSpans().filter((span) => name === undefined || span.name === name);
  return {
    tracer,
    clock,
    spans,
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

function ownTracer(sampler: Sampler, processor: SpanProcessor): SpanMaker {
  const ended = (span: ReadableSpan): void => processor.onEnd(span);
  return new LeanTracer(sampler, { resource: defaultResource(), scope: { name: 'skep' }, clock: systemClock, ended });
}

export function unregister(): void {
  trace.disable();
  context.disable();
  propagation.disable();
}

/** A job as an engine hands it out for its first attempt. */
export function jobWith(changes: Partial<Job> = {}): Job {
  const now = Date.parse('2026-01-01T00:00:00Z');
  return {
    id: '019b7607-0000-7000-8000-000000000001',
    task: 'emails.send',
    queue: 'emails',
    priority: 3,
    state: 'running',
    payload: null,
    attempt: 1,
    maxAttempts: 4,
    rescues: 0,
    runAt: now,
    createdAt: now,
    startedAt: now,
    finishedAt: null,
    expiresAt: null,
    timeout: null,
    tags: [],
    headers: {},
    traceparent: null,
    tracestate: null,
    manifestRevision: 1,
    schedule: null,
    parentId: null,
    resultKeepMs: null,
    gates: [],
    fairness: null,
    unique: null,
    care: null,
    workflow: null,
    retry: null,
    consequences: [],
    hold: null,
    waits: [],
    resultGone: null,
    blockedBy: null,
    progress: null,
    logs: [],
    result: null,
    error: null,
    attempts: [],
    ...changes,
  };
}
