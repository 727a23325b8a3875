/** Who decides whether a trace is kept. Loaded lazily, with the SDK. */
import { type Context, trace } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

import { FOLLOWS_LINK } from './origin.ts';
import type { SamplerSettings } from './settings.ts';
import { isPartOfTrace, isSampled } from '../propagation/index.ts';

/**
 * ParentBased(TraceIdRatio), except that a trace which begins linked to a sampled producer is kept like it:
 * sampled independently, most links of a thin sample would lead nowhere. (A producer that was sampled out never
 * gets here: its jobs start no span at all.)
 */
export function createSampler(settings: SamplerSettings): Sampler {
  const root = ratioSampler(settings.ratio);
  return settings.parentBased ? new FollowingSampler(root) : root;
}

function ratioSampler(ratio: number): Sampler {
  if (ratio >= 1) return new AlwaysOnSampler();
  return ratio <= 0 ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio);
}

const KEPT: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD_AND_SAMPLED });
const LEFT_OUT: SamplingResult = Object.freeze({ decision: SamplingDecision.NOT_RECORD });

/** Does as the parent did, else as the linked producer, else what `root` says. */
class FollowingSampler implements Sampler {
  readonly #root: Sampler;

  constructor(root: Sampler) {
    this.#root = root;
  }

  shouldSample(context: Context, ...about: Rest): SamplingResult {
    const parent = trace.getSpanContext(context);
    // The SDK's own reads every digit of the parent's ids again, for every span.
    if (parent !== undefined && isPartOfTrace(parent)) return isSampled(parent) ? KEPT : LEFT_OUT;
    if (context.getValue(FOLLOWS_LINK) === true) return KEPT;
    return this.#root.shouldSample(context, ...about);
  }

  toString(): string {
    return `Following{${this.#root.toString()}}`;
  }
}

type Rest = Parameters<Sampler['shouldSample']> extends [Context, ...infer Others] ? Others : never;
