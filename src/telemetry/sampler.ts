/** Who decides whether a trace is kept. Loaded lazily, with the SDK. */
import { type Attributes, type Context, type Link, type SpanKind, trace } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

import { FOLLOWS_LINK } from './origin.ts';
import { ATTR } from './semconv.ts';
import type { SamplerSettings } from './settings.ts';
import { type ShareOf, shareOf } from './shares.ts';
import { isPartOfTrace, isSampled } from '../propagation/index.ts';

/**
 * ParentBased(TraceIdRatio), except that a trace which begins linked to a sampled producer is kept like it:
 * sampled independently, most links of a thin sample would lead nowhere. (A producer that was sampled out never
 * gets here: its jobs start no span at all.)
 */
export function createSampler(settings: SamplerSettings): Sampler {
  const root = ratioSampler(settings.ratio);
  return settings.parentBased ? new FollowingSampler(root, settings) : root;
}

function ratioSampler(ratio: number): Sampler {
  if (ratio >= 1) return new AlwaysOnSampler();
  return ratio <= 0 ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio);
}

const KEPT: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD_AND_SAMPLED });
const LEFT_OUT: SamplingResult = Object.freeze({ decision: SamplingDecision.NOT_RECORD });
/** It may be kept yet. */
const HELD: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD });

/**
 * Does as the parent did, else as the linked producer, else what the share of the task says, else `root`. A task with a share of
 * its own is kept by it below a parent that is not kept, too: by the trace's id, so all processes agree, and who is kept
 * by the smaller share is by the larger.
 */
class FollowingSampler implements Sampler {
  readonly #root: Sampler;
  readonly #shareOf: ShareOf;
  readonly #byShare = new Map<number, Sampler>();
  readonly #otherwise: SamplingResult;

  constructor(root: Sampler, { shares = {}, keep }: SamplerSettings) {
    this.#root = root;
    this.#otherwise = keep === undefined ? LEFT_OUT : HELD;
    this.#shareOf = shareOf(shares);
  }

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    const parent = trace.getSpanContext(context);
    // The SDK's own reads every digit of the parent's ids again, for every span.
    const isBelow = parent !== undefined && isPartOfTrace(parent);
    if (isBelow && isSampled(parent)) return KEPT;
    const follows = isBelow ? undefined : context.getValue(FOLLOWS_LINK);
    if (follows === true) return KEPT;
    const task = attributes[ATTR.task];
    const share = typeof task === 'string' ? this.#shareOf(task) : undefined;
    if (share === undefined && (isBelow || follows === false)) return this.#otherwise;
    const sampler = share === undefined ? this.#root : this.#samplerOf(share);
    const result = sampler.shouldSample(context, traceId, name, kind, attributes, links);
    return result.decision === SamplingDecision.NOT_RECORD ? this.#otherwise : result;
  }

  #samplerOf(share: number): Sampler {
    let sampler = this.#byShare.get(share);
    if (sampler === undefined) this.#byShare.set(share, (sampler = ratioSampler(share)));
    return sampler;
  }

  toString(): string {
    return `Following{${this.#root.toString()}}`;
  }
}
