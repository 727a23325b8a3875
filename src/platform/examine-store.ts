/** What `skep doctor` asks a store, and lets it put right. Processes may work on it meanwhile. */
import { existsSync } from 'node:fs';
import type { Engine, StoreCheck, StoreRepair } from '../engine/index.ts';
import { type Clock, messageOf, newId, pause, SkepError, systemClock } from '../foundation/index.ts';
import type { Manifest } from '../manifest/index.ts';

/** The word of callers that see no engine. */
export type DoctorCheck = StoreCheck;

export interface StoreExamination {
  /** As the store is afterwards, when it was repaired. */
  readonly checks: readonly StoreCheck[];
  readonly repairs: readonly StoreRepair[];
}

/** A server that is away is waited for by the engine; a person who asks wants an answer. */
const OPEN_MS = 5_000;

/** Never throws for a store that cannot be used: that is a check that failed. A file that is not there is not created. */
export async function examineStore(manifest: Manifest, repair: boolean): Promise<StoreExamination> {
  const { engine: spec } = manifest;
  if (spec.type === 'sqlite' && !existsSync(spec.path)) return absent(spec.path);
  const { createEngine } = await import('./engine-factory.ts');
  const engine = await createEngine(spec, { clock: systemClock, newId });
  try {
    const trouble = await opened(engine, systemClock);
    if (trouble) return { checks: trouble, repairs: [] };
    const repairs = repair ? await engine.repair() : [];
    return { checks: await engine.examine(), repairs };
  } finally {
    await engine.close();
  }
}

/** @returns what keeps the store from being opened; undefined when it is open */
async function opened(engine: Engine, clock: Clock): Promise<readonly StoreCheck[] | undefined> {
  const late = new AbortController();
  try {
    const open = engine.open().then(() => true);
    // After the race nobody listens any more: close() ends the wait by an error.
    open.catch(() => undefined);
    if (await Promise.race([open, pause(clock, OPEN_MS, late.signal).then(() => false)])) return undefined;
    return await engine.check();
  } catch (error) {
    const hint = error instanceof SkepError ? (error.hint ?? null) : null;
    return [{ name: 'open', status: 'fail', message: messageOf(error), hint }];
  } finally {
    late.abort();
  }
}

function absent(path: string): StoreExamination {
  const message = path === ':memory:' ? 'held in the memory of the process that runs it' : `${path} does not exist`;
  const hint = 'The first `skep run` or `skep enqueue` creates it; a file that should be there is elsewhere or lost.';
  const memory = 'Ask its server: GET /readyz.';
  const check: StoreCheck = { name: 'file', status: 'warn', message, hint: path === ':memory:' ? memory : hint };
  return { checks: [check], repairs: [] };
}
