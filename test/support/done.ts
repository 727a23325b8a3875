import type { AttemptResult } from '../../src/engine/index.ts';

/** What an attempt without a result, a trace or news gives back. */
export const DONE: AttemptResult = {
  outcome: { kind: 'complete', result: null },
  traceId: null,
  spanId: null,
  progress: null,
  logs: [],
};
