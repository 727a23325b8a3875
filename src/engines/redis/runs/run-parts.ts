/** The outbox, and the runs that it moves on: each needs the other. */
import type { Job } from '../../../core/index.ts';
import { type RulesInForce, RunEnds } from '../../../engine/index.ts';
import { Changes } from '../change.ts';
import { Enqueuer } from '../enqueue.ts';
import { Handover } from '../handover.ts';
import type { Inspector } from '../inspect.ts';
import { Outbox } from '../outbox/outbox.ts';
import { NO_QUEUE } from '../outbox/outbox-entries.ts';
import { RunStore } from './run-store.ts';
import { RunSweep } from './run-sweep.ts';
import { RunTurns } from './run-turns.ts';
import { Runs } from './runs.ts';
import type { RedisStore } from '../store.ts';
import { insertedAtOnce, insertedWith } from '../targets.ts';
import { type RunsHere, turnsAhead } from './turn-ahead.ts';

export interface RunParts {
  readonly outbox: Outbox;
  readonly changes: Changes;
  readonly enqueuer: Enqueuer;
  readonly runs: Runs;
  /** null: runs lie on another server than most queues. */
  readonly here: RunsHere | null;
}

export function assembleRuns(store: RedisStore, rules: RulesInForce, inspector: Inspector): RunParts {
  const readJob = (id: string): Promise<Job | null> => inspector.storedJob(id);
  const runStore = new RunStore(store);
  const ends = new RunEnds();
  const turns: RunTurns = new RunTurns(runStore, {
    readJob,
    readJobs: (source, ids) => inspector.storedIn(source, ids),
    inserted: (jobs) => insertedWith(store, rules, jobs),
    register: (queues) => store.register('worker', queues),
    deliver: (posted, consequences) =>
      outbox.make({ source: NO_QUEUE, ...posted, state: 'completed', attempt: 0, consequences }),
    sweep: (read) => sweep.sweep(read),
    ended: ends.tell,
    turned: ends.turned,
  });
  const outbox: Outbox = new Outbox(store, rules, readJob, turns);
  const runs = new Runs(runStore, { turns, ends, handover: new Handover(store) }, rules, () => store.now());
  const enqueuer = new Enqueuer(store, rules);
  const changes = new Changes(store, outbox);
  const sweep = new RunSweep(runStore, {
    cancelJobs: (ids, reason) => changes.cancel(ids, reason),
    retryJobs: (ids) => changes.retry(ids),
    enqueue: (jobs) => enqueuer.enqueue(jobs),
    cancelRuns: runs.cancel,
    resumeRun: (id) => runs.resume(id),
    startRuns: runs.start,
    readJob,
  });
  const here: RunsHere = {
    ahead: (endings) => turnsAhead(runStore, endings, (jobs) => insertedAtOnce(store, rules, jobs)),
    noted: (ends, ahead) => {
      turns.noted(ends, ahead);
    },
  };
  return { outbox, changes, enqueuer, runs, here: store.clustered ? null : here };
}
