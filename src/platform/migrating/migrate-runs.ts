/**
 * Runs from one store into another, each with the runs that are steps of it, and with the jobs of all of them.
 *
 *   1. claimed   its waiting jobs are moved into queues of the source that nobody works on; once none runs, nothing comes to it
 *   2. laid      it lies at the target, where nothing goes on with it
 *   3. taken     all of it is deleted at the source, in one step, unless anything of it has changed since it was read
 *   4. carried   its jobs stand at the target, and are gone from the source
 *   5. arrived   it goes on at the target, and its jobs may start
 *
 * Whoever is killed before the third step leaves a run that goes on at the source as soon as its jobs are put back, or another call
 * comes; afterwards what lies at the target is the mark for the next one (docs/decisions/0111-runs-move.md).
 */
import { isOver, itemsById, type Run } from '../../core/index.ts';
import type { Engine, ListedRun, WholeRun } from '../../engine/index.ts';
import { pause, reach, systemClock } from '../../foundation/index.ts';
import { throughPages } from '../local/through-pages.ts';
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

const PAGE = 200;
const AGAIN_MS = 250;
/** Turns of runs that are made before they are looked at. */
const TURNS = 100;

export class RunMover {
  readonly #migration: Migration;
  /** Ids of jobs that others have at the target; a run with one of them stays. */
  readonly #taken: Set<string>;
  moved = 0;
  jobs = 0;
  dead = 0;

  constructor(migration: Migration, taken: Set<string>) {
    this.#migration = migration;
    this.#taken = taken;
  }

  /** What another call has left: runs that are gone from the source go on; of the others what lies aside is forgotten. */
  async goOn(): Promise<void> {
    const { source, target } = this.#migration;
    const gone: string[] = [];
    for (const id of await target.runs.handover.laid()) {
      if ((await source.runs.stateOf(id)) === null) gone.push(id);
      else await target.runs.handover.drop([id]);
    }
    if (gone.length > 0) await this.#finish(gone);
  }

  /** Jobs that run are waited for; what is not still by then is put back. */
  async moveAll(): Promise<void> {
    const ends = systemClock.monotonic() + this.#migration.waitMs;
    for (;;) {
      const left = await this.#moveSome();
      if (left === 0 || systemClock.monotonic() >= ends) break;
      await pause(systemClock, AGAIN_MS);
    }
    await this.#putBack();
  }

  /** @returns how many are still to be moved */
  async #moveSome(): Promise<number> {
    const { source } = this.#migration;
    await takeBack(source);
    await settle(source);
    const runs = await allOf(runsIn(source));
    if (runs.length === 0) return 0;
    const jobs = await jobsOfRuns(source);
    let left = 0;
    for (const tree of treesOf(runs)) {
      const own = tree.flatMap(({ id }) => jobs.get(id) ?? []);
      if (await this.#isTaken(tree, own)) continue;
      if (!(await this.#move(tree, own))) left += 1;
    }
    return left;
  }

  async #isTaken(tree: readonly ListedRun[], jobs: readonly Found[]): Promise<boolean> {
    const { target } = this.#migration;
    for (const { id } of tree) if ((await target.runs.stateOf(id)) !== null) this.#taken.add(id);
    for (const { id, task } of jobs) {
      const there = await target.jobs.get(id);
      if (there !== null && there.task !== task) this.#taken.add(id);
    }
    return [...tree, ...jobs].some(({ id }) => this.#taken.has(id));
  }

  /** @returns false where something of it runs, or has changed meanwhile: it is to be looked at again */
  async #move(tree: readonly ListedRun[], jobs: readonly Found[]): Promise<boolean> {
    const { source, target } = this.#migration;
    const claimed = await this.#claim(jobs);
    const wholes = await Promise.all(tree.map(({ id }) => source.runs.handover.whole(id)));
    const all = wholes.filter((whole): whole is WholeRun => whole !== null);
    if (claimed === null || all.length < tree.length || !isStill(all, claimed)) return false;
    for (const whole of all) await target.runs.handover.lay(withoutRevision(whole));
    reach('migrate.stored');
    const ids = tree.map(({ id }) => id);
    if (!(await source.runs.handover.take(all))) {
      await target.runs.handover.drop(ids);
      return false;
    }
    reach('migrate.removed');
    await this.#finish(ids);
    return true;
  }

  /** @returns ids of the jobs that wait where nobody takes them; null where one runs */
  async #claim(jobs: readonly Found[]): Promise<ReadonlySet<string> | null> {
    const claimed = new Set<string>();
    const waiting = jobs.filter(({ state }) => WAITING.includes(state));
    for (const [queue, own] of byQueue(waiting)) for (const id of await this.#aside(queue, own)) claimed.add(id);
    reach('migrate.claimed');
    return jobs.some(({ state }) => state === 'running') || claimed.size < waiting.length ? null : claimed;
  }

  async #aside(queue: string, jobs: readonly Found[]): Promise<readonly string[]> {
    if (queue.startsWith(ON_THE_WAY)) return jobs.map(({ id }) => id);
    const ids: string[] = [];
    for (const batch of inBatches(jobs)) {
      const receipts = await this.#migration.source.jobs.move(batch, `${ON_THE_WAY}${queue}`);
      ids.push(...receipts.filter(({ status }) => status === 'done').map(({ id }) => id));
    }
    return ids;
  }

