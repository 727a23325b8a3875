/** Opening a store for a person who waits. */
import type { Engine } from '../../engine/index.ts';
import { SkepError, systemClock } from '../../foundation/index.ts';

/** A person waits for the command: a store that has not answered after this long is told, not waited for. */
const OPEN_MS = 3_000;

/** @throws SkepError STORE_UNREACHABLE, STORE_REFUSED; close the engine then */
export async function openInTime(engine: Engine): Promise<void> {
  const { doneWithin } = await import('../../runtime/index.ts');
  const opening = engine.open();
  if (await doneWithin(opening, OPEN_MS, { clock: systemClock })) return opening;
  const failed = (await engine.health.check()).find(({ status }) => status === 'fail');
  throw new SkepError('STORE_UNREACHABLE', failed?.message ?? 'the store does not answer', {
    hint: failed?.hint ?? 'start it, or correct `engine` in the manifest',
  });
}
