import { dictionary, parseInstant } from '../../foundation/index.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import type { HoldSpec } from '../manifest.ts';

/** Without problems before: an end that is no instant has been told. */
export function holdsOf(holds: ExpandedSource['holds']): Record<string, HoldSpec> {
  const result = dictionary<HoldSpec>();
  for (const [name, { until, ...hold }] of Object.entries(holds)) {
    result[name] = { name, ...hold, until: until === null ? null : (parseInstant(until) ?? null) };
  }
  return result;
}
