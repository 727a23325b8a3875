/** The way in for all jobs: what is wrong with a call is said before anything is stored. */
import type { BulkOptions } from '../../api/index.ts';
import { KeyRing, payloadPaths } from '../../core/index.ts';
import type { EnqueueReceipt, NewJob } from '../../engine/index.ts';
import { encodeJson, type Json, MAX_JSON_BYTES, SkepError } from '../../foundation/index.ts';
import {
  type BoundTask,
  fillerOf,
  type Generation,
  type SchemaViolation,
  type TaskSpec,
} from '../../manifest/index.ts';
import { backfillTicks } from '../scheduling/backfill.ts';
import { checkedOptions, type OptionPlace } from './checked-options.ts';
import { discreet } from '../attempts/discretion.ts';
import { type Draft, type DraftedIn, followsPayload, type JobOrigin, jobsOf } from './draft.ts';
import { type EnqueueItem, itemName, itemOf, type TaskItem } from './enqueue-item.ts';
import { fairIn, routed } from './routing.ts';
import { bytesBeyond, tooLargeText } from './json-limit.ts';
import { textOf } from '../attempts/outcome-of.ts';
import type { EnqueuerOptions, RuntimeDeps } from '../ports.ts';
import { spreadOut } from './spread.ts';
import { RunStarter } from './run-starter.ts';
import { unknownTask } from './unknown-names.ts';

/** Violations of a batch that are told; whoever has that many looks at the first ones. */
const MAX_VIOLATIONS = 100;
/** How long a batch may keep the event loop at a stretch. */
const SLICE_MS = 10;

/** With what its payload is checked by. */
interface Unchecked extends Draft {
  readonly bound: BoundTask;
}

/** What the jobs of a call have in common, before its trace begins. */
type Common = Omit<DraftedIn, 'carrier'>;

type Backfill = Parameters<typeof backfillTicks> extends readonly [...infer Asked, unknown] ? Asked : never;
type Payload = Pick<Draft, 'payload' | 'payloadText'>;

const NULL_PAYLOAD: Payload = { payload: null, payloadText: 'null' };

export class Enqueuer {
  readonly #deps: RuntimeDeps;
  readonly #maxPayloadBytes: number;
  readonly #onDue: ((runAt: number) => void) | undefined;
  #runs: RunStarter | undefined;

  constructor(deps: RuntimeDeps, options: EnqueuerOptions = {}) {
    this.#deps = deps;
    this.#maxPayloadBytes = options.maxPayloadBytes ?? MAX_JSON_BYTES;
    this.#onDue = options.onDue;
  }

