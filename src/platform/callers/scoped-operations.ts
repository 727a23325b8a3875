/**
 * All operations as they are for somebody who sees some queues and some tasks. What he does not see is not there for him: it is
 * unknown where it is named, left out of lists and streams, and not counted. What cannot be told apart so is refused with SCOPE_DENIED.
 * There is a rule for each: an operation that is added has to be decided, else this does not compile.
 */
import type { Scope } from '../../core/index.ts';
import { dictionary, type ErrorCode, SkepError } from '../../foundation/index.ts';
import { JOB_RULES } from './scoped-jobs.ts';
import { OVERVIEW_RULES } from './scoped-overview.ts';
import type { Rules, Scoped } from './scoped-rule.ts';
import { RUN_RULES } from './scoped-runs.ts';
import { ScopedSight } from './scoped-sight.ts';
import { WATCH_RULES } from './scoped-watch.ts';
import type { ServedOperations } from '../served.ts';

export interface ScopedCaller {
  readonly scope: Scope;
  /** As bulk operations name him. */
  readonly name: string;
}

const RULES: Rules = { ...JOB_RULES, ...RUN_RULES, ...OVERVIEW_RULES, ...WATCH_RULES };

type AnyRule = (to: Scoped, ...asked: readonly unknown[]) => unknown;

export function scopedOperations(all: ServedOperations, { scope, name: me }: ScopedCaller): ServedOperations {
  const to = { all, me, sight: new ScopedSight(scope, all) };
  const operations = dictionary<unknown>();
  for (const [name, rule] of Object.entries(RULES) as unknown as readonly (readonly [string, AnyRule])[]) {
    operations[name] = (...asked: readonly unknown[]) => unhinted(rule(to, ...asked));
  }
  return operations as unknown as ServedOperations;
}

/** Errors about a name of the manifest or of a hold. */
const OF_NAMES: readonly ErrorCode[] = [
  'TASK_UNKNOWN',
  'QUEUE_UNKNOWN',
  'SCHEDULE_UNKNOWN',
  'WORKFLOW_UNKNOWN',
  'HOLD_UNKNOWN',
];

/** Whoever mistypes a name is told of one like it, which may be one that he does not see. */
function unhinted(answer: unknown): unknown {
  if (!(answer instanceof Promise)) return answer;
  return answer.catch((error: unknown) => {
    if (!(error instanceof SkepError) || !OF_NAMES.includes(error.code)) throw error;
    const { code, message, details } = error;
    throw new SkepError(code, message, details === undefined ? {} : { details });
  });
}
