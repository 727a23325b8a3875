/** What spans say of what they are about. */
import type { Attributes, Span } from '@opentelemetry/api';

import { BAGGAGE_HEADER, baggageOf, type Job, type Propagation, type StartTrace } from '../core/index.ts';
import { ATTR, SYSTEM } from './semconv.ts';

export type Operation = 'enqueue' | 'process';

/** What the spans of one operation on one task in one queue share. */
export interface Common {
  readonly task: string;
  readonly queue: string;
  readonly name: string;
  readonly attributes: Attributes;
}

export function commonOf(operation: Operation, task: string, queue: string): Common {
  // Frozen: what all spans of a task share is written as bytes once.
  const attributes = Object.freeze({
    [ATTR.messagingSystem]: SYSTEM,
    [ATTR.operationType]: operation === 'enqueue' ? 'create' : 'process',
    [ATTR.operationName]: operation,
    [ATTR.destination]: queue,
    [ATTR.task]: task,
  });
  return { task, queue, name: `${operation} ${task}`, attributes };
}

/** What the spans of attempts share whose jobs differ in nothing but what is their own. */
interface AttemptCommon extends Common {
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly priority: number;
  readonly enqueuedUnder: number | null;
}

/** Bounds the caches; names come from manifests, and those change. */
const CACHE_LIMIT = 10_000;

class Cache<T extends Common> {
  readonly #all = new Map<string, T>();
  /** By task: jobs of one kind come in rows. */
  readonly #latest = new Map<string, T>();

  latest(task: string): T | undefined {
    return this.#latest.get(task);
  }

  /** @param key by which what is like it is found again, of any task */
  of(key: string, make: () => T): T {
    let one = this.#all.get(key);
    if (one === undefined) {
      one = make();
      if (this.#all.size >= CACHE_LIMIT) this.#all.clear();
      this.#all.set(key, one);
    }
    if (this.#latest.size >= CACHE_LIMIT) this.#latest.clear();
    this.#latest.set(one.task, one);
    return one;
  }
}

export class Commons {
  readonly #calls = new Cache<Common>();
  readonly #attempts = new Cache<AttemptCommon>();

  ofCall(task: string, queue: string): Common {
    const latest = this.#calls.latest(task);
    if (latest?.queue === queue) return latest;
    return this.#calls.of(`${task} ${queue}`, () => commonOf('enqueue', task, queue));
  }

  ofAttempt(job: Job, attempt: number): Common {
    const { task, queue, maxAttempts, priority, manifestRevision: enqueuedUnder } = job;
    const latest = this.#attempts.latest(task);
    if (
      latest?.queue === queue &&
      latest.attempt === attempt &&
      latest.priority === priority &&
      latest.maxAttempts === maxAttempts &&
      latest.enqueuedUnder === enqueuedUnder
    ) {
      return latest;
    }
    const key = [task, queue, attempt, maxAttempts, priority, enqueuedUnder].join(' ');
    return this.#attempts.of(key, () => {
      const { name, attributes } = commonOf('process', task, queue);
      const about: Attributes = { [ATTR.attempt]: attempt, [ATTR.maxAttempts]: maxAttempts, [ATTR.priority]: priority };
      if (enqueuedUnder !== null) about[ATTR.enqueuedUnder] = enqueuedUnder;
      return {
        task,
        queue,
        name,
        attempt,
        maxAttempts,
        priority,
        enqueuedUnder,
        attributes: Object.freeze({ ...attributes, ...about }),
      };
    });
  }
}

/** Says of a job what other jobs of its task do not share. @param named what of its baggage is said */
export function describe(span: Span, job: Job, named: readonly string[]): void {
  span.setAttribute(ATTR.messageId, job.id);
  if (job.rescues > 0) span.setAttribute(ATTR.rescues, job.rescues);
  if (job.parentId !== null) span.setAttribute(ATTR.parentJob, job.parentId);
  if (job.workflow !== null) {
    span.setAttribute(ATTR.run, job.workflow.run);
    span.setAttribute(ATTR.step, job.workflow.step);
    span.setAttribute(ATTR.stepIndex, job.workflow.index);
  }
  if (job.schedule !== null) {
    span.setAttribute(ATTR.schedule, job.schedule.name);
    span.setAttribute(ATTR.tickAt, new Date(job.schedule.tickAt).toISOString());
  }
  if (named.length > 0 && job.headers[BAGGAGE_HEADER] !== undefined) addBaggage(span, job, named);
}

function addBaggage(span: Span, { headers }: Job, named: readonly string[]): void {
  const baggage = baggageOf(headers);
  for (const name of named) {
    if (baggage[name] !== undefined) span.setAttribute(`${ATTR.baggage}.${name}`, baggage[name]);
  }
}

export function startAttributes({ workflow, runId }: StartTrace, propagation: Propagation): Attributes {
  return {
    [ATTR.messagingSystem]: SYSTEM,
    [ATTR.operationType]: 'create',
    [ATTR.operationName]: 'start',
    [ATTR.run]: runId,
    [ATTR.propagation]: propagation,
    ...(workflow !== null && { [ATTR.workflow]: workflow }),
  };
}

export function tickAttributes(schedule: string, tickAt: number, propagation: Propagation): Attributes {
  return {
    [ATTR.messagingSystem]: SYSTEM,
    [ATTR.operationType]: 'create',
    [ATTR.operationName]: 'tick',
    [ATTR.schedule]: schedule,
    [ATTR.tickAt]: new Date(tickAt).toISOString(),
    [ATTR.propagation]: propagation,
  };
}
