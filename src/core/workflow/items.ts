/** The items of a step: their ids, and the jobs and runs that they are. */
import { createHash } from 'node:crypto';

import { type Json, MAX_JSON_BYTES } from '../../foundation/index.ts';
import type { Consequence, NewJob } from '../job.ts';
import { gatesOfPayload } from '../keyed-gates.ts';
import { FINISHED_STATES } from '../states.ts';
import { tenantIn, wayOf } from '../asking/ways.ts';
import type { PlanStep, Work } from './plan.ts';
import type { ItemRef } from './item-ref.ts';
import { type NewRun, progressOf, type Run } from './run.ts';
import { behind, carriedHeaders } from './run-hooks.ts';

/** What an item becomes when it begins. */
export type Begun = { readonly kind: 'job'; readonly job: NewJob } | { readonly kind: 'run'; readonly run: NewRun };

/** Room for what stands behind it in the ids of hooks. */
const ID_MAX = 100;

/** @returns always the same for the same item, so that it is one job however often it is enqueued */
export function itemId(run: Pick<Run, 'id' | 'plan'>, { step, index, round }: Omit<ItemRef, 'run'>): string {
  const { name = String(step), forEach = null } = run.plan.steps[step] ?? {};
  const item = forEach === null ? '' : `.${index}`;
  const again = round === 0 ? '' : `:${round}`;
  const id = `${run.id}.${name}${item}${again}`;
  if (id.length <= ID_MAX) return id;
  return `step-${createHash('sha256').update(id).digest('hex').slice(0, 40)}`;
}

/** @param value payload of a job, input of a run @throws RangeError for a payload that is too large */
export function begunItem(run: Run, work: Exclude<Work, { readonly kind: 'wait' }>, ref: ItemRef, value: Json): Begun {
  const id = itemId(run, ref);
  const payloadText = JSON.stringify(value);
  // The input of a run that a run begins is no larger than one that a call gives: a few levels that double theirs are a gigabyte.
  const maxBytes = work.kind === 'task' ? work.maxBytes : MAX_JSON_BYTES;
  if (bytesOf(payloadText, maxBytes) > maxBytes) throw new TooLarge(maxBytes);
  if (work.kind === 'workflow') return { kind: 'run', run: childRun(run, work, { id, parent: ref, input: value }) };
  return { kind: 'job', job: jobOf(run, work, ref, { id, value, payloadText }) };
}

interface Filled {
  readonly id: string;
  readonly value: Json;
  readonly payloadText: string;
}

/** Field by field: V8 takes twenty times as long for a spread. */
function jobOf(run: Run, work: TaskWork, ref: ItemRef, { id, value, payloadText }: Filled): NewJob {
  const of = work.job;
  const { queue, priority, fairness } = placeOf(work, value);
  const gates = work.keyed.length === 0 ? of.gates : [...of.gates, ...gatesOfPayload(work.keyed, value)];
  const headers = carriedHeaders(of.headers, run);
  const told = { id, task: of.task, queue, priority, gates, fairness, headers };
  const hooks = of.consequences.length === 0 ? NO_HOOKS : behind(of.consequences, told, run);
  return {
    id,
    idChosen: true,
    task: of.task,
    queue,
    priority,
    payload: value,
    payloadText,
    maxAttempts: of.maxAttempts,
    delayMs: of.delayMs,
    runAt: of.runAt,
    expiresInMs: of.expiresInMs,
    timeout: of.timeout,
    retry: of.retry,
    tags: of.tags,
    headers,
    traceparent: run.traceparent,
    tracestate: run.tracestate,
    manifestRevision: run.manifestRevision,
    schedule: of.schedule,
    parentId: of.parentId,
    resultKeepMs: of.resultKeepMs,
    gates,
    fairness,
    unique: of.unique,
    care: of.care,
    workflow: { run: run.id, step: run.plan.steps[ref.step]?.name ?? '', index: ref.index },
    consequences: [...hooks, advancing(ref, id)],
  };
}

const NO_HOOKS: readonly Consequence[] = [];

/** Its queue, its priority and its tenant, which the payload decides on. */
function placeOf({ job, ways, tenant }: TaskWork, payload: Json): Pick<NewJob, 'queue' | 'priority' | 'fairness'> {
  const { queue, priority } = wayOf(ways ?? [], payload) ?? job;
  const inTurn = tenant?.queues.includes(queue) === true;
  return { queue, priority, fairness: inTurn ? tenantIn(tenant, payload) : null };
}

type TaskWork = Extract<Work, { readonly kind: 'task' }>;

/** @returns bytes of UTF-8; only as many as decide */
function bytesOf(text: string, max: number): number {
  return text.length * 3 <= max || text.length > max ? text.length : Buffer.byteLength(text);
}

class TooLarge extends RangeError {
  constructor(max: number) {
    super(`the payload has more than ${max} bytes; hand on \`\${steps.NAME.ref}\` and read the results in pages`);
  }
}

function advancing(item: ItemRef, id: string): Consequence {
  return { on: FINISHED_STATES, effect: { kind: 'advance', item, of: 'job', id } };
}

function childRun(
  run: Run,
  { workflow, plan }: Extract<Work, { readonly kind: 'workflow' }>,
  { id, parent, input }: Pick<NewRun, 'id' | 'parent' | 'input'>,
): NewRun {
  const { tags, headers, traceparent, tracestate, manifestRevision } = run;
  const origin = { tags, headers, traceparent, tracestate, manifestRevision };
  return { id, workflow, plan, input, parent, parentId: null, schedule: null, ...origin };
}

/** Which items a job or run of that step stands for. */
export function listOf(items: readonly Json[], { chunk }: Pick<PlanStep, 'chunk'>): readonly Json[] {
  if (chunk === null) return items;
  const chunks: Json[] = [];
  for (let from = 0; from < items.length; from += chunk) chunks.push(items.slice(from, from + chunk));
  return chunks;
}

/** @returns those items of a step, of its round, by their ids */
export function itemsById(run: Run, step: number, indices: readonly number[]): ReadonlyMap<string, ItemRef> {
  const { round } = progressOf(run, step);
  return new Map(
    indices.map((index) => {
      const ref = { run: run.id, step, index, round };
      return [itemId(run, ref), ref] as const;
    }),
  );
}