  /** Ticks of the past, see backfill.ts. */
  backfill(...[schedule, row, ticks]: Backfill): ReturnType<typeof backfillTicks> {
    return backfillTicks(schedule, row, ticks, this.#deps);
  }

  /** The way in for runs of workflows. */
  get runs(): RunStarter {
    return (this.#runs ??= new RunStarter(this.#deps, this));
  }

  /**
   * Stores jobs of one task, all or none.
   * @returns a receipt per item, in order; `existing` where a job of that id is stored already
   * @throws SkepError TASK_UNKNOWN, QUEUE_UNKNOWN, REQUEST_INVALID (options, spread), PAYLOAD_NOT_JSON,
   *   PAYLOAD_INVALID (details.violations with `index` of the item; after a hundred the rest of the items is not looked
   *   at, and details.unchecked counts them), PAYLOAD_TOO_LARGE
   */
  async enqueue(
    task: string,
    items: readonly EnqueueItem[],
    { spread, ...origin }: JobOrigin & BulkOptions = {},
  ): Promise<readonly EnqueueReceipt[]> {
    const generation = this.#deps.generations.current();
    const bound = taskOf(generation, task);
    const now = this.#deps.clock.now();
    const many = items.length > 1;
    const drafts = items.map((item, at) => this.#draft(item, { generation, bound, now, index: many ? at : null }));
    return this.#checkAndStore(task, spreadOut(drafts, spread, now), draftedIn(generation, origin));
  }

  /**
   * Stores jobs of several tasks, all or none: nothing is stored before all of them are checked. On a Redis Cluster,
   * where a call is one script per queue, a store that fails meanwhile may have those of one queue and not of another.
   * @returns a receipt per item, in order
   * @throws SkepError as `enqueue` does; violations of all items are listed together
   */
  async enqueueTogether(items: readonly TaskItem[]): Promise<readonly EnqueueReceipt[]> {
    const { about, drafts } = this.#draftAll(items);
    return this.#checkAndStore(namesOf(drafts), drafts, about);
  }

  /**
   * Jobs as they would be stored, checked and not stored, under the trace of who calls.
   * @throws SkepError as `enqueueTogether` does
   */
  async prepare(items: readonly TaskItem[]): Promise<readonly NewJob[]> {
    const { about, drafts } = this.#draftAll(items);
    await this.#check(drafts);
    const drafted = { carrier: this.#deps.tracer.carrier(), ...about };
    return jobsOf(drafts, drafted, this.#deps.newId);
  }

  #draftAll(items: readonly TaskItem[]): { readonly about: Common; readonly drafts: readonly Unchecked[] } {
    const generation = this.#deps.generations.current();
    const now = this.#deps.clock.now();
    const drafts = items.map(({ task, ...item }, index) => {
      return this.#draft(item, { generation, bound: taskOf(generation, task), now, index });
    });
    return { about: draftedIn(generation), drafts };
  }

  /** @param task name of the task, or of all of them */
  async #checkAndStore(task: string, drafts: readonly Unchecked[], about: Common): Promise<readonly EnqueueReceipt[]> {
    const [first] = drafts;
    if (first === undefined) return [];
    const many = drafts.length > 1;
    await this.#check(drafts);
    const trace = {
      task,
      queue: first.options.queue ?? routed(first.task, first.payload).queue,
      count: drafts.length,
      delayMs: this.#longestWait(drafts),
      jobId: many ? null : first.options.id,
    };
    const receipts = await this.#deps.tracer.enqueue(trace, (carrier) => {
      const drafted = { carrier, ...about };
      return this.#deps.engine.jobs.enqueue(jobsOf(drafts, drafted, this.#deps.newId));
    });
    this.#stored(receipts);
    return receipts;
  }

  #stored(receipts: readonly EnqueueReceipt[]): void {
    this.#deps.tally?.stored(receipts);
    if (this.#onDue) for (const { state, runAt } of receipts) if (state === 'scheduled') this.#onDue(runAt);
  }

  #longestWait(drafts: readonly Unchecked[]): number {
    let longest = 0;
    for (const { options } of drafts) {
      const wait = options.runAt === null ? options.delayMs : options.runAt - this.#deps.clock.now();
      longest = Math.max(longest, wait);
    }
    return longest;
  }

