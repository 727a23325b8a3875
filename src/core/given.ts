/** Whether what jobs were given is the same: those of one call mostly share it, and then it is written once. */
import { type Given, hasNone } from './job.ts';

/**
 * Whether both have the same text; empty tags and headers are equal, others when they are the same value. Field by field
 * in words: a loop over their names looks each up anew, which is half of what a comparison costs.
 */
export function sameGiven(a: Given, b: Given): boolean {
  const sameRules =
    a.care === b.care &&
    a.unique === b.unique &&
    a.fairness === b.fairness &&
    a.timeout === b.timeout &&
    a.resultKeepMs === b.resultKeepMs;
  return sameRules && sameOrigin(a, b) && sameLabels(a, b) && sameWay(a, b);
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
    a.parentId === b.parentId
  );
}

function sameLabels(a: Given, b: Given): boolean {
  const sameTags = a.tags === b.tags || (a.tags.length === 0 && b.tags.length === 0);
  return sameTags && (a.headers === b.headers || (hasNone(a.headers) && hasNone(b.headers)));
}
