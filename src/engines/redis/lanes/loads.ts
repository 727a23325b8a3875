/** Jobs of calls that go together, sorted by the physical queue that each goes to. */
import type { NewJob, RulesInForce } from '../../../engine/index.ts';
import type { Meant } from './placements.ts';
import { ownShard, shardFor } from './shards.ts';

/** Jobs of some calls for one physical queue, with the call and the place in it of each. */
export interface Load {
  readonly queue: string;
  readonly jobs: NewJob[];
  readonly owners: number[];
  readonly places: number[];
}

type Batch = readonly NewJob[];

/** The shards of one call: one per queue, by the first id that goes there, so that the same call again finds its jobs. */
class ShardChoice {
  readonly #rules: RulesInForce;
  #last = '';
  #physical = '';
  /** From the second queue on; most calls have one. */
  #chosen: Map<string, string> | undefined;

  constructor(rules: RulesInForce) {
    this.#rules = rules;
  }

  of(job: NewJob): string {
    const { id, queue } = job;
    if (job.gates.length > 0 || job.unique !== null) {
      return ownShard(job, this.#rules.queue(queue).shards) ?? queue;
    }
    if (queue === this.#last) return this.#physical;
    if (this.#last !== '') this.#chosen = (this.#chosen ?? new Map<string, string>()).set(this.#last, this.#physical);
    this.#physical = this.#chosen?.get(queue) ?? shardFor(queue, this.#rules.queue(queue).shards, id);
    this.#last = queue;
    return this.#physical;
  }
}

/** @returns the jobs whose ids their callers chose, with the queues that they are meant for */
export function chosenIn(batches: readonly Batch[], rules: RulesInForce): readonly Meant[] {
  const chosen: Meant[] = [];
  for (const batch of batches) {
    let shards: ShardChoice | undefined;
    for (const job of batch) {
      if (!job.idChosen) continue;
      shards ??= new ShardChoice(rules);
      chosen.push({ job, queue: shards.of(job) });
    }
  }
  return chosen;
}

/** @param homes physical queues of ids that were given to one already */
export function loadsOf(
  batches: readonly Batch[],
  homes: ReadonlyMap<string, string>,
  rules: RulesInForce,
): readonly Load[] {
  const loads: Load[] = [];
  let load: Load | undefined;
  for (let owner = 0; owner < batches.length; owner += 1) {
    const batch = batches[owner] ?? [];
    const shards = new ShardChoice(rules);
    for (let place = 0; place < batch.length; place += 1) {
      const job = batch[place];
      if (!job) continue;
      const queue = homes.get(job.id) ?? shards.of(job);
      if (load?.queue !== queue) load = loadFor(queue, loads);
      load.jobs.push(job);
      load.owners.push(owner);
      load.places.push(place);
    }
  }
  return loads;
}

function loadFor(queue: string, loads: Load[]): Load {
  let load = loads.find((one) => one.queue === queue);
  if (!load) {
    load = { queue, jobs: [], owners: [], places: [] };
    loads.push(load);
  }
  return load;
}

export function queuesOf(loads: readonly Load[]): readonly string[] {
  return loads.map(({ queue }) => queue);
}

/** What that call puts into the group's queues. */
export function ofOwner(group: readonly Load[], owner: number): readonly Load[] {
  return group.flatMap(({ queue, jobs, owners, places }) => {
    const own = [...owners.keys()].filter((index) => owners[index] === owner);
    if (own.length === 0) return [];
    const at = <T>(list: readonly T[]): T[] => own.flatMap((index) => list.slice(index, index + 1));
    return [{ queue, jobs: at(jobs), owners: at(owners), places: at(places) }];
  });
}
