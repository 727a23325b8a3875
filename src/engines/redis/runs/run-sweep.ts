/** What is done to the jobs of a run one by one, while the run says so: all of it may be done again. */
import {
  begunAgain,
  itemsById,
  type ItemEnd,
  type ItemRef,
  type Job,
  type NewJob,
  type NewRun,
  readsOfStep,
  type Results,
  type Run,
  strangerEnd,
} from '../../../core/index.ts';
import { type Ended, NO_CHANGE } from './run-change.ts';
import { range, type RunStore } from './run-store.ts';
import type { ReadRun } from './run-texts.ts';

type Receipts = readonly { readonly id: string; readonly status: string }[];

/** The verbs by which items are changed. */
export interface ItemVerbs {
  readonly cancelJobs: (ids: readonly string[], reason: string) => Promise<Receipts>;
  readonly retryJobs: (ids: readonly string[]) => Promise<Receipts>;
  readonly enqueue: (jobs: readonly NewJob[]) => Promise<unknown>;
  readonly cancelRuns: (ids: readonly string[], reason: string) => Promise<Receipts>;
  readonly resumeRun: (id: string) => Promise<Receipts[number]>;
  readonly readJob: (id: string) => Promise<Job | null>;
  readonly startRuns: (runs: readonly NewRun[]) => Promise<unknown>;
}

/** Items that one call is about. */
const SLICE = 500;
const GONE: ItemEnd = { state: 'cancelled', error: null };

export class RunSweep {
  readonly #runs: RunStore;
  readonly #verbs: ItemVerbs;

  constructor(runs: RunStore, verbs: ItemVerbs) {
    this.#runs = runs;
    this.#verbs = verbs;
  }

  readonly sweep = async (read: ReadRun): Promise<void> => {
    const { sweep, run } = read;
    if (sweep === null) return;
    for (const [step, progress] of run.steps.entries()) {
      if (progress.state !== 'running' || run.plan.steps[step]?.work.kind === 'wait') continue;
      for (let from = 0; from < progress.begun; from += SLICE) {
        const slice = range(from, Math.min(progress.begun, from + SLICE));
        await (sweep === 'cancel' ? this.#cancel(read, step, slice) : this.#retry(read, step, slice));
      }
    }
    await this.#swept(run.id, sweep);
  };

  async #cancel({ run, now }: ReadRun, step: number, slice: readonly number[]): Promise<void> {
    const ends = await this.#runs.ends(run.id, step, slice);
    const refs = itemsById(
      run,
      step,
      slice.filter((_index, at) => (ends[at] ?? null) === null),
    );
    const ids = [...refs.keys()];
    if (ids.length === 0) return;
    const reason = run.cancelled ?? 'its run was cancelled';
    const { cancelJobs, cancelRuns } = this.#verbs;
    const receipts = await (isTask(run, step) ? cancelJobs(ids, reason) : cancelRuns(ids, reason));
    const lost = unknownOf(receipts, refs);
    await this.#end(
      { now },
      lost.map((item) => ({ item, end: GONE })),
    );
  }

  async #end({ now }: Pick<ReadRun, 'now'>, ends: readonly Pick<Ended, 'item' | 'end'>[]): Promise<void> {
    const ordinal = String(now * 1000);
    if (ends.length > 0) await this.#runs.note(ends.map((one) => ({ ...one, ordinal })));
  }

  /** Items whose id something else has: it leads to no run, or to another place. */
  async #strangersOf(refs: ReadonlyMap<string, ItemRef>, areJobs: boolean): Promise<ReadonlyMap<string, ItemRef>> {
    const all = await Promise.all(
      [...refs].map(async ([id, ref]): Promise<[string, ItemRef][]> => {
        const isStranger = areJobs ? isOther(await this.#verbs.readJob(id), ref) : await this.#isOtherRun(id, ref);
        return isStranger ? [[id, ref]] : [];
      }),
    );
    return new Map(all.flat());
  }

  async #isOtherRun(id: string, { run, step, index }: ItemRef): Promise<boolean> {
    const read = await this.#runs.read(id);
    if (read === null) return false;
    const { parent } = read.run;
    return parent?.run !== run || parent.step !== step || parent.index !== index;
  }

  async #retry(read: ReadRun, step: number, slice: readonly number[]): Promise<void> {
    const { run } = read;
    const refs = itemsById(run, step, await this.#runs.retrying(run.id, step, slice));
    const strangers = await this.#strangersOf(refs, isTask(run, step));
    const kind = isTask(run, step) ? 'job' : 'run';
    await this.#end(
      read,
      [...strangers].map(([id, item]) => ({ item, end: strangerEnd(kind, id) })),
    );
    const ids = [...refs.keys()].filter((id) => !strangers.has(id));
    if (ids.length === 0) return;
    const { retryJobs, resumeRun } = this.#verbs;
    const receipts = await (isTask(run, step) ? retryJobs(ids) : Promise.all(ids.map((id) => resumeRun(id))));
    const lost = unknownOf(receipts, refs);
    if (lost.length > 0) await this.#beginAgain(read, step, lost);
  }

  /** Their jobs are gone. */
  async #beginAgain(read: ReadRun, step: number, refs: readonly ItemRef[]): Promise<void> {
    const { run } = read;
    const reads = [...readsOfStep(run.plan, step)];
    const results: Results = new Map(
      await Promise.all(reads.map(async (number) => [number, await this.#runs.result(run, number)] as const)),
    );
    const many = run.plan.steps[step]?.forEach !== null;
    for (const ref of refs) {
      const item = many ? await this.#runs.item(run.id, step, ref.index) : null;
      const begun = begunAgain(run, ref, results, item);
      if (!('kind' in begun)) await this.#end(read, [{ item: ref, end: begun }]);
      else await (begun.kind === 'job' ? this.#verbs.enqueue([begun.job]) : this.#verbs.startRuns([begun.run]));
    }
  }

  async #swept(id: string, sweep: ReadRun['sweep']): Promise<void> {
    for (;;) {
      const read = await this.#runs.read(id);
      if (read?.sweep !== sweep) return;
      if ((await this.#runs.change(read, { ...NO_CHANGE, fields: { sweep: null } })) !== undefined) return;
    }
  }
}

function isOther(job: Job | null, { run, index }: ItemRef): boolean {
  return job !== null && (job.workflow?.run !== run || job.workflow.index !== index);
}

function isTask({ plan }: Run, step: number): boolean {
  return plan.steps[step]?.work.kind === 'task';
}

function unknownOf(receipts: Receipts, refs: ReadonlyMap<string, ItemRef>): readonly ItemRef[] {
  return receipts.flatMap(({ id, status }) => {
    const ref = status === 'unknown' ? refs.get(id) : undefined;
    return ref === undefined ? [] : [ref];
  });
}
