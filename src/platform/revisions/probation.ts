/**
 * A revision that has just come into force, watched by what the store's statistics say of the time before it and since. Every process
 * looks; who is first takes it back, for the store lets that be done only while the revision is the current one.
 */
import { addFigure, type Figure, noFigure, type Reading, readingOf } from '../../core/index.ts';
import type { Engine, Revision } from '../../engine/index.ts';
import { STAT_STEP_MS } from '../../engine/index.ts';
import { formatDuration } from '../../foundation/index.ts';
import type { Manifest, RevertRule } from '../../manifest/index.ts';
import type { RuntimeDeps } from '../../runtime/index.ts';
import { processActor } from '../callers/operations-for.ts';

/** Processes bring their shares every 10 s. */
const LOOK_MS = 10_000;
/** The last shares of its time come so long after it. */
const LATE_MS = 30_000;
/** Fewer ends say nothing. */
const ENOUGH = 20;
/** Where next to nothing failed before, so much may: the first failure is no sign. */
const LEAST_RATE = 0.01;
const MINUTE_MS = STAT_STEP_MS.minute;

/** @returns why what is since is worse than what was before; null when it is not, or cannot be told yet */
export function worseBy(before: Reading, since: Reading, { failureRate, waitP95Ms }: RevertRule): string | null {
  if (since.completed + since.failed + since.dead < ENOUGH) return null;
  return failsMore(before, since, failureRate) ?? waitsLonger(before, since, waitP95Ms);
}

function failsMore(before: Reading, since: Reading, factor: number | null): string | null {
  const rate = since.failureRate ?? 0;
  const was = before.failureRate ?? 0;
  if (factor === null || rate <= factor * Math.max(was, LEAST_RATE)) return null;
  return `${percent(rate)} of attempts fail, before it was ${percent(was)}`;
}

function waitsLonger(before: Reading, since: Reading, limitMs: number | null): string | null {
  const wait = since.waitMs?.p95 ?? 0;
  const waited = before.waitMs?.p95 ?? 0;
  if (limitMs === null || wait < limitMs || wait <= waited) return null;
  return `one job in twenty waits ${formatDuration(Math.round(wait))}, before it was ${formatDuration(Math.round(waited))}`;
}

function percent(rate: number): string {
  return `${Math.round(rate * 1_000) / 10} %`;
}

export class Probation {
  readonly #deps: Pick<RuntimeDeps, 'engine' | 'generations' | 'clock' | 'events'>;
  #lookAt = -Infinity;

  constructor(deps: Pick<RuntimeDeps, 'engine' | 'generations' | 'clock' | 'events'>) {
    this.#deps = deps;
  }

  /** @returns whether the revision in force was taken back: then all are to follow */
  async look(): Promise<boolean> {
    const { engine, generations, clock } = this.#deps;
    const { manifest } = generations.current();
    const { probationMs, revertIf } = manifest.reload;
    if (probationMs === null || revertIf === null || clock.monotonic() < this.#lookAt) return false;
    this.#lookAt = clock.monotonic() + LOOK_MS;
    const [[current, before], now] = await Promise.all([engine.revisions.list(2), engine.now()]);
    if (current?.hash !== manifest.hash || before === undefined || !isTried(current, now, probationMs)) return false;
    const change = Math.floor(current.appliedAt / MINUTE_MS) * MINUTE_MS;
    const [was, since] = await Promise.all([
      reading(engine, change - probationMs, change),
      // The minute of the change is of both.
      reading(engine, change + MINUTE_MS, now + 1),
    ]);
    const why = worseBy(was, since, revertIf);
    return why !== null && (await this.#revert(current, before, why));
  }

  async #revert(current: Revision, before: Revision, why: string): Promise<boolean> {
    const { engine, events } = this.#deps;
    const body = await engine.revisions.body(before.revision);
    if (body === null) return false;
    const message = `revision ${current.revision} made it worse: ${why}`;
    const told = { by: processActor('reload').by, cause: 'revert', message, of: before.revision } as const;
    const recorded = await engine.revisions.recordAfter(current.revision, { hash: before.hash, body, ...told });
    if (recorded === null) return false;
    const { revision } = recorded;
    events.emit({ type: 'manifest.reverted', revision, bad: current.revision, why });
    return true;
  }
}

/** What somebody went back to, or what was reverted to, is not tried again. */
function isTried({ cause, appliedAt }: Revision, now: number, probationMs: number): boolean {
  return (cause === 'file' || cause === 'apply') && now <= appliedAt + probationMs + LATE_MS;
}

/** Until when the current revision is watched; null: it is not. @param before the one that would come back */
export function triedUntil(
  current: Revision,
  before: Revision | undefined,
  { manifest: { hash, reload }, now }: { readonly manifest: Pick<Manifest, 'hash' | 'reload'>; readonly now: number },
): number | null {
  const { probationMs, revertIf } = reload;
  if (probationMs === null || revertIf === null || before === undefined || current.hash !== hash) return null;
  return isTried(current, now, probationMs) ? current.appliedAt + probationMs + LATE_MS : null;
}

async function reading(engine: Pick<Engine, 'stats'>, from: number, to: number): Promise<Reading> {
  const sum: number[] = noFigure();
  if (to <= from) return readingOf(sum);
  const rows: readonly { readonly figure: Figure }[] = await engine.stats.read({ step: 'minute', from, to });
  for (const { figure } of rows) addFigure(sum, figure);
  return readingOf(sum);
}
