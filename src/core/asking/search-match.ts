/** Whether a job is one that a search seeks. */
import type { Json } from '../../foundation/index.ts';
import type { SearchKey, SearchOrder, SearchTerm, SearchValue, SortKey } from './search.ts';

/** What is looked at, as it is shown: what is hidden there is found by nobody. Instants are epoch milliseconds or ISO 8601. */
export interface Searched {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly state: string;
  readonly priority: number;
  readonly attempt: number;
  readonly payload: Json;
  readonly tags: readonly string[];
  readonly createdAt: string;
  readonly runAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly fingerprint: string | null;
  readonly parentId: string | null;
  readonly uniqueKey: string | null;
  readonly workflow: { readonly run: string } | null;
  readonly schedule: { readonly name: string } | null;
  readonly error: { readonly name: string; readonly message: string; readonly code: string | null } | null;
  readonly attempts: readonly { readonly worker: string; readonly durationMs: number }[];
}

/** @param now epoch milliseconds, for ages */
export function matchesSearch(terms: readonly SearchTerm[], job: Searched, now: number): boolean {
  return terms.every(({ key, path, negated, values }) => {
    const holds = HOLDS[key];
    return values.some((value) => holds(value, { job, now, path })) !== negated;
  });
}

interface Scope {
  readonly job: Searched;
  readonly now: number;
  /** Below `payload`. */
  readonly path: readonly string[];
}

type Holds = (value: SearchValue, scope: Scope) => boolean;

const HOLDS: Readonly<Record<SearchKey, Holds>> = {
  state: ({ text }, { job }) => job.state === text,
  task: ({ text }, { job }) => matchesStars(text, job.task),
  queue: ({ text }, { job }) => matchesStars(text, job.queue),
  id: ({ text }, { job }) => matchesStars(text, job.id),
  tag: ({ text }, { job }) => job.tags.some((tag) => matchesStars(text, tag)),
  schedule: ({ text }, { job }) => job.schedule !== null && matchesStars(text, job.schedule.name),
  worker: ({ text }, { job }) => job.attempts.some(({ worker }) => matchesStars(text, worker)),
  fingerprint: ({ text }, { job }) => job.fingerprint === text,
  parent: ({ text }, { job }) => job.parentId === text,
  run: ({ text }, { job }) => job.workflow?.run === text,
  key: ({ text }, { job }) => job.uniqueKey !== null && matchesStars(text, job.uniqueKey),
  error: ({ text }, { job }) => job.error !== null && textOf(job.error).includes(text.toLowerCase()),
  payload: (value, { job, path }) => holdsScalar(at(job.payload, path), value),
  attempt: (value, { job }) => compare(job.attempt, value),
  priority: (value, { job }) => compare(job.priority, value),
  duration: (value, { job }) => job.attempts.some(({ durationMs }) => compare(durationMs, value)),
  wait: (value, { job }) => job.startedAt !== null && compare(Date.parse(job.startedAt) - Date.parse(job.runAt), value),
  created: (value, { job, now }) => holdsInstant(job.createdAt, value, now),
  started: (value, { job, now }) => holdsInstant(job.startedAt, value, now),
  finished: (value, { job, now }) => holdsInstant(job.finishedAt, value, now),
};

/** @returns negative where `one` comes before `other`; what has no such number comes last, in whichever direction */
export function compareBy({ by, descending }: SearchOrder, one: Searched, other: Searched): number {
  const [first, second] = [NUMBER_OF[by](one), NUMBER_OF[by](other)];
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  return descending ? second - first : first - second;
}

const NUMBER_OF: Readonly<Record<SortKey, (job: Searched) => number | null>> = {
  created: ({ createdAt }) => Date.parse(createdAt),
  started: ({ startedAt }) => instantOf(startedAt),
  finished: ({ finishedAt }) => instantOf(finishedAt),
  duration: ({ attempts }) =>
    attempts.length === 0 ? null : Math.max(...attempts.map(({ durationMs }) => durationMs)),
  wait: ({ startedAt, runAt }) => (startedAt === null ? null : Date.parse(startedAt) - Date.parse(runAt)),
  attempt: ({ attempt }) => attempt,
  priority: ({ priority }) => priority,
};

function instantOf(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

function holdsInstant(instant: string | null, value: SearchValue, now: number): boolean {
  if (instant === null) return false;
  const ms = Date.parse(instant);
  return compare(value.ago ? now - ms : ms, value);
}

function compare(value: number, { sign, number: other }: Pick<SearchValue, 'sign' | 'number'>): boolean {
  switch (sign) {
    case '=':
      return value === other;
    case '>':
      return value > other;
    case '>=':
      return value >= other;
    case '<':
      return value < other;
    case '<=':
      return value <= other;
  }
}

/** A list holds what one of its elements is. */
function holdsScalar(found: Json | undefined, value: SearchValue): boolean {
  if (Array.isArray(found)) return found.some((one: Json) => holdsScalar(one, value));
  if (typeof found === 'number' && !Number.isNaN(value.number)) return compare(found, value);
  if (value.sign !== '=' || found === undefined) return false;
  if (typeof found === 'string') return matchesStars(value.text, found);
  return typeof found !== 'object' || found === null ? String(found) === value.text : false;
}

function at(payload: Json, path: readonly string[]): Json | undefined {
  let found: Json | undefined = payload;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<string, Json>>)[step];
  }
  return found;
}

function textOf({ name, message, code }: NonNullable<Searched['error']>): string {
  return `${name}: ${message} ${code ?? ''}`.toLowerCase();
}

/** `*` stands for any text. The pieces are sought from left to right, each once: no text makes it slow. */
function matchesStars(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces.shift() ?? '';
  if (pieces.length === 0) return text === first;
  const last = pieces.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return from <= text.length - last.length;
}
