/** Opening a store is one thing, being allowed to work on it another: two projects must not run each other's jobs. */
import { tell } from '../../core/index.ts';
import type { Engine } from '../../engine/index.ts';
import { type Clock, type Logger, SkepError } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { throughOutage } from '../../runtime/index.ts';
import { missingStore, placeOf } from '../engine-kinds.ts';
import type { StoreWatch } from '../lookout/store-watch.ts';

export interface Owning {
  readonly engine: Engine;
  readonly manifest: Manifest;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Ends the wait for a store that goes away again, or takes nothing, before it is the manifest's. */
  readonly signal: AbortSignal;
  /** Started as soon as the store is open: whatever waits for it from then on has a line in the log. */
  readonly outage: StoreWatch;
}

/**
 * Opens the store as the manifest's own, however long it is away; says so when that made a new file.
 * @throws SkepError STORE_REFUSED when it belongs to a manifest of another name; STORE_UNREACHABLE for a file that may only be read
 */
export async function ownStore(owning: Owning): Promise<void> {
  const { engine, manifest, logger, clock, signal, outage } = owning;
  const missing = missingStore(manifest.engine);
  await engine.open();
  await refuseReadOnly(engine);
  await outage.start();
  await throughOutage(() => claimFor(engine, manifest), { clock, outage, signal });
  if (missing !== undefined) tell(logger, 'store.made', { store: missing });
}

/**
 * A file that may not be written is opened to be read, and so it stays when it may be written again: a process that is to work would
 * wait for ever. One that is started anew by whoever supervises it finds out.
 */
async function refuseReadOnly(engine: Engine): Promise<void> {
  if (engine.kind !== 'sqlite') return;
  const failed = (await engine.health.check()).find(({ name, status }) => name === 'access' && status === 'fail');
  if (failed) throw new SkepError('STORE_UNREACHABLE', failed.message, { hint: failed.hint ?? '' });
}

/**
 * Makes an opened store the manifest's, if it is nobody's yet.
 * @throws SkepError STORE_REFUSED when it belongs to a manifest of another name
 */
export async function claimFor(engine: Engine, { name, engine: spec }: Manifest): Promise<void> {
  const owner = await engine.claim(name);
  if (owner === name) return;
  const other = placeOf(spec).elsewhere;
  throw new SkepError('STORE_REFUSED', `the store belongs to the project \`${owner}\`; this manifest is \`${name}\``, {
    hint: `${other}; if \`${owner}\` was renamed, stop its processes and run \`skep doctor --adopt\``,
    details: { owner, name },
  });
}

/**
 * Hands a store over to the manifest's name.
 * @returns whose it was before
 * @throws SkepError STORE_REFUSED while a process of the former name lives
 */
export async function adoptFor(engine: Engine, { name }: Manifest): Promise<string> {
  const owner = await engine.claim(name);
  if (owner === name) return owner;
  const living = await engine.fleet.processes();
  if (living.length > 0) {
    const { host, pid } = living[0] ?? {};
    throw new SkepError('STORE_REFUSED', `processes of \`${owner}\` still work on the store (${host}, pid ${pid})`, {
      hint: 'Stop them first; one that was killed counts as living until its lease is over.',
    });
  }
  await engine.claim(name, true);
  return owner;
}
