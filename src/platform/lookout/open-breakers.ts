/** Breakers that let nobody through just now, or probes alone. */
import type { Engine } from '../../engine/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { breakerGate } from '../../runtime/index.ts';

export interface OpenBreaker {
  readonly bucket: string;
  /** Epoch milliseconds of the store; past: probes run. */
  readonly until: number;
  readonly held: number;
}

/** Nothing is asked where the manifest has no breaker. */
export async function openBreakers(
  engine: Pick<Engine, 'gates'>,
  { buckets }: Pick<Manifest, 'buckets'>,
): Promise<readonly OpenBreaker[]> {
  const names = Object.values(buckets)
    .filter(({ breaker }) => breaker !== null)
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const standing = await engine.gates.standing(names.map(breakerGate));
  return standing.flatMap(({ circuit, held }, index) => {
    const bucket = names[index];
    return bucket === undefined || circuit === null || circuit.until === 0
      ? []
      : [{ bucket, until: circuit.until, held }];
  });
}
