import type { ExpandedSource } from './expand.ts';
import type { TestSpec } from './test-spec.ts';

/** Without problems before. */
export function testsOf(tests: ExpandedSource['tests']): readonly TestSpec[] {
  return tests.map(({ name, enqueue, outcomes, expect }) => ({
    name,
    ...enqueue,
    outcomes,
    expect,
  }));
}
