/** Who decides whether a trace is kept. Loaded lazily, with the SDK. */
import type { Attributes, Context, Link, SpanKind } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

import { FOLLOWS_LINK } from './origin.ts';
import type { SamplerSettings } from './settings.ts';

/**
 * ParentBased(TraceIdRatio), except that a trace which begins linked to a sampled producer is kept like it:
 * sampled independently, most links of a thin sample would lead nowhere. (A producer that was sampled out never
 * gets here: its jobs start no span at all.)
 */
export function createSampler(settings: SamplerSettings): Sampler {
  const root = ratioSampler(settings.ratio);
  return settings.parentBased ? new ParentBasedSampler({ root: new LinkFollowingSampler(root) }) : root;
}

function ratioSampler(ratio: number): Sampler {
  if (ratio >= 1) return new AlwaysOnSampler();
  return ratio <= 0 ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio);
}

class LinkFollowingSampler implements Sampler {
  readonly #otherwise: Sampler;

  constructor(otherwise: Sampler) {
    this.#otherwise = otherwise;
  }

  shouldSample(...about: [Context, string, string, SpanKind, Attributes, Link[]]): SamplingResult {
    if (about[0].getValue(FOLLOWS_LINK) === true) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    return this.#otherwise.shouldSample(...about);
  }

  toString(): string {
    return `LinkFollowing{${this.#otherwise.toString()}}`;
  }
}
