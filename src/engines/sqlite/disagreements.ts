/** Where two places of the file say different things about the same jobs: what examine.ts tells and repair.ts ends. */
import { JOB_STATES } from '../../core/index.ts';
import { IS_HELD, IS_RUNNING, stateCode } from './schema.ts';
import type { Store } from './store.ts';

export interface QueueCount {
  readonly queue: string;
  /** Jobs by state, in order of JOB_STATES. */
  readonly jobs: readonly number[];
}

const TOLD = JOB_STATES.join(', ');
const THERE = JOB_STATES.map((_, code) => `count(*) FILTER (WHERE state = ${code})`).join(', ');

/** The queues whose counters are wrong, with the right numbers. */
export function differingCounters(store: Store): QueueCount[] {
  const there = new Map(store.all(`SELECT queue, ${THERE} FROM jobs GROUP BY queue`).map(countOf));
  const told = new Map(store.all(`SELECT queue, ${TOLD} FROM queues`).map(countOf));
  const none = JOB_STATES.map(() => 0);
  return [...new Set([...there.keys(), ...told.keys()])]
    .map((queue) => ({ queue, jobs: there.get(queue) ?? none }))
    .filter(({ queue, jobs }) => (told.get(queue) ?? none).some((count, code) => count !== jobs[code]));
}

function countOf([queue, ...counts]: readonly unknown[]): [string, number[]] {
  return [String(queue), counts.map(Number)];
}

export const IS_ORPHAN_TAG = 'NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.seq = tags.seq)';
/** Tags as the jobs have them. */
export const TAGS_OF_JOBS = `SELECT DISTINCT value AS tag, jobs.seq AS seq
  FROM jobs, json_each(jobs.given, '$.tags') WHERE jobs.given IS NOT NULL`;

export function orphanTags(store: Store): number {
  return store.number(`SELECT count(*) FROM tags WHERE ${IS_ORPHAN_TAG}`);
}

export function missingTags(store: Store): number {
  return store.number(
    `SELECT count(*) FROM (${TAGS_OF_JOBS}) AS own
     WHERE NOT EXISTS (SELECT 1 FROM tags WHERE tags.tag = own.tag AND tags.seq = own.seq)`,
  );
}

/** Owners of running jobs that are no process of the store. */
export function ownerless(store: Store): { readonly owner: number; readonly jobs: number }[] {
  return store
    .all(
      `SELECT owner, count(*) FROM jobs INDEXED BY jobs_running
       WHERE ${IS_RUNNING} AND (owner IS NULL OR owner NOT IN (SELECT number FROM processes)) GROUP BY owner`,
    )
    .map((row) => ({ owner: Number(row[0] ?? 0), jobs: Number(row[1]) }));
}

/** Passes of gates whose session is over: nobody will give them back. */
export function lostPasses(store: Store): { readonly owner: number; readonly passes: number }[] {
  return store
    .all('SELECT owner, count(*) FROM passes WHERE owner NOT IN (SELECT number FROM processes) GROUP BY owner')
    .map((row) => ({ owner: Number(row[0]), passes: Number(row[1]) }));
}

/** Held by a gate, though not waiting. */
export const IS_ASTRAY = `${IS_HELD} AND state <> ${stateCode('available')}`;

export function astray(store: Store): number {
  return store.number(`SELECT count(*) FROM jobs INDEXED BY jobs_held WHERE ${IS_ASTRAY}`);
}
