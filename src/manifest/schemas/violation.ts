import type { Path } from '../yaml/source-file.ts';

/** One violation of the manifest's schema, in the branch of each union that was meant. */
export interface Violation {
  readonly path: Path;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}
