/** What a test expects beside what it got. */
import { canonicalJson, formatDuration, type Json } from '../../foundation/index.ts';
import type { TestSpec } from '../../manifest/index.ts';
import type { Rehearsed } from './rehearse.ts';

export interface Difference {
  /** Key of `expect`, or `outcomes` for some that no attempt came to. */
  readonly key: string;
  readonly expected: Json;
  readonly got: Json;
}

/** @returns nothing when it has passed */
export function differencesOf({ expect, outcomes }: TestSpec, got: Rehearsed): readonly Difference[] {
  const delays = expect.delaysMs?.map(formatDuration) ?? null;
  const looked: readonly Difference[] = [
    { key: 'refused', expected: expect.refused, got: got.refused },
    { key: 'state', expected: expect.state, got: got.state },
    { key: 'queue', expected: expect.queue, got: got.queue },
    { key: 'priority', expected: expect.priority, got: got.priority },
    { key: 'attempts', expected: expect.attempts, got: got.attempts },
    { key: 'delays', expected: delays, got: got.delays.map(formatDuration) },
    { key: 'emitted', expected: expect.emitted, got: got.emitted },
    { key: 'result', expected: expect.result, got: got.result },
    { key: 'error', expected: expect.error, got: errorSaid(expect.error, got.error) },
  ];
  const found = looked.filter((one) => one.key === 'refused' || one.expected !== null).filter(differs);
  if (got.unused === 0 || got.refused !== null) return found;
  return [...found, { key: 'outcomes', expected: outcomes.length, got: outcomes.length - got.unused }];
}

function differs({ expected, got }: Difference): boolean {
  return canonicalJson(expected) !== canonicalJson(got);
}

/** An error is meant by its name or its code. */
function errorSaid(expected: string | null, said: readonly string[]): string | null {
  return expected !== null && said.includes(expected) ? expected : (said[0] ?? null);
}
