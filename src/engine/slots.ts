/** How many jobs a consumer asks for, from what it has under way. Pure. */

export interface UnderWay {
  /** Leases that run, wait to be started, or wait to be settled. */
  readonly running: number;
  /** Those of them whose attempt has ended. */
  readonly ended: number;
  /** Reserves without an answer. */
  readonly reserves: number;
  /** Jobs that are asked for or have arrived: permits that are used up, though no attempt has begun yet. */
  readonly claimed: number;
}

/** Fewer jobs are not worth a second reserve beside one that is under way. */
export const HALF_MIN = 16;
/**
 * Attempts that have ended and are not stored yet, beyond as many as there are slots. A store that syncs many at once
 * stays far below; one that hangs while its reserves go on (a disk that takes no sync) must not be outrun: these
 * attempts would run again after a crash.
 */
export const UNSETTLED_MAX = 1_000;

/**
 * @param permitted how many more may start, by whoever has the slots; those in `claimed` are among them
 * @param most reserves that may be under way at once: with two, each asks for half of the slots
 * @returns how many to ask for now; 0 = nothing may be asked
 */
export function wish(at: UnderWay, permitted: number, most: 1 | 2): number {
  const free = permitted - at.claimed;
  if (at.reserves >= most || free <= 0) return 0;
  // All of them: those too that are not free.
  const slots = free + at.claimed + at.running - at.ended;
  if (at.ended > UNSETTLED_MAX + slots) return 0;
  if (at.reserves > 0 && free < HALF_MIN) return 0;
  return most === 1 ? free : Math.min(free, Math.max(HALF_MIN, Math.ceil(slots / 2)));
}

/**
 * @param more whether the last reserve said so
 * @param coming jobs that follow from what is settled with the next reserve; 0: few, or none
 * @returns whether two reserves are worth having under way at once, and how many the first of them takes at most
 */
export function division(
  { reserves, claimed }: UnderWay,
  more: boolean,
  coming: number,
): { readonly halves: boolean; readonly first: number } {
  if (more || coming === 0) return { halves: more, first: Infinity };
  // One half is under way: this is the other one.
  if (reserves > 0) return { halves: true, first: Infinity };
  const divides = claimed === 0 && coming >= 2 * HALF_MIN;
  return { halves: divides, first: divides ? Math.ceil(coming / 2) : Infinity };
}