  /** Of runs that lie at the target, and are gone from the source. */
  async #finish(ids: readonly string[]): Promise<void> {
    const { source, target, onProgress } = this.#migration;
    const runs = new Set(ids);
    const jobs = [...(await jobsOfRuns(source))].flatMap(([run, own]) => (runs.has(run) ? own : []));
    for (const state of ['dead', 'waiting'] as const) {
      const states = state === 'dead' ? (['dead'] as const) : WAITING;
      for (const batch of inBatches(jobs.filter((job) => states.includes(job.state as never)))) {
        const whole = await wholeJobs(source, batch, states);
        await target.jobs.restore(whole);
        await source.jobs.remove(whole.map(({ id }) => id));
        if (state === 'dead') this.dead += whole.length;
      }
    }
    await target.runs.handover.arrive(ids);
    this.moved += ids.length;
    for await (const { id, run, queue } of idsIn(target, { states: WAITING })) {
      if (run === null || !runs.has(run) || !queue.startsWith(ON_THE_WAY)) continue;
      await target.jobs.move([id], queue.slice(ON_THE_WAY.length));
      this.jobs += 1;
    }
    await target.runs.advance(TURNS);
    onProgress(this.jobs + this.dead, this.jobs + this.dead);
  }

  /** Jobs of runs that stay. */
  async #putBack(): Promise<void> {
    const { source } = this.#migration;
    const jobs = [...(await jobsOfRuns(source)).values()].flat();
    for (const [queue, own] of byQueue(jobs.filter(({ state }) => WAITING.includes(state)))) {
      if (!queue.startsWith(ON_THE_WAY)) continue;
      for (const ids of inBatches(own)) await source.jobs.move(ids, queue.slice(ON_THE_WAY.length));
    }
  }
}

/** What is under way between jobs and runs comes to its end, also where no process works. */
async function settle({ keeping, runs }: Engine): Promise<void> {
  while ((await keeping.deliver(TURNS)).more);
  while ((await runs.advance(TURNS)).more);
  await keeping.deliver(TURNS);
}

/** Those that are under way or failed, and all that are steps of them. */
function runsIn({ runs }: Engine): AsyncIterable<ListedRun> {
  return throughPages(
    (cursor) => runs.list({}, PAGE, cursor),
    (page) => page.runs.filter(({ state, parent }) => parent !== null || state === 'running' || state === 'failed'),
  );
}

/** Each with all that stand below it, those above first. */
function treesOf(runs: readonly ListedRun[]): readonly (readonly ListedRun[])[] {
  const known = new Set(runs.map(({ id }) => id));
  const below = new Map<string, ListedRun[]>();
  const roots: ListedRun[] = [];
  for (const run of [...runs].reverse()) {
    const above = run.parent?.run;
    if (above !== undefined && known.has(above)) below.set(above, [...(below.get(above) ?? []), run]);
    else if (run.state === 'running' || run.state === 'failed') roots.push(run);
  }
  const treeOf = (run: ListedRun): readonly ListedRun[] => [run, ...(below.get(run.id) ?? []).flatMap(treeOf)];
  return roots.map(treeOf);
}

/** By the id of the run: those that wait, run or are dead. */
async function jobsOfRuns(source: Engine): Promise<ReadonlyMap<string, readonly Found[]>> {
  const found = new Map<string, Found[]>();
  for await (const job of idsIn(source, { states: [...WAITING, 'running', 'dead'] })) {
    if (job.run === null) continue;
    const own = found.get(job.run);
    if (own === undefined) found.set(job.run, [job]);
    else own.push(job);
  }
  return found;
}

function byQueue(jobs: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  const queues = new Map<string, Found[]>();
  for (const job of jobs) queues.set(job.queue, [...(queues.get(job.queue) ?? []), job]);
  return queues;
}

/** Whether all that is under way waits, so that nothing can come to any of them but a signal, a time or a person. */
function isStill(runs: readonly WholeRun[], claimed: ReadonlySet<string>): boolean {
  const states = new Map(runs.map(({ run }) => [run.id, run.state]));
  return runs.every(({ run, ends }) =>
    itemsUnderWay(run, ends).every((id) => claimed.has(id) || states.get(id) === 'running'),
  );
}

function itemsUnderWay(run: Run, ends: WholeRun['ends']): readonly string[] {
  if (run.state !== 'running') return [];
  return run.steps.flatMap((progress, step) => {
    if (isOver(progress) || run.plan.steps[step]?.work.kind === 'wait') return [];
    const over = new Set(ends.find((one) => one.step === step)?.ends.map(([index]) => index));
    const indices = Array.from({ length: progress.begun }, (_none, index) => index).filter((index) => !over.has(index));
    return [...itemsById(run, step, indices).keys()];
  });
}

/** Revisions of the manifest are counted by each store for itself. */
function withoutRevision(whole: WholeRun): WholeRun {
  return { ...whole, run: { ...whole.run, manifestRevision: null } };
}
