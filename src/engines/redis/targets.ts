/** Where jobs go that are made of what is stored: of consequences, and of turns of runs. */
import type { NewJob, RulesInForce } from '../../engine/index.ts';
import { insertionOf } from './compose.ts';
import { isPossible } from './outbox/outbox-entries.ts';
import { isLookedFor, type Meant, placed } from './lanes/placements.ts';
import type { ScriptArgument } from './scripts.ts';
import { ownShard, shardFor } from './lanes/shards.ts';
import type { RedisStore } from './store.ts';

const NOWHERE: ReadonlyMap<string, string> = new Map();
/** Payloads that one script stores, in UTF-16 units: some milliseconds in which Redis does nothing else. */
const MOST = 2 * 1024 * 1024;

/** The physical queue of each; all are known to everybody before they hold a job. */
export async function targetsOf(
  store: RedisStore,
  rules: RulesInForce,
  jobs: readonly NewJob[],
): Promise<readonly string[]> {
  const meant = meantFor(rules, jobs);
  const chosen = meant.filter(({ job }) => job.idChosen);
  const homes = chosen.length === 0 ? NOWHERE : await placed(store, 'worker', chosen);
  const targets = meant.map(({ job, queue }) => homes.get(job.id) ?? queue);
  const unknown = [...new Set(targets)].filter((queue) => isPossible(store, queue) && !store.isRegistered(queue));
  await store.register('worker', unknown);
  return targets;
}

function meantFor(rules: RulesInForce, jobs: readonly NewJob[]): readonly Meant[] {
  return jobs.map((job) => {
    const { shards } = rules.queue(job.queue);
    return { job, queue: ownShard(job, shards) ?? shardFor(job.queue, shards, job.id) };
  });
}

/** Jobs as the script of a turn stores them. */
export interface Inserted {
  readonly queues: readonly string[];
  /** Of lua/_insert.lua. */
  readonly args: readonly ScriptArgument[];
}

/** @returns null where one script cannot store them, or should not: they go the way of the outbox */
export async function insertedWith(
  store: RedisStore,
  rules: RulesInForce,
  jobs: readonly NewJob[],
): Promise<Inserted | null> {
  return mayInsert(store, jobs) ? insertedInto(store, jobs, await targetsOf(store, rules, jobs)) : null;
}

/** @returns null also where the store would have to be asked, or told of a queue, before */
export function insertedAtOnce(store: RedisStore, rules: RulesInForce, jobs: readonly NewJob[]): Inserted | null {
  if (!mayInsert(store, jobs)) return null;
  const meant = meantFor(rules, jobs);
  if (meant.some(({ job, queue }) => isLookedFor(job.id) || !store.isRegistered(queue))) return null;
  const targets = meant.map(({ queue }) => queue);
  return insertedInto(store, jobs, targets);
}

function mayInsert(store: RedisStore, jobs: readonly NewJob[]): boolean {
  if (store.clustered) return false;
  const size = jobs.reduce((sum, { payloadText }) => sum + (payloadText?.length ?? MOST), 0);
  return size <= MOST && jobs.every((job) => isPossible(store, job.queue) && isOfRun(job));
}

/** What such a job says alone stands at the end of its meta line, see insertionOf. */
function isOfRun({ workflow, unique }: NewJob): boolean {
  return workflow !== null && unique === null;
}

function insertedInto(store: RedisStore, jobs: readonly NewJob[], targets: readonly string[]): Inserted {
  const byQueue = new Map<string, NewJob[]>();
  for (const [at, job] of jobs.entries()) {
    const queue = targets[at] ?? '';
    const own = byQueue.get(queue);
    if (own === undefined) byQueue.set(queue, [job]);
    else own.push(job);
  }
  const parcels = [...byQueue].map(([queue, own]) => ({ base: store.keys.base(queue), jobs: own }));
  return { queues: [...byQueue.keys()], args: insertionOf(parcels, store.idsHere, { far: true, own: true }).args };
}
