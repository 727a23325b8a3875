/** What expressions in the payload of a schedule read. */
import { fillTemplate } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';

/** Instants as ISO 8601 in UTC. */
export interface TickScope {
  readonly schedule: string;
  readonly plannedAt: string;
  readonly firedAt: string;
  /** The planned instant of the tick before; null at the first one. */
  readonly previousAt: string | null;
  readonly lateMs: number;
  /** Counts the jobs of the schedule, from 1. */
  readonly number: number;
}

const PLANNED = '2027-01-01T00:00:00.000Z';

/** Any tick but the first one. */
export const SAMPLE_TICK: TickScope = {
  schedule: 'nightly',
  plannedAt: PLANNED,
  firedAt: PLANNED,
  previousAt: PLANNED,
  lateMs: 0,
  number: 2,
};

export const TICK_FIELDS: readonly string[] = Object.keys(SAMPLE_TICK);

/** @returns the payload of the job, or the input of the run, of one tick */
export function tickPayload(payload: Json, tick: TickScope): Json {
  return fillTemplate(payload, { tick });
}
