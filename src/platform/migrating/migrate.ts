/**
 * Jobs that wait or are dead, runs, and schedules with their cursors, from one store into another, ids kept; processes may work on both.
 *
 * A waiting job goes four steps, a batch at a time, each of which may be done again by anybody and late:
 *
 *   1. claimed   it is moved into a queue of the source that nobody works on (`MIGRATING.emails`)
 *   2. stored    it stands in such a queue of the target too
 *   3. removed   it is gone from the source
 *   4. arrived   it is moved into its own queue of the target
 *
 * So it may run at the source before 1, at the target after 4, and nowhere between; once it may run at the target, nothing is left at
 * the source to bring it there again. The queues are the mark of how far it is: whoever is killed leaves it in one of them, and the next call goes on
 * from there (docs/decisions/0101-import-and-migrate.md).
 */
import { isFinished, type Job } from '../../core/index.ts';
import type { Engine, RestoreReceipt, ScheduleRow } from '../../engine/index.ts';
import { reach } from '../../foundation/index.ts';
import { throughPages } from '../local/through-pages.ts';
import { RunMover } from './migrate-runs.ts';
import {
  allOf,
  type Found,
  idsIn,
  inBatches,
  type Migration,
  ON_THE_WAY,
  takeBack,
  WAITING,
  wholeJobs,
} from './migrating-jobs.ts';

export interface MigrateCounts {
  /** What waits: scheduled, available, retryable, blocked. */
  readonly waiting: number;
  readonly dead: number;
  readonly schedules: number;
  /** Jobs that run at the source: they end there. */
  readonly running: number;
  /** Jobs of `runs`, waiting and dead, which go with them. */
  readonly ofRuns: number;
  /** Jobs of plain bee-queue programs, whose ids are their queue's alone: they stay. */
  readonly foreign: number;
  /** Runs that are under way, or failed. */
  readonly runs: number;
  /** Processes that live on the source. */
  readonly processes: number;
}

export interface MigrateReport {
  readonly dryRun: boolean;
  /** As it was when the call began. */
  readonly before: MigrateCounts;
  readonly moved: number;
  readonly dead: number;
  /** Runs, those that are steps of others among them. */
  readonly runs: number;
  /** Names of schedules that were handed over; of those that the target had already, and kept. */
  readonly schedules: readonly string[];
  readonly schedulesKept: readonly string[];
  /** Ids that jobs of other tasks have at the target: these stay at the source. */
  readonly taken: readonly string[];
  /** As it is now. */
  readonly left: MigrateCounts;
}

/** How the pause of a schedule says that it was handed over. */
const HANDED_OVER = 'handed over by skep migrate';

/** @throws what the stores throw; what was moved stays moved, and another call goes on from there */
export async function migrate(migration: Migration): Promise<MigrateReport> {
  const before = await countsOf(migration.source);
  return new Migrator(migration, before).run();
}

async function countsOf(source: Engine): Promise<MigrateCounts> {
  const counts = { waiting: 0, dead: 0, running: 0, ofRuns: 0, foreign: 0 };
  for (const { counts: own } of await source.queues.counts()) counts.running += own.running;
  const runs = await runsToMove(source);
  for await (const { state, run, isForeign } of idsIn(source, { states: [...WAITING, 'dead'] })) {
    if (isForeign) counts.foreign += 1;
    else if (run === null) counts[isFinished(state) ? 'dead' : 'waiting'] += 1;
    // What is dead of a run that is over all the same is its past, and stays with it.
    else if (runs.has(run)) counts.ofRuns += 1;
  }
  const schedules = (await source.schedules.list()).filter((row) => !isHandedOver(row)).length;
  const processes = (await source.fleet.processes()).length;
  return { ...counts, schedules, runs: runs.size, processes };
}

async function runsToMove({ runs }: Engine): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const all = throughPages(
    (cursor) => runs.list({ states: ['running', 'failed'] }, 200, cursor),
    (page) => page.runs,
  );
  for await (const { id } of all) ids.add(id);
  return ids;
}

function isHandedOver({ pause }: ScheduleRow): boolean {
  return pause?.text === HANDED_OVER;
}

class Migrator {
  readonly #migration: Migration;
  readonly #before: MigrateCounts;
  #moved = 0;
  #dead = 0;
  readonly #schedules: string[] = [];
  readonly #kept: string[] = [];
  readonly #taken = new Set<string>();
  readonly #runs: RunMover;

  constructor(migration: Migration, before: MigrateCounts) {
    this.#migration = migration;
    this.#runs = new RunMover(migration, this.#taken);
    this.#before = before;
  }

