/**
 * Whose schedules the store has, as this process sees it: it applies its own at the start and at a reload, looks every
 * second whether they still are in force, and takes them back when the process that put others in their place is gone.
 */
import { tell } from '../../core/index.ts';
import { type InForce, type ScheduleRow, type StoreCheck, verdictOf } from '../../engine/index.ts';
import type { Generation } from '../../manifest/index.ts';
import type { RuntimeDeps } from '../ports.ts';

export class SchedulesInForce {
  readonly #deps: Pick<RuntimeDeps, 'engine' | 'logger'>;
  /** Of the last start or reload; undefined before the first. */
  #turn: number | undefined;
  /** What stands in the place of this process' schedules; undefined while they are in force themselves. */
  #other: InForce | undefined;

  constructor(deps: Pick<RuntimeDeps, 'engine' | 'logger'>) {
    this.#deps = deps;
  }

  /** The generation was started or reloaded. @returns the store's rows afterwards */
  async apply(generation: Generation): Promise<readonly ScheduleRow[]> {
    const { turn, rows } = await this.#deps.engine.schedules.apply(applicationOf(generation));
    this.#turn = turn;
    this.#other = undefined;
    return rows;
  }

  /** @returns the store's rows after the schedules were taken back; undefined when they were not */
  async look(generation: Generation): Promise<readonly ScheduleRow[] | undefined> {
    const { engine, logger } = this.#deps;
    if (this.#turn === undefined) return undefined;
    const own = { hash: generation.manifest.hash, turn: this.#turn };
    const standing = await engine.schedules.standing();
    const verdict = verdictOf(standing, own);
    if (verdict === 'other') this.#overridden(standing.inForce, own.hash);
    if (verdict === 'in-force') this.#back(own.hash);
    if (verdict !== 'vacant') return undefined;
    const change = standing.inForce?.change ?? 0;
    const rows = await engine.schedules.takeBack(applicationOf(generation), { turn: own.turn, change });
    if (rows === null) return undefined;
    this.#other = undefined;
    const gone = { manifest: standing.inForce?.hash, revision: standing.inForce?.revision };
    tell(logger, 'schedules.taken-back', { hash: own.hash, revision: generation.revision, gone });
    return rows;
  }

  async withdraw(): Promise<void> {
    if (this.#turn !== undefined) await this.#deps.engine.schedules.withdraw();
  }

  /** undefined while all is well */
  get check(): StoreCheck | undefined {
    if (this.#other === undefined) return undefined;
    const message =
      `the schedules of another manifest are in force (${nameOf(this.#other)}): those of this process fire only ` +
      'where both agree on the time';
    const hint = '`skep workers ls` shows who runs which; SIGHUP or POST /api/reload puts this one in force.';
    return { name: 'schedules', status: 'warn', message, hint };
  }

  #overridden(inForce: InForce | null, hash: string): void {
    if (inForce === null || this.#other?.hash === inForce.hash) return;
    this.#other = inForce;
    tell(this.#deps.logger, 'schedules.overridden', {
      hash,
      inForce: { hash: inForce.hash, revision: inForce.revision },
    });
  }

  #back(hash: string): void {
    if (this.#other === undefined) return;
    this.#other = undefined;
    tell(this.#deps.logger, 'schedules.in-force', { hash });
  }
}

function applicationOf({ manifest, revision }: Generation) {
  const schedules = Object.values(manifest.schedules).map(({ name, spec }) => ({ name, spec }));
  return { hash: manifest.hash, revision, schedules };
}

/** For people: the number, or the beginning of the hash. */
function nameOf({ revision, hash }: Pick<InForce, 'revision' | 'hash'>): string {
  return revision === null ? `manifest ${hash.slice(0, 12)}` : `revision ${revision}`;
}
