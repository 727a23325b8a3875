/**
 * What a job is given when it is enqueued, and what never changes afterwards. Most jobs have little of it, so every store
 * keeps it as one text. A further field stands in this file, in the schema of whoever gives it, and in what uses it.
 */
export interface Given {
  /** Limits given with the call; null takes the task's. */
  readonly timeout: TimeoutLimits | null;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** W3C trace context of the enqueuer. */
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  readonly manifestRevision: number | null;
  /** The tick that made the job, for jobs of schedules. */
  readonly schedule: ScheduleOrigin | null;
  /** The job whose handler enqueued this one. */
  readonly parentId: string | null;
}

export interface TimeoutLimits {
  /** The handler's signal aborts after this long; null = never. */
  readonly softMs: number | null;
  /** The attempt is over after this long; null = never. */
  readonly hardMs: number | null;
}

export interface ScheduleOrigin {
  readonly name: string;
  /** The planned instant of the tick, whenever it really fired. */
  readonly tickAt: number;
}

/** Of a job that was given nothing. */
export const NOTHING_GIVEN: Given = {
  timeout: null,
  tags: [],
  headers: {},
  traceparent: null,
  tracestate: null,
  manifestRevision: null,
  schedule: null,
  parentId: null,
};

/** @returns its JSON, one object; what is as in NOTHING_GIVEN is left out */
export function givenText(given: Given): string {
  return JSON.stringify({
    timeout: given.timeout ?? undefined,
    tags: given.tags.length > 0 ? given.tags : undefined,
    headers: hasNone(given.headers) ? undefined : given.headers,
    traceparent: given.traceparent ?? undefined,
    tracestate: given.tracestate ?? undefined,
    manifestRevision: given.manifestRevision ?? undefined,
    schedule: given.schedule ?? undefined,
    parentId: given.parentId ?? undefined,
  } satisfies { readonly [Field in keyof Given]: Given[Field] | undefined });
}

/** What was read of givenText(), with what was left out. */
export function wholeGiven(read: Partial<Given>): Given {
  return { ...NOTHING_GIVEN, ...read };
}

/**
 * Whether both have the same text; empty tags and headers are equal, others when they are the same value. Field by field
 * in words: a loop over their names looks each up anew, which is half of what a comparison costs.
 */
export function sameGiven(a: Given, b: Given): boolean {
  return sameOrigin(a, b) && sameLabels(a, b) && a.timeout === b.timeout;
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
  const sameTags = a.tags === b.tags || (a.tags.length === 0 && b.tags.length === 0);
  return sameTags && (a.headers === b.headers || (hasNone(a.headers) && hasNone(b.headers)));
}

function hasNone(headers: Given['headers']): boolean {
  for (const name in headers) if (Object.hasOwn(headers, name)) return false;
  return true;
}
