/** The way in for all jobs: what is wrong with a call is said before anything is stored. */
import { type EnqueueOptions, PROPAGATION_HEADER, type ScheduleOrigin, type TraceCarrier } from '../core/index.ts';
import type { EnqueueReceipt, NewJob } from '../engine/index.ts';
import { encodeJson, type Json, SkepError, suggestion } from '../foundation/index.ts';
import { defaultOptions, type JobOptions, readOptions } from './enqueue-options.ts';
import { textOf } from './outcome-of.ts';
import type { BoundTask, Generation, RuntimeDeps, Violation } from './ports.ts';

export interface EnqueueItem {
  readonly payload: unknown;
  readonly options?: EnqueueOptions;
}

/** Where the jobs of a call come from. */
export interface EnqueueOrigin {
  /** The job whose handler enqueues them. */
  readonly parentId?: string;
  readonly schedule?: ScheduleOrigin;
}

export interface EnqueuerOptions {
  /** Largest payload as JSON in UTF-8. */
  readonly maxPayloadBytes?: number;
  /** Told when a job was stored that is due later, with its instant: a promoter in this process can wake for it. */
  readonly onDue?: (runAt: number) => void;
}

/** Violations of a batch that are told; whoever has that many looks at the first ones. */
const MAX_VIOLATIONS = 100;
/** How long a batch may keep the event loop at a stretch. */
const SLICE_MS = 10;

export const DEFAULT_MAX_PAYLOAD_BYTES = 1024 * 1024;

interface Draft extends Payload {
  readonly options: JobOptions;
}

interface Payload {
  readonly payload: Json;
  /** The same as JSON: this is what is stored, so the caller may go on changing the value. */
  readonly payloadText: string;
}

const NULL_PAYLOAD: Payload = { payload: null, payloadText: 'null' };

export class Enqueuer {
  readonly #deps: RuntimeDeps;
  readonly #maxPayloadBytes: number;
  readonly #onDue: ((runAt: number) => void) | undefined;

  constructor(deps: RuntimeDeps, options: EnqueuerOptions = {}) {
    this.#deps = deps;
    this.#maxPayloadBytes = options.maxPayloadBytes ?? DEFAULT_MAX_PAYLOAD_BYTES;
    this.#onDue = options.onDue;
  }

  /**
   * Stores jobs of one task, all or none.
   * @returns a receipt per item, in order; `existing` where a job of that id is stored already
   * @throws SkepError TASK_UNKNOWN, QUEUE_UNKNOWN, REQUEST_INVALID (options), PAYLOAD_NOT_JSON,
   *   PAYLOAD_INVALID (details.violations with `index` of the item; after a hundred the rest of the items is not looked
   *   at, and details.unchecked counts them), REQUEST_TOO_LARGE
   */
  async enqueue(
    task: string,
    items: readonly EnqueueItem[],
    origin: EnqueueOrigin = {},
  ): Promise<readonly EnqueueReceipt[]> {
    const generation = this.#deps.generations.current();
    const bound = taskOf(generation, task);
    const drafts = this.#drafts(generation, bound, items);
    if (drafts.length === 0) return [];
    if (drafts.length > 1) await this.#checkMany(bound, drafts);
    else this.#checkOne(bound, drafts);
    const about = {
      task,
      queue: drafts[0]?.options.queue ?? bound.spec.queue,
      count: drafts.length,
      delayMs: this.#longestWait(drafts),
      jobId: drafts.length === 1 ? (drafts[0]?.options.id ?? null) : null,
    };
    const receipts = await this.#deps.tracer.enqueue(about, (carrier) => {
      const jobs = drafts.map((draft) => this.#job(draft, { bound, generation, origin, carrier }));
      return this.#deps.engine.enqueue(jobs);
    });
    if (this.#onDue) for (const { state, runAt } of receipts) if (state === 'scheduled') this.#onDue(runAt);
    return receipts;
  }