  async run(): Promise<MigrateReport> {
    const { source, dryRun } = this.#migration;
    if (!dryRun) {
      await takeBack(source);
      await this.#handSchedulesOver();
      await this.#runs.goOn();
      await this.#goOn();
      await this.#moveWaiting();
      await this.#runs.moveAll();
      // Jobs whose workers are dead have come back while jobs of runs were waited for.
      if (await takeBack(source)) await this.#moveWaiting();
      await this.#moveDead();
    }
    const { schedulesKept, schedules } = { schedulesKept: this.#kept, schedules: this.#schedules };
    const left = dryRun ? this.#before : await countsOf(source);
    return {
      ...{ dryRun, before: this.#before, moved: this.#moved + this.#runs.jobs, dead: this.#dead + this.#runs.dead },
      runs: this.#runs.moved,
      ...{ schedules, schedulesKept, taken: [...this.#taken], left },
    };
  }

  /** A schedule is paused at the source first, so that no tick is fired by both; its pause says why. */
  async #handSchedulesOver(): Promise<void> {
    const { source, target } = this.#migration;
    for (const { name } of await source.schedules.list()) {
      const before = (await source.schedules.list()).find((row) => row.name === name);
      if (before === undefined) continue;
      const own = before.paused && !isHandedOver(before);
      const why = { text: HANDED_OVER, until: null, by: null };
      const row = own ? before : await source.schedules.pause(name, true, why);
      reach('migrate.claimed');
      if (row === null) continue;
      const stored = await target.schedules.restore([own ? row : { ...row, paused: false, pause: null }]);
      if (stored.length > 0) this.#schedules.push(name);
      else if (!isHandedOver(before)) this.#kept.push(name);
    }
  }

  /** What another call has left: jobs that are claimed, then those that are stored and gone from the source. */
  async #goOn(): Promise<void> {
    const { source, target } = this.#migration;
    for (const queue of await onTheWay(source)) {
      const found = await allOf(idsIn(source, { states: WAITING, queue: `${ON_THE_WAY}${queue}` }));
      // Those of runs go with them.
      for (const ids of inBatches(found.filter(({ run }) => run === null))) await this.#carry(ids, queue);
    }
    for (const queue of await onTheWay(target)) {
      const found = await allOf(idsIn(target, { states: WAITING, queue: `${ON_THE_WAY}${queue}` }));
      for (const ids of inBatches(found)) await this.#arrive(ids, queue);
    }
  }

  async #moveWaiting(): Promise<void> {
    const { source } = this.#migration;
    for (let claimed = 1; claimed > 0;) {
      claimed = 0;
      for (const { queue } of await source.queues.counts()) {
        if (queue.startsWith(ON_THE_WAY)) continue;
        const found = await allOf(idsIn(source, { states: WAITING, queue }));
        for (const ids of inBatches(found.filter((one) => this.#isToBeMoved(one))))
          claimed += await this.#move(ids, queue);
      }
    }
  }

  #isToBeMoved({ id, run, isForeign }: Found): boolean {
    return run === null && !isForeign && !this.#taken.has(id);
  }

  /** @returns how many were claimed: others have begun meanwhile */
  async #move(ids: readonly string[], queue: string): Promise<number> {
    const receipts = await this.#migration.source.jobs.move(ids, `${ON_THE_WAY}${queue}`);
    reach('migrate.claimed');
    const claimed = receipts.filter(({ status }) => status === 'done').map(({ id }) => id);
    await this.#carry(claimed, queue);
    return claimed.length;
  }

  /** From claimed to arrived. @param ids in the order in which they are to wait */
  async #carry(ids: readonly string[], queue: string): Promise<void> {
    const { source, target } = this.#migration;
    const jobs = await wholeJobs(source, ids, WAITING);
    const receipts = await target.jobs.restore(jobs.map((job) => ({ ...job, queue: `${ON_THE_WAY}${queue}` })));
    reach('migrate.stored');
    const stored = await this.#withoutTaken(jobs, receipts);
    await source.jobs.remove(stored);
    reach('migrate.removed');
    await this.#arrive(stored, queue);
    const back = jobs.map(({ id }) => id).filter((id) => this.#taken.has(id));
    if (back.length > 0) await source.jobs.move(back, queue);
  }

  /** Whose id is that of another task's job at the target stays where it is. @returns ids of the others */
  async #withoutTaken(jobs: readonly Job[], receipts: readonly RestoreReceipt[]): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const [index, job] of jobs.entries()) {
      const isThere = receipts[index]?.status === 'existing';
      const other = isThere ? await this.#migration.target.jobs.get(job.id) : null;
      if (other === null || other.task === job.task) ids.push(job.id);
      else this.#taken.add(job.id);
    }
    return ids;
  }

  /** Those that are gone from the source: the others are carried once more. */
  async #arrive(ids: readonly string[], queue: string): Promise<void> {
    const { source, target, onProgress } = this.#migration;
    const there = await Promise.all(ids.map((id) => source.jobs.get(id)));
    const gone = ids.filter((_id, index) => there[index] === null);
    if (gone.length === 0) return;
    const receipts = await target.jobs.move(gone, queue);
    this.#moved += receipts.filter(({ status }) => status === 'done').length;
    onProgress(this.#moved + this.#dead, this.#before.waiting + this.#before.dead);
  }

  /** They do not run by themselves: none is claimed. One that a person has retried at the source meanwhile stays there. */
  async #moveDead(): Promise<void> {
    const { source, target, onProgress } = this.#migration;
    const found = await allOf(idsIn(source, { states: ['dead'] }));
    for (const ids of inBatches(found.filter((one) => this.#isToBeMoved(one)))) {
      const jobs = await wholeJobs(source, ids, ['dead']);
      const receipts = await target.jobs.restore(jobs);
      reach('migrate.stored');
      const stored = await this.#withoutTaken(jobs, receipts);
      const removed = await source.jobs.remove(stored);
      reach('migrate.removed');
      const retried = removed.filter(({ status }) => status === 'refused').map(({ id }) => id);
      if (retried.length > 0) await target.jobs.remove(retried);
      this.#dead += stored.length - retried.length;
      onProgress(this.#moved + this.#dead, this.#before.waiting + this.#before.dead);
    }
  }
}

/** Own queues of jobs that are on their way in that store. */
async function onTheWay(engine: Engine): Promise<readonly string[]> {
  const queues = (await engine.queues.counts()).map(({ queue }) => queue);
  return queues.filter((queue) => queue.startsWith(ON_THE_WAY)).map((queue) => queue.slice(ON_THE_WAY.length));
}
