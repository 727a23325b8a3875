/** Buckets: what of them is used, whom they hold, and what is set of them at run time. */
import { type JsonObject, RATE_PATTERN } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { bucketName } from './names.ts';
import { type EndpointsOf, under } from './operation.ts';
import { boolean, described, instant, integer, listOf, objectOf, orNull, text, texts, view } from './schemas.ts';

export interface BucketOperations {
  buckets(): Promise<readonly BucketView[]>;
  /** @throws BUCKET_UNKNOWN */
  bucket(name: string): Promise<BucketView>;
  /**
   * Other numbers in the place of the manifest's, over all processes, until the manifest has other ones itself, or `resetBucket`.
   * @param by whoever asks, for the log
   * @throws BUCKET_UNKNOWN; STATE_CONFLICT for what the bucket does not have in the manifest, or before any process has applied it;
   * REQUEST_INVALID for less than one job of a task takes
   */
  setBucket(name: string, limits: BucketLimits, by?: string | null): Promise<BucketView>;
  /** What the manifest says, a breaker that is closed, and nothing shut. @throws BUCKET_UNKNOWN */
  resetBucket(name: string, by?: string | null): Promise<BucketView>;
}

/** What is not said stays. */
export interface BucketLimits {
  /** As `5/s`. */
  readonly rate?: string;
  readonly burst?: number;
  readonly concurrency?: number;
}

export interface BucketView {
  readonly name: string;
  /** Tasks that use it. */
  readonly tasks: readonly string[];
  readonly rate: (BucketRate & Counted) | null;
  readonly concurrency: Counted | null;
  readonly breaker: BreakerView | null;
  /** Jobs that it holds. */
  readonly held: number;
  /** When it lets somebody through again, where nobody passes now and that is known. */
  readonly until: string | null;
}

interface BucketRate {
  readonly perMs: number;
  readonly burst: number;
}

interface Counted {
  readonly limit: number;
  /** Of a rate how much of the burst is gone. */
  readonly used: number;
  /** Set at run time, in the place of the manifest's number. */
  readonly set: boolean;
}

export interface BreakerView {
  readonly state: 'closed' | 'open' | 'probing';
  /** While it is closed: attempts that ended within its time, and those of them that failed. */
  readonly ended: number;
  readonly failed: number;
}

const counted = {
  limit: integer,
  used: described(integer, 'What runs; of a rate how much of the burst is gone'),
  set: described(boolean, "Set at run time, in the place of the manifest's number"),
};

const bucket: JsonObject = view(
  'Bucket',
  objectOf<BucketView>({
    name: text,
    tasks: described(texts, 'Tasks that use it'),
    rate: orNull(objectOf<NonNullable<BucketView['rate']>>({ ...counted, perMs: integer, burst: integer })),
    concurrency: orNull(objectOf<Counted>(counted)),
    breaker: orNull(
      objectOf<BreakerView>({
        state: { type: 'string', enum: ['closed', 'open', 'probing'] },
        ended: described(integer, 'While it is closed: attempts that ended within its time'),
        failed: described(integer, 'Those of them that failed'),
      }),
    ),
    held: described(integer, 'Jobs that it holds; of each of its limits counted up to 100000'),
    until: described(orNull(instant), 'When it lets somebody through again, where nobody passes now and that is known'),
  }),
);

const body: JsonObject = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  description: '{ "rate": "5/s" }',
  properties: {
    rate: described({ type: 'string', pattern: RATE_PATTERN }, 'As in 5/s or 100/m'),
    burst: described({ type: 'integer', minimum: 1, maximum: 1_000_000 }, 'Starts together after a rest'),
    concurrency: described({ type: 'integer', minimum: 1, maximum: 10_000 }, 'Attempts at once'),
  },
};

const one = {
  tag: 'buckets',
  params: { bucket: bucketName },
  errors: ['BUCKET_UNKNOWN'],
} as const;

/** Its numbers, whatever runs. */
function settled({ rate, concurrency }: BucketView): unknown {
  return [rate && [rate.limit, rate.perMs, rate.burst], concurrency?.limit];
}

export const bucketEndpoints: EndpointsOf<BucketOperations> = {
  buckets: {
    name: 'listBuckets',
    method: 'GET',
    path: '/api/buckets',
    access: 'viewer',
    tag: 'buckets',
    summary: 'All buckets, with what of them is used and how many jobs they hold',
    done: {
      status: 200,
      description: 'The buckets',
      schema: objectOf<{ buckets: unknown }>({ buckets: listOf(bucket) }),
    },
    ask: () => ({}),
    act: ({ operations }) => operations.buckets(),
    wire: under('buckets'),
  },
  bucket: {
    ...one,
    name: 'getBucket',
    settled,
    method: 'GET',
    path: '/api/buckets/:bucket',
    access: 'viewer',
    summary: 'One bucket',
    done: { status: 200, description: 'The bucket', schema: bucket },
    ask: (name) => ({ params: { bucket: name } }),
    act: (call) => call.operations.bucket(nameOf(call)),
  },
  setBucket: {
    ...one,
    name: 'setBucket',
    method: 'POST',
    path: '/api/buckets/:bucket/set',
    access: 'operator',
    summary: "Other numbers in the place of the manifest's, until it has other ones itself or they are reset",
    body,
    done: { status: 200, description: 'The bucket afterwards', schema: bucket },
    errors: ['BUCKET_UNKNOWN', 'STATE_CONFLICT', 'REQUEST_INVALID'],
    ask: (name, limits) => ({ params: { bucket: name }, body: limits }),
    act: (call) => call.operations.setBucket(nameOf(call), call.body as BucketLimits, call.caller),
  },
  resetBucket: {
    ...one,
    name: 'resetBucket',
    method: 'POST',
    path: '/api/buckets/:bucket/reset',
    access: 'operator',
    summary: "The manifest's numbers again, its breaker closed, and nothing shut",
    done: { status: 200, description: 'The bucket afterwards', schema: bucket },
    ask: (name) => ({ params: { bucket: name } }),
    act: (call) => call.operations.resetBucket(nameOf(call), call.caller),
  },
};

function nameOf({ params }: Call<unknown>): string {
  return params['bucket'] ?? '';
}
