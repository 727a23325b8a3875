/**
 * Whose schedules the store has, while processes with different manifests live (docs/decisions/0027).
 *
 * Every process with the scheduler role applies its schedules when it starts and when it reloads: then its manifest is
 * in force. It stays so while some process with that manifest lives; afterwards the one of those left that started or
 * reloaded last takes its own back. The store keeps what each applied, so that this is decided by the store alone.
 */

/** A schedule as a manifest has it. */
export interface ScheduleSpecRow {
  readonly name: string;
  /** See ScheduleRow. */
  readonly spec: string;
}

/** What a process applies. */
export interface Application {
  /** Of its manifest. */
  readonly hash: string;
  readonly revision: number | null;
  readonly schedules: readonly ScheduleSpecRow[];
}

export interface InForce {
  readonly hash: string;
  readonly revision: number | null;
  /** Of the start or reload that it came by. */
  readonly turn: number;
  /** Counts the changes of what is in force: who takes back says which one it has seen. */
  readonly change: number;
}

/** A living process with the scheduler role. */
export interface Applied {
  readonly session: string;
  readonly hash: string;
  readonly revision: number | null;
  /** Its last start or reload; later ones have larger numbers, whatever the clocks say. */
  readonly turn: number;
}

export interface Standing {
  /** null while no process has applied anything. */
  readonly inForce: InForce | null;
  readonly processes: readonly Applied[];
}

/** What a process may do whose last start or reload was `turn`. */
export type Verdict = 'in-force' | 'other' | 'vacant';

/**
 * other: another manifest is in force and a process with it lives, or a younger process will take over · vacant: this
 * process is to take its own back.
 */
export function verdictOf({ inForce, processes }: Standing, own: Pick<Applied, 'hash' | 'turn'>): Verdict {
  if (inForce === null) return 'vacant';
  if (inForce.hash === own.hash) return 'in-force';
  // It was thought to be gone, as after a time in which it hung: another one has taken its own back meanwhile.
  if (own.turn > inForce.turn) return 'vacant';
  if (processes.some(({ hash }) => hash === inForce.hash)) return 'other';
  return processes.every(({ turn }) => turn <= own.turn) ? 'vacant' : 'other';
}