  #longestWait(drafts: readonly Draft[]): number {
    let longest = 0;
    for (const { options } of drafts) {
      const wait = options.runAt === null ? options.delayMs : options.runAt - this.#deps.clock.now();
      longest = Math.max(longest, wait);
    }
    return longest;
  }

  #drafts(generation: Generation, bound: BoundTask, items: readonly EnqueueItem[]): readonly Draft[] {
    const many = items.length > 1;
    const now = this.#deps.clock.now();
    return items.map(({ payload, options }, index): Draft => {
      const place = many ? index : null;
      const given = this.#payload(payload, place, bound);
      return {
        payload: given.payload,
        payloadText: given.payloadText,
        options: checkedOptions(options, { generation, bound, now, index: place }),
      };
    });
  }

  #checkOne(bound: BoundTask, drafts: readonly Draft[]): void {
    for (const { payload } of drafts) {
      const violations = bound.checkInput(payload);
      if (violations.length > 0) throw payloadInvalid(bound.spec.name, violations);
    }
  }

  /** In slices: ten thousand payloads with a large schema must not keep the event loop for seconds. */
  async #checkMany(bound: BoundTask, drafts: readonly Draft[]): Promise<void> {
    const violations: IndexedViolation[] = [];
    let checked = 0;
    let begun = this.#deps.clock.monotonic();
    for (const { payload } of drafts) {
      for (const violation of bound.checkInput(payload)) violations.push({ index: checked, ...violation });
      checked += 1;
      if (violations.length >= MAX_VIOLATIONS) break;
      if (this.#deps.clock.monotonic() - begun < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      begun = this.#deps.clock.monotonic();
    }
    if (violations.length > 0) throw payloadInvalid(bound.spec.name, violations, drafts.length - checked);
  }

  /** The value is read anew from its text where a schema looks at it: a Date, say, is a text there. */
  #payload(value: unknown, index: number | null, bound: BoundTask): Payload {
    if (value === null || value === undefined) return NULL_PAYLOAD;
    const encoded = encodeJson(value);
    if (!encoded.ok) {
      throw new SkepError('PAYLOAD_NOT_JSON', `${itemName(index)}${encoded.pointer}: ${encoded.reason}`, {
        details: { pointer: encoded.pointer, ...(index === null ? {} : { index }) },
      });
    }
    const { text } = encoded;
    // A UTF-16 unit takes at most three bytes: short texts need no counting.
    if (text.length * 3 > this.#maxPayloadBytes && Buffer.byteLength(text) > this.#maxPayloadBytes) {
      const bytes = Buffer.byteLength(text);
      throw new SkepError(
        'REQUEST_TOO_LARGE',
        `${itemName(index)} has ${bytes} bytes as JSON; the limit is ${this.#maxPayloadBytes}`,
        { hint: 'store the data elsewhere and put a reference into the payload' },
      );
    }
    const asIs = bound.spec.input === null || typeof value !== 'object';
    return { payload: asIs ? (value as Json) : (JSON.parse(text) as Json), payloadText: text };
  }

  #job({ payload, payloadText, options }: Draft, about: JobSource): NewJob {
    const { bound, generation, origin, carrier } = about;
    const queue = options.queue ?? bound.spec.queue;
    return {
      id: options.id ?? this.#deps.newId(),
      idChosen: options.id !== null,
      task: bound.spec.name,
      queue,
      shards: shardsOf(generation, queue),
      priority: options.priority,
      payload,
      payloadText,
      maxAttempts: options.maxAttempts,
      delayMs: options.delayMs,
      runAt: options.runAt,
      expiresInMs: options.expiresInMs,
      timeout: options.timeout,
      tags: options.tags,
      headers: withPropagation(options.headers, carrier),
      traceparent: carrier.traceparent,
      tracestate: carrier.tracestate,
      manifestRevision: generation.revision,
      schedule: origin.schedule ?? null,
      parentId: origin.parentId ?? null,
    };
  }
}

interface JobSource {
  readonly bound: BoundTask;
  readonly generation: Generation;
  readonly origin: EnqueueOrigin;
  readonly carrier: TraceCarrier;
}

/** How the job's attempts relate to its trace travels in a header, unless it is the ordinary way. */
export function withPropagation(
  headers: Readonly<Record<string, string>>,
  carrier: TraceCarrier,
): Readonly<Record<string, string>> {
  return carrier.propagation === 'parent' ? headers : { ...headers, [PROPAGATION_HEADER]: carrier.propagation };
}

/** Parts that a queue of the manifest is spread over. */
export function shardsOf({ manifest }: Pick<Generation, 'manifest'>, queue: string): number {
  return manifest.queues[queue]?.shards ?? 1;
}

function taskOf(generation: Generation, name: string): BoundTask {
  const task = generation.task(name);
  if (task) return task;
  const hint = suggestion(name, Object.keys(generation.manifest.tasks));
  throw new SkepError(
    'TASK_UNKNOWN',
    `there is no task ${JSON.stringify(name.slice(0, 128))}`,
    hint === undefined ? {} : { hint },
  );
}

interface OptionPlace {
  readonly generation: Generation;
  readonly bound: BoundTask;
  readonly now: number;
  readonly index: number | null;
}

function checkedOptions(given: EnqueueOptions | undefined, { generation, bound, now, index }: OptionPlace): JobOptions {
  if (given === undefined) return defaultOptions(bound.spec);
  const where = index === null ? '' : `jobs[${index}].`;
  if (typeof given !== 'object' || (given as unknown) === null || Array.isArray(given)) {
    throw new SkepError('REQUEST_INVALID', `${where}options is not an object`);
  }
  if (saysNothing(given)) return defaultOptions(bound.spec);
  const problems: string[] = [];
  const options = readOptions(given, bound.spec, now, problems);
  if (problems.length > 0) {
    throw new SkepError('REQUEST_INVALID', problems.map((problem) => `${where}options.${problem}`).join('; '), {
      details: { problems, ...(index === null ? {} : { index }) },
    });
  }
  const { queues } = generation.manifest;
  if (options.queue !== null && !Object.hasOwn(queues, options.queue)) {
    const hint = suggestion(options.queue, Object.keys(queues));
    throw new SkepError(
      'QUEUE_UNKNOWN',
      `there is no queue ${JSON.stringify(options.queue)}`,
      hint === undefined ? {} : { hint },
    );
  }
  return options;
}

/** Callers that build their options step by step mostly end with none. */
function saysNothing(options: EnqueueOptions): boolean {
  for (const _key in options) return false;
  return true;
}

type IndexedViolation = Violation & { readonly index?: number };

/** @param unchecked items behind the violations that were not looked at any more */
function payloadInvalid(task: string, violations: readonly IndexedViolation[], unchecked = 0): SkepError {
  const more = unchecked === 0 ? '' : `; the ${unchecked} jobs after them were not looked at`;
  return new SkepError(
    'PAYLOAD_INVALID',
    `the payload breaks the input schema of ${task}: ${textOf(violations)}${more}`,
    {
      details: { violations: violations.slice(0, MAX_VIOLATIONS + 1), ...(unchecked === 0 ? {} : { unchecked }) },
    },
  );
}

function itemName(index: number | null): string {
  return index === null ? 'the payload' : `the payload of jobs[${index}]`;
}
