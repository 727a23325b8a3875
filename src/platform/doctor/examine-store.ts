/** What `skep doctor` asks a store, and lets it put right. Processes may work on it meanwhile. */
import type { Engine, StoreCheck, StoreRepair } from '../../engine/index.ts';
import { type Clock, messageOf, newAborter, newId, pause, SkepError, systemClock } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { Advice } from './advise.ts';
import { examineSchedules, repairSchedules } from './examine-schedules.ts';
import { findingsOf, troublesOf } from '../lookout/findings.ts';
import { createEngine, missingStore, placeOf } from '../engine-kinds.ts';
import { adoptFor, claimFor } from '../process/own-store.ts';
import { sceneOf } from '../lookout/scene.ts';

/** The word of callers that see no engine. */
export type DoctorCheck = StoreCheck;

export interface StoreExamination {
  /** As the store is afterwards, when it was repaired. */
  readonly checks: readonly StoreCheck[];
  readonly repairs: readonly StoreRepair[];
  /** What the settings of the manifest are beside what the store has seen. */
  readonly advice: readonly Advice[];
}

export interface ExamineOptions {
  /** Puts right what needs no guess. */
  readonly repair: boolean;
  /** Takes the store over from a project of another name, see own-store.ts. */
  readonly adopt: boolean;
}

/** A server that is away is waited for by the engine; a person who asks wants an answer. */
const OPEN_MS = 5_000;

/** Never throws for a store that cannot be used: that is a check that failed. A file that is not there is not created. */
export async function examineStore(manifest: Manifest, { repair, adopt }: ExamineOptions): Promise<StoreExamination> {
  const { engine: spec } = manifest;
  const { isPrivate, location } = placeOf(spec);
  if (isPrivate || missingStore(spec) !== undefined) return absent(location);
  const engine = await createEngine(spec, { clock: systemClock, newId });
  try {
    const trouble = await opened(engine, systemClock);
    if (trouble) return { checks: trouble, repairs: [], advice: [] };
    const adopted = adopt ? await adoption(engine, manifest) : [];
    const foreign = await ownership(engine, manifest);
    if (foreign) return { checks: [foreign], repairs: [], advice: [] };
    const repairs = repair
      ? [...adopted, ...(await engine.health.repair()), ...(await repairSchedules(engine))]
      : adopted;
    const found = [...(await examineSchedules(engine)), ...(await undone(engine, manifest))];
    const { liveFindings, placed } = await import('../generations/understanding.ts');
    const advice = await placed(await liveFindings(engine, manifest), manifest);
    return { checks: [...(await engine.health.examine()), ...found], repairs, advice };
  } finally {
    await engine.close();
  }
}

/** @throws SkepError STORE_REFUSED while processes of the former name live */
async function adoption(engine: Engine, manifest: Manifest): Promise<readonly StoreRepair[]> {
  const before = await adoptFor(engine, manifest);
  if (before === manifest.name) return [];
  return [{ name: 'project', message: `the store of \`${before}\` belongs to \`${manifest.name}\` now` }];
}

/** @returns why the store is not this manifest's; undefined when it is */
async function ownership(engine: Engine, manifest: Manifest): Promise<StoreCheck | undefined> {
  try {
    await claimFor(engine, manifest);
    return undefined;
  } catch (error) {
    return { name: 'project', status: 'fail', message: messageOf(error), hint: hintOf(error) };
  }
}

function hintOf(error: unknown): string | null {
  return error instanceof SkepError ? (error.hint ?? null) : null;
}

/** What is left undone in the store, and what its processes tell of themselves. */
async function undone(engine: Engine, manifest: Manifest): Promise<readonly StoreCheck[]> {
  const scene = await sceneOf(engine, manifest);
  return [...findingsOf(scene), ...troublesOf(scene.processes)].map(({ check }) => check);
}

/** @returns what keeps the store from being opened; undefined when it is open */
async function opened(engine: Engine, clock: Clock): Promise<readonly StoreCheck[] | undefined> {
  const late = newAborter();
  try {
    const open = engine.open().then(() => true);
    // After the race nobody listens any more: close() ends the wait by an error.
    open.catch(() => undefined);
    if (await Promise.race([open, pause(clock, OPEN_MS, late.signal).then(() => false)])) return undefined;
    return await engine.health.check();
  } catch (error) {
    return [{ name: 'open', status: 'fail', message: messageOf(error), hint: hintOf(error) }];
  } finally {
    late.abort();
  }
}

function absent(path: string): StoreExamination {
  const message =
    path === ':memory:' ? 'held in the memory of the process that runs it' : `there is no store at ${path} yet`;
  const hint = 'The first `skep run` or `skep enqueue` creates it; a file that should be there is elsewhere or lost.';
  const memory = 'Ask its server: GET /readyz.';
  const check: StoreCheck = { name: 'file', status: 'warn', message, hint: path === ':memory:' ? memory : hint };
  return { checks: [check], repairs: [], advice: [] };
}
