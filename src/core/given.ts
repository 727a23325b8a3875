/** What a job was given, as the text that stores keep, and whether two were given the same. */
import type { Given } from './job.ts';
import type { Unique } from './unique.ts';

/** Of a job that was given nothing. */
export const NOTHING_GIVEN: Given = {
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

/**
 * @returns its JSON, one object; what is as in NOTHING_GIVEN is left out.
 * Scripts look for the fairness, which is first, and cut out gates and care, and the consequences, which are last.
 */
export function givenText(given: Given): string {
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
    workflow: said(given.workflow),
    consequences: given.consequences.length > 0 ? given.consequences : undefined,
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
  return { ...NOTHING_GIVEN, ...read };
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
  return sameRules(a, b) && sameOrigin(a, b) && sameLabels(a, b) && sameWay(a, b);
}

function sameRules(a: Given, b: Given): boolean {
  return a.care === b.care && a.fairness === b.fairness && sameLimits(a, b);
}

function sameLimits(a: Given, b: Given): boolean {
  return a.timeout === b.timeout && a.retry === b.retry && a.resultKeepMs === b.resultKeepMs;
}

function sameWay(a: Given, b: Given): boolean {
  const sameGates = a.gates === b.gates || (a.gates.length === 0 && b.gates.length === 0);
  return (
    sameGates && (a.consequences === b.consequences || (a.consequences.length === 0 && b.consequences.length === 0))
  );
}

function sameOrigin(a: Given, b: Given): boolean {
  return (
    a.traceparent === b.traceparent &&
    a.tracestate === b.tracestate &&
    a.manifestRevision === b.manifestRevision &&
    a.schedule === b.schedule &&
    a.parentId === b.parentId &&
    a.workflow === b.workflow
  );
}

function sameLabels(a: Given, b: Given): boolean {
  const sameTags = a.tags === b.tags || (a.tags.length === 0 && b.tags.length === 0);
  return sameTags && (a.headers === b.headers || (hasNone(a.headers) && hasNone(b.headers)));
}