  async #check(drafts: readonly Unchecked[]): Promise<void> {
    const [first, second] = drafts;
    if (second !== undefined) await this.#checkMany(drafts);
    else if (first !== undefined) checkOne(first);
  }

  /** In slices: ten thousand payloads with a large schema must not keep the event loop for seconds. */
  async #checkMany(drafts: readonly Unchecked[]): Promise<void> {
    const violations: IndexedViolation[] = [];
    const wrong: Unchecked[] = [];
    let checked = 0;
    let begun = this.#deps.clock.monotonic();
    for (const draft of drafts) {
      const found = violationsOf(draft);
      for (const violation of found) violations.push({ index: checked, ...violation });
      if (found.length > 0) wrong.push(draft);
      checked += 1;
      if (violations.length >= MAX_VIOLATIONS) break;
      if (this.#deps.clock.monotonic() - begun < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      begun = this.#deps.clock.monotonic();
    }
    if (violations.length > 0) throw payloadInvalid(namesOf(wrong), violations, drafts.length - checked);
  }

  #draft(item: EnqueueItem, place: OptionPlace): Unchecked {
    const { payload, options } = itemOf(item, place.index);
    const given = this.#payload(payload, place.index, place.bound);
    const { bound } = place;
    const { spec: task } = bound;
    return {
      bound,
      task,
      payload: given.payload,
      payloadText: given.payloadText,
      options: checkedOptions(options, place),
    };
  }

  #nothing(index: number | null, bound: BoundTask): Payload {
    const payload = fillerOf(bound.spec.input)(null);
    return payload === null ? NULL_PAYLOAD : this.#kept(JSON.stringify(payload), payload, index, bound);
  }

  /** The value is read anew from its text where anything looks at it: what a class writes by its `toJSON`, say, is a text there. */
  #payload(value: unknown, index: number | null, bound: BoundTask): Payload {
    if (value === null || value === undefined) return this.#nothing(index, bound);
    const encoded = encodeJson(value);
    if (!encoded.ok) {
      const place = encoded.pointer === '' ? itemName(index) : `${itemName(index)} at ${encoded.pointer}`;
      throw new SkepError('PAYLOAD_NOT_JSON', `${place}: ${encoded.reason}`, {
        details: { pointer: encoded.pointer, ...(index === null ? {} : { index }) },
      });
    }
    return this.#kept(encoded.text, value as Json, index, bound);
  }

  /** What a default is filled into is written anew. */
  #kept(text: string, value: Json, index: number | null, { spec }: BoundTask): Payload {
    this.#checkSize(text, index, spec);
    if (typeof value !== 'object' || (spec.input === null && !followsPayload(spec))) {
      return { payload: value, payloadText: text };
    }
    const read = JSON.parse(text) as Json;
    if (spec.input === null) return { payload: read, payloadText: text };
    const payload = fillerOf(spec.input)(read);
    if (payload === read) return { payload, payloadText: text };
    const payloadText = JSON.stringify(payload);
    this.#checkSize(payloadText, index, spec);
    return { payload, payloadText };
  }

  #checkSize(text: string, index: number | null, { name, maxPayloadBytes }: TaskSpec): void {
    const max = Math.min(this.#maxPayloadBytes, maxPayloadBytes ?? Infinity);
    const bytes = bytesBeyond(text, max);
    if (bytes === null) return;
    const whose = max === maxPayloadBytes ? `, the maxPayload of ${name}` : '';
    throw new SkepError('PAYLOAD_TOO_LARGE', `${itemName(index)} ${tooLargeText(bytes, max)}${whose}`, {
      hint: 'store the data elsewhere and put a reference into the payload',
      details: { bytes, max, ...(index === null ? {} : { index }) },
    });
  }
}

function draftedIn(generation: Generation, origin: JobOrigin = {}): Common {
  return {
    revision: generation.revision,
    origin,
    keys: keysOf(generation),
    fair: fairIn(generation.manifest),
    task: (name) => generation.task(name)?.spec,
  };
}

function checkOne(draft: Unchecked): void {
  const violations = violationsOf(draft);
  if (violations.length > 0) throw payloadInvalid(draft.task.name, violations);
}

function violationsOf({ bound, payload }: Unchecked): readonly SchemaViolation[] {
  const violations = bound.checkInput(payload);
  return violations.length === 0 ? violations : discreet(violations, payloadPaths(bound.spec.sensitive));
}

function namesOf(drafts: readonly Draft[]): string {
  return [...new Set(drafts.map(({ task }) => task.name))].join(', ');
}

function keysOf({ manifest }: Generation): KeyRing | null {
  return KeyRing.of(manifest.encryption);
}

function taskOf(generation: Generation, name: string): BoundTask {
  const task = generation.task(name);
  if (task) return task;
  throw unknownTask(name, generation.manifest);
}

type IndexedViolation = SchemaViolation & { readonly index?: number };

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
