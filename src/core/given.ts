/** What a job was given, as the text that stores keep, and whether two were given the same. */
import type { Given } from './job.ts';
import type { Unique } from './unique.ts';

/** To be changed: V8 takes ten times as long for a spread of it. */
function nothingGiven(): Given {
  return {
    timeout: null,
    retry: null,
    tags: [],
    headers: {},
    traceparent: null,
    tracestate: null,
    manifestRevision: null,
    schedule: null,
    parentId: null,
    resultKeepMs: null,
    gates: [],
    fairness: null,
    unique: null,
    care: null,
    workflow: null,
    consequences: [],
  };
}

/** Of a job that was given nothing. */
export const NOTHING_GIVEN: Given = nothingGiven();

/**
 * @returns its JSON, one object; what is as in NOTHING_GIVEN is left out.
 * Scripts look for the fairness, which is first, and cut out gates and care, and the consequences, which are last.
 * @param shared without the step and what follows from the end, the last two, which no two jobs of a run have in common
 */
export function givenText(given: Given, shared = false): string {
  return JSON.stringify({
    fairness: said(given.fairness),
    timeout: said(given.timeout),
    retry: said(given.retry),
    tags: given.tags.length > 0 ? given.tags : undefined,
    headers: hasNone(given.headers) ? undefined : given.headers,
    traceparent: said(given.traceparent),
    tracestate: said(given.tracestate),
    manifestRevision: said(given.manifestRevision),
    schedule: said(given.schedule),
    parentId: said(given.parentId),
    resultKeepMs: said(given.resultKeepMs),
    unique: given.unique === null ? undefined : inOrder(given.unique),
    gates: given.gates.length > 0 ? given.gates : undefined,
    care: said(given.care),
    workflow: shared ? undefined : said(given.workflow),
    consequences: shared || given.consequences.length === 0 ? undefined : given.consequences,
  } satisfies { readonly [Field in keyof Given]: Given[Field] | undefined });
}

/** Scripts read it by the order of its keys. */
function inOrder({ key, while: held, forMs, onConflict, maxMs }: Unique): Unique {
  return { key, while: held, forMs, onConflict, maxMs };
}

function said<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

/** What was read of givenText(), with what was left out. */
export function wholeGiven(read: Partial<Given>): Given {
  return Object.assign(nothingGiven(), read);
}

/** Whether there are no headers. */
function hasNone(headers: Given['headers']): boolean {
  for (const name in headers) if (Object.hasOwn(headers, name)) return false;
  return true;
}

/**
 * Whether both have the same text, leaving aside `unique`; empty tags and headers are equal, others when they are the same value. Field by field
 * in words: a loop over their names looks each up anew, which is half of what a comparison costs.
 */
export function sameButUnique(a: Given, b: Given): boolean {
  return sameShared(a, b) && a.workflow === b.workflow && sameList(a.consequences, b.consequences);
}

/** The same, leaving aside the step and what follows from the end too. */
export function sameShared(a: Given, b: Given): boolean {
  return sameRules(a, b) && sameOrigin(a, b) && sameLabels(a, b) && sameList(a.gates, b.gates);
}

function sameRules(a: Given, b: Given): boolean {
  return a.care === b.care && a.fairness === b.fairness && sameLimits(a, b);
}

function sameLimits(a: Given, b: Given): boolean {
  return a.timeout === b.timeout && a.retry === b.retry && a.resultKeepMs === b.resultKeepMs;
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === 0 && b.length === 0);
}

function sameOrigin(a: Given, b: Given): boolean {
  return (
    a.traceparent === b.traceparent &&
    a.tracestate === b.tracestate &&
    a.manifestRevision === b.manifestRevision &&
    a.schedule === b.schedule &&
    a.parentId === b.parentId
  );
}

function sameLabels(a: Given, b: Given): boolean {
  return sameList(a.tags, b.tags) && (a.headers === b.headers || (hasNone(a.headers) && hasNone(b.headers)));
}
