import type { ExpandedSource } from './expand.ts';
import type { TestOutcome, TestSpec } from './test-spec.ts';

/** Without problems before. */
export function testsOf(tests: ExpandedSource['tests']): readonly TestSpec[] {
  return tests.map(({ name, enqueue, outcomes, expect }) => ({
    name,
    ...enqueue,
    // The schema has each kind of outcome, and expand the keys of that kind alone.
    outcomes: outcomes as readonly TestOutcome[],
    expect,
  }));
}
