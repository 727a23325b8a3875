/** Ends the disagreements that disagreements.ts finds; the jobs themselves are right, what is derived follows them. */
import { JOB_STATES, waitsEnd } from '../../core/index.ts';
import type { StoreRepair } from '../../engine/index.ts';
import { counted } from '../../foundation/index.ts';
import type { Transaction } from './committer.ts';
import {
  differingCounters,
  IS_ASTRAY,
  IS_ORPHAN_TAG,
  lostPasses,
  missingTags,
  ownerless,
  TAGS_OF_JOBS,
} from './disagreements.ts';
import { givePassesOfSession } from './gates/gates.ts';
import { IS_RUNNING, letGoBy } from './schema.ts';
import { repairConsequences } from './undelivered.ts';

export function repairStore(transaction: Transaction): StoreRepair[] {
  // The counters must say what is there now: this transaction may have moved jobs before.
  transaction.flush();
  return [
    ...repairCounters(transaction),
    ...repairTags(transaction),
    ...repairLeases(transaction),
    ...repairGates(transaction),
    ...repairConsequences(transaction),
  ];
}

function repairCounters({ store, woken }: Transaction): StoreRepair[] {
  const assignments = JOB_STATES.map((state, code) => `${state} = ?${code + 2}`).join(', ');
  return differingCounters(store).map(({ queue, jobs }) => {
    store.run('INSERT INTO queues (queue) VALUES (?) ON CONFLICT DO NOTHING', queue);
    store.run(`UPDATE queues SET ${assignments} WHERE queue = ?1`, queue, ...jobs);
    // Jobs that were counted out were not handed out.
    woken.add(queue);
    return { name: 'counters', message: `counted the jobs of ${queue} anew` };
  });
}

function repairTags({ store }: Transaction): StoreRepair[] {
  const repairs: StoreRepair[] = [];
  const orphans = store.run(`DELETE FROM tags WHERE ${IS_ORPHAN_TAG}`);
  if (orphans > 0) repairs.push({ name: 'tags', message: `deleted ${counted(orphans, 'tag')} that led to no job` });
  const missing = missingTags(store);
  if (missing === 0) return repairs;
  store.run(`INSERT INTO tags (tag, seq) ${TAGS_OF_JOBS} ON CONFLICT DO NOTHING`);
  return [...repairs, { name: 'tags', message: `listed ${counted(missing, 'tag')} of jobs` }];
}

/** Such an owner becomes a process whose lease is over: the next rescue takes its jobs back, and counts it. */
function repairLeases({ store, now }: Transaction): StoreRepair[] {
  return ownerless(store).map(({ owner, jobs }) => {
    store.run(
      `INSERT INTO processes (number, session, started_at, seen_at, lease_until, info) VALUES (?, ?, ?, ?, 0, '{}')`,
      owner,
      `unknown-${owner}`,
      now,
      now,
    );
    store.run(`UPDATE jobs SET owner = 0 WHERE ${IS_RUNNING} AND owner IS NULL`);
    return {
      name: 'leases',
      message: `${counted(jobs, 'job')} of an unknown process, for the next worker to take back`,
    };
  });
}

/** Comes after repairLeases: what an unknown process runs keeps its passes until the rescue. */
function repairGates(transaction: Transaction): StoreRepair[] {
  const lost = lostPasses(transaction.store);
  for (const { owner } of lost) givePassesOfSession(transaction, owner);
  const passes = lost.reduce((sum, owner) => sum + owner.passes, 0);
  const held = transaction.store.run(`UPDATE jobs SET ${letGoBy(1)} WHERE ${IS_ASTRAY}`, waitsEnd(transaction.now));
  if (passes + held === 0) return [];
  return [{ name: 'gates', message: `passes given back: ${passes}, jobs that are held no more: ${held}` }];
}
