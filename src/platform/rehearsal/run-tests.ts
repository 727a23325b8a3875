/** `skep test`: the tests of a manifest, one after the other, each on a store of its own. */
import { type Manifest, placesOf, type TestSpec } from '../../manifest/index.ts';
import { type Difference, differencesOf } from './compare.ts';
import { type Rehearsed, rehearse } from './rehearse.ts';

export interface TestReport {
  readonly name: string;
  readonly task: string;
  /** Where it is written; null where that is not known. */
  readonly place: { readonly file: string; readonly line: number } | null;
  readonly passed: boolean;
  readonly differences: readonly Difference[];
  readonly got: Rehearsed;
}

/**
 * @param only those whose name has this text; undefined: all
 * @returns in the order in which they are written
 */
export async function* runTests(manifest: Manifest, only?: string): AsyncGenerator<TestReport> {
  const places = await placesOf(manifest);
  for (const [index, test] of manifest.tests.entries()) {
    if (only !== undefined && !test.name.includes(only)) continue;
    yield await reportOf(test, manifest, places.test(index));
  }
}

async function reportOf(test: TestSpec, manifest: Manifest, place: TestReport['place']): Promise<TestReport> {
  const got = await rehearse(test, manifest);
  const differences = differencesOf(test, got);
  return { name: test.name, task: test.task, place, passed: differences.length === 0, differences, got };
}
