import type { ExpandedSource } from '../expanding/expand.ts';
import type { TestSpec } from '../specs/test-spec.ts';

/** Without problems before. */
export function testsOf(tests: ExpandedSource['tests']): readonly TestSpec[] {
  return tests.map(({ name, enqueue, outcomes, expect }) => ({
    name,
    ...enqueue,
    outcomes,
    expect,
  }));
}
