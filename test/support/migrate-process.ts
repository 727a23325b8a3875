/** `skep migrate` as a process, which may be killed at a named point of its way. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { FaultPoint } from '../../src/foundation/fault-points.ts';
import type { StoreAddress } from '../conformance/harness.ts';
import { skep, type SkepResult } from './skep-process.ts';

const FAULTS = path.join(import.meta.dirname, '..', 'faults', 'harness', 'fixture-faults.mjs');

/**
 * @param stores from and to; of two on Redis the prefix would be the same one
 * @param folder where its manifest is written
 * @param point where it is killed as by kill -9; absent: it comes to its end
 */
export async function migrateProcess(
  [from, to]: readonly [StoreAddress, StoreAddress],
  folder: string,
  point?: FaultPoint,
): Promise<SkepResult> {
  const file = path.join(folder, 'jobs.yaml');
  const redis = [from, to].find(({ url }) => url !== undefined);
  const engine =
    redis === undefined ? '' : `engine: { type: redis, url: '${redis['url']}', prefix: ${redis['prefix']} }\n`;
  await writeFile(file, `version: 1\nname: shop\n${engine}`);
  const faults = {
    NODE_OPTIONS: `--import=${FAULTS}`,
    SKEP_FAULTS: JSON.stringify([{ point, nth: 1, act: 'kill' }]),
    SKEP_LEDGER: path.join(folder, 'ledger'),
  };
  return skep(['-f', file, 'migrate', '--from', addressOf(from), '--to', addressOf(to), '-o', 'json'], {
    cwd: folder,
    env: point === undefined ? {} : faults,
  });
}

function addressOf({ url, path: file }: StoreAddress): string {
  return url ?? `sqlite:${file}`;
}
