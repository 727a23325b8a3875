/** Waiting jobs into another queue of the manifest: those that are named, or all of a filter. */
import { type JobState, mayLeave, statesBefore } from '../core/index.ts';
import type { JobFilter, JobsFacet, MoveReceipt } from '../engine/index.ts';
import { SkepError } from '../foundation/index.ts';
import type { Manifest } from '../manifest/index.ts';
import { jobFilter } from './job-query.ts';
import type { MovedView, MoveRequest } from '../api/index.ts';
import { refusalOf, unknownName } from './refusals.ts';

export interface MoveParts {
  readonly engine: { readonly jobs: Pick<JobsFacet, 'move' | 'list'>; now(): Promise<number> };
  readonly manifest: Pick<Manifest, 'queues'>;
  /** Ends it between two steps: what is moved stays moved. */
  readonly signals: readonly (AbortSignal | undefined)[];
}

/** Jobs per step, a few milliseconds of the store. */
const STEP = 500;
/** Of those that stay so many are told by name. */
const TOLD = 100;

/** @throws SkepError QUEUE_UNKNOWN, REQUEST_INVALID, USAGE; STOPPING when a signal ends it */
export async function moveJobs(request: MoveRequest, parts: MoveParts): Promise<MovedView> {
  checkForm(request);
  const to = targetOf(request.to, parts.manifest);
  const { ids = [] } = request;
  const filter = await filterOf(request, parts.engine);
  const sum = new Sum(to);
  for await (const step of filter === undefined ? inSteps(ids) : oldestFirst(parts.engine, filter, to)) {
    if (parts.signals.some((signal) => signal?.aborted === true)) {
      throw new SkepError('STOPPING', `ended after ${sum.view.moved} jobs were moved`, {
        hint: 'the same call again moves the rest',
      });
    }
    for (const receipt of await parts.engine.jobs.move(step, to)) sum.add(receipt);
  }
  return sum.view;
}

/** Programs in JavaScript call too; what comes by HTTP was checked before. */
function checkForm(request: unknown): void {
  const { to, ids = [] } = (request ?? {}) as { readonly to?: unknown; readonly ids?: unknown };
  if (typeof to === 'string' && Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return;
  throw new SkepError('USAGE', 'moveJobs takes the name of a queue, and the ids as a list where jobs are named', {
    hint: "write moveJobs({ to: 'default', queue: 'old' }), or moveJobs({ to: 'default', ids: ['one', 'two'] })",
  });
}

function targetOf(name: string, { queues }: MoveParts['manifest']): string {
  const spec = Object.hasOwn(queues, name) ? queues[name] : undefined;
  if (spec === undefined) throw unknownName('QUEUE_UNKNOWN', 'queue', name, Object.keys(queues));
  return name;
}

/** @returns undefined where jobs are named instead */
async function filterOf(request: MoveRequest, engine: MoveParts['engine']): Promise<JobFilter | undefined> {
  const filter = jobFilter(request, await engine.now());
  const filtered = Object.keys(filter).length > 0;
  const named = request.ids !== undefined && request.ids.length > 0;
  if (filtered === named) {
    const problem = named ? 'jobs are named and filtered at once' : 'nothing says which jobs are to be moved';
    throw new SkepError('REQUEST_INVALID', problem, {
      hint: 'give ids, or some of queue, task, tag, state and since; `queue` alone means all that waits there',
    });
  }
  if (named) return undefined;
  const stays = filter.states?.find((state) => !mayLeave('move', state));
  if (stays === undefined) return { states: statesBefore('move'), ...filter };
  throw new SkepError('REQUEST_INVALID', `state: ${stays} jobs cannot be moved`, { hint: hintFor(stays) });
}

function hintFor(state: JobState): string {
  const waiting = `only jobs that wait can: ${statesBefore('move').join(', ')}`;
  return mayLeave('retry', state) ? `${waiting}; a retry makes it one of them` : waiting;
}

function* inSteps(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += STEP) yield ids.slice(from, from + STEP);
}

/**
 * Lists show the newest first, and those that wait longest are to go first: so the pages are gone through once to know
 * where each begins, and then from the last one backwards. A million jobs are two thousand cursors.
 */
async function* oldestFirst(
  engine: MoveParts['engine'],
  filter: JobFilter,
  to: string,
): AsyncGenerator<readonly string[]> {
  const begins: (string | null)[] = [];
  for (let cursor: string | null = null, more = true; more;) {
    const { jobs, next } = await engine.jobs.list(filter, STEP, cursor);
    if (jobs.length > 0) begins.push(cursor);
    cursor = next;
    more = next !== null;
    // Others get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const begin of begins.toReversed()) {
    const { jobs } = await engine.jobs.list(filter, STEP, begin);
    const ids = jobs.filter(({ queue }) => queue !== to).map(({ id }) => id);
    if (ids.length > 0) yield ids.toReversed();
  }
}

class Sum {
  #moved = 0;
  #there = 0;
  #stayed = 0;
  readonly #to: string;
  readonly #refusals: MovedView['refusals'][number][] = [];

  constructor(to: string) {
    this.#to = to;
  }

  get view(): MovedView {
    const counts = { moved: this.#moved, there: this.#there, stayed: this.#stayed };
    return { to: this.#to, ...counts, refusals: this.#refusals };
  }

  add(receipt: MoveReceipt): void {
    const refusal = refusalOf(receipt.id, receipt, 'moved');
    if (refusal === undefined) {
      if (receipt.from === null) this.#there += 1;
      else this.#moved += 1;
      return;
    }
    this.#stayed += 1;
    if (this.#refusals.length >= TOLD) return;
    const code = receipt.status === 'unknown' ? 'JOB_UNKNOWN' : 'STATE_CONFLICT';
    this.#refusals.push({ id: receipt.id, code, detail: refusal.message, state: receipt.state });
  }
}
