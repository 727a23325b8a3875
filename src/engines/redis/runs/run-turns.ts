/**
 * How runs go on. The end of an item is noted by the script that stores it, on a Cluster by the delivery of what follows from its job (lua/_notes.lua), which
 * marks the run as due where something comes of it; a turn is read, decided by core/workflow, and stored by one script unless another one was meanwhile, with
 * the jobs that begin; on a Cluster they are in the outbox of no queue then. So whoever dies has left a run that is due, or an entry.
 */
import {
  advance,
  behindOf,
  type Consequence,
  type EnqueueEffect,
  healed,
  idTakenError,
  type ItemEnd,
  itemEndOf,
  type Job,
  type NewJob,
  type NewRun,
  type Run,
  type Turn,
  TURN_ITEMS,
  wanted,
} from '../../../core/index.ts';
import { outside, reach } from '../../../foundation/index.ts';
import { Portion } from '../../../engine/index.ts';
import type { NotedEnd } from '../outbox/noted-ends.ts';
import type { EndedEffect } from '../outbox/outbox-entries.ts';
import { type Ended, NO_CHANGE, type Posted } from './run-change.ts';
import { changeOf, reopening } from './turn-change.ts';
import type { TurnAhead } from './turn-ahead.ts';
import type { RunStore } from './run-store.ts';
import { type ReadRun, stateOfLetter, valueText } from './run-texts.ts';
import type { ScriptReply } from '../scripts.ts';
import type { Inserted } from '../targets.ts';

/** What turns need of others. */
export interface Around {
  /** A job as it is stored; null where it is gone. */
  readonly readJob: (id: string) => Promise<Job | null>;
  /** Jobs as they are stored, by id, wherever they are; those that are gone are left out. @param source where they most likely are */
  readonly readJobs: (source: string, ids: readonly string[]) => Promise<ReadonlyMap<string, Job>>;
  /** Jobs as the script of a turn stores them; null: they go the way of the outbox. */
  readonly inserted: (jobs: readonly NewJob[]) => Promise<Inserted | null>;
  /** Has the store know such queues, as it is where jobs are enqueued. */
  readonly register: (queues: readonly string[]) => Promise<void>;
  /** Delivers an entry of the outbox of no queue. Rejects when it could not be: it stays there. */
  readonly deliver: (posted: NonNullable<Posted['entry']>, consequences: readonly Consequence[]) => Promise<void>;
  /** The end of it is stored. */
  readonly ended: (run: Run) => void;
  /** What a turn made of its steps is stored. */
  readonly turned: (run: Run, changed: Turn['steps']) => void;
  /** What is being done to the jobs of the run. @returns when that is all */
  readonly sweep: (read: ReadRun) => Promise<void>;
}

/** Ends that are noted in one step. */
const SLICE = 200;

export class RunTurns {
  readonly #runs: RunStore;
  readonly #around: Around;
  readonly #portion = new Portion();
  /** By run: the passes that are under way here, and whether another is asked for. */
  readonly #going = new Map<string, Pass>();

  constructor(runs: RunStore, around: Around) {
    this.#runs = runs;
    this.#around = around;
  }

  /** Items have ended. Done again it does nothing. @param source where their jobs are */
  async advance(source: string, ends: readonly EndedEffect[]): Promise<void> {
    for (let from = 0; from < ends.length;) {
      const slice = ends.slice(from, from + this.#portion.of(SLICE));
      from += slice.length;
      const ids = slice.flatMap(({ effect, state }) => (effect.of === 'job' && state !== null ? [effect.id] : []));
      const jobs = await this.#around.readJobs(source, ids);
      const known = await Promise.all(
        slice.map(async (one): Promise<Ended[]> => {
          const { effect, state, ordinal } = one;
          const job = jobs.get(effect.id) ?? null;
          const end = effect.of === 'run' ? await this.#endOfRun(effect.id) : state && itemEndOf(state, job);
          return end === null ? [] : [{ item: effect.item, end, ordinal }];
        }),
      );
      await this.#noteAll(known.flat());
      this.#portion.took(
        slice.length,
        known.flat().reduce((sum, { end }) => sum + valueText(end).length, 0),
      );
    }
  }

  /** Items have ended, and are counted. @param ahead turns that were decided before: what the script has stored of them is told */
  noted(ends: readonly NotedEnd[], ahead: readonly TurnAhead[]): void {
    reach('run.noted');
    const decided = new Map(ahead.map((one) => [one.read.run.id, one] as const));
    outside(() => {
      for (const end of ends) {
        const { run } = end.item;
        const turned = decided.get(run);
        if (turned !== undefined && end.turned !== null) {
          void this.#goOn(turned, end.turned).catch(ignored);
        } else {
          this.#runs.noted(end);
          this.soon(run);
        }
      }
    });
  }

  /** @param reply of lua/_turn.lua */
  async #goOn(ahead: TurnAhead, reply: ScriptReply): Promise<void> {
    const { read, turn } = ahead;
    const posted = this.#runs.changed(read, turn, reply);
    if (posted === undefined || (await this.#stored(ahead, posted)).more) this.soon(read.run.id);
  }

  async #endOfRun(id: string): Promise<ItemEnd | null> {
    const read = await this.#runs.read(id);
    if (read === null) return { state: 'cancelled', error: null };
    const { state, result, error } = read.run;
    if (state === 'running') return null;
    return state === 'completed' ? { state, result } : { state, error };
  }

  async begin(run: NewRun): Promise<void> {
    await this.#runs.enter(run);
    this.soon(run.id);
  }

  async #noteAll(ends: readonly Ended[]): Promise<void> {
    if (ends.length === 0) return;
    const replies = await this.#runs.note(ends);
    reach('run.noted');
    const due = new Set<string>();
    for (const [at, ended] of ends.entries()) {
      const [news, letter = ''] = replies[at] ?? [];
      if (news === 'heal') await this.#heal(ended, stateOfLetter(letter));
      if (news === 'go' || news === 'heal') due.add(ended.item.run);
    }
    // The runs are marked as due: nobody has to wait for their turns here.
    for (const id of due) this.soon(id);
  }

  /** @returns false for a job that is no item of a run */
  async refused({ consequences }: EnqueueEffect['job'], message: string, number: string): Promise<boolean> {
    const effect = consequences.at(-1)?.effect;
    if (effect?.kind !== 'advance') return false;
    const error = idTakenError('job', message);
    await this.#noteAll([{ item: effect.item, end: { state: 'failed', error }, ordinal: number }]);
    return true;
  }

  async #heal({ item, end, ordinal }: Ended, before: 'failed' | 'cancelled'): Promise<void> {
    const { run: id, step, index, round } = item;
    for (;;) {
      const read = await this.#runs.read(id);
      const progress = read?.run.steps[step];
      if (read === null || progress?.round !== round) return;
      const { steps } = healed(read.run, step, before, end);
      const change = { ...reopening(read.run, steps), ends: [{ step, index, end, ordinal }] };
      if ((await this.#runs.change(read, change)) !== undefined) return;
    }
  }

  /** It has something to do, which need not be waited for. */
  soon(id: string): void {
    outside(() => setImmediate(() => void this.pass(id).catch(ignored)));
  }

  /** Resolves when all turns are done that were due when it was called, or others go on with them. */
  pass(id: string): Promise<void> {
    const going = this.#going.get(id);
    if (going === undefined) {
      const pass: Pass = { now: Promise.resolve(), next: null };
      this.#going.set(id, pass);
      pass.now = this.#passes(id, pass);
      return pass.now;
    }
    going.next ??= going.now.then(
      () => this.pass(id),
      () => this.pass(id),
    );
    return going.next;
  }

  async #passes(id: string, pass: Pass): Promise<void> {
    try {
      await this.#turns(id);
    } finally {
      if (this.#going.get(id) === pass) this.#going.delete(id);
    }
  }

  async #turns(id: string): Promise<void> {
    for (let begun = 0; begun < TURN_ITEMS;) {
      const read = await this.#runs.atHand(id);
      if (read === null) return;
      const isOver = read.run.state !== 'running';
      const done = isOver ? await this.#leave(read) : await this.#turn(read);
      if (!done.more) return;
      begun += done.begun;
    }
    this.soon(id);
  }

  /** It is due no more. */
  async #leave(read: ReadRun): Promise<Turned> {
    const posted = await this.#runs.change(read, { ...NO_CHANGE, dueAt: null });
    return { more: posted?.isLast !== true, begun: 0 };
  }

  async #turn(read: ReadRun): Promise<Turned> {
    const decided = advance(read.run, await this.#runs.found(read, wanted(read.run, read.now)), read.now);
    const turn = { ...decided, begun: await this.#afterOthers(read.run, decided) };
    const jobs = turn.begun.flatMap((one) => (one.kind === 'job' ? [one.job] : []));
    const change = changeOf(read, turn, jobs.length === 0 ? null : await this.#around.inserted(jobs));
    const posted = await this.#runs.change(read, change, turn);
    if (posted === undefined) return { more: true, begun: 0 };
    return this.#stored({ read, turn, change }, posted);
  }

  /** A turn is stored. */
  async #stored({ read, turn, change }: Omit<TurnAhead, 'args'>, posted: Posted): Promise<Turned> {
    this.#around.turned(read.run, turn.steps);
    if (turn.end !== null) this.#around.ended({ ...read.run, ...turn.end, finishedAt: read.now });
    reach('run.turned');
    // After it is told: whoever is quick has ended the jobs by then.
    if (posted.isFresh) await this.#around.register(change.inserted?.queues ?? []);
    for (const child of change.runs) this.soon(child.id);
    if (posted.entry !== null) await this.#around.deliver(posted.entry, change.consequences);
    reach('run.begun');
    if (read.sweep !== null) await this.#around.sweep(read);
    return { more: read.sweep !== null || turn.more || !posted.isLast, begun: turn.begun.length };
  }

  /** With what they come after, where the run is traced. */
  async #afterOthers(run: Run, turn: Turn): Promise<Turn['begun']> {
    const behind = behindOf(run, turn);
    if (behind === null) return turn.begun;
    for (let ids = behind.runs; ids.length > 0; ids = behind.runs) {
      const stored = await Promise.all(ids.map((id) => this.#runs.read(id)));
      behind.read(new Map(stored.flatMap((one) => (one === null ? [] : [[one.run.id, one.run]]))));
    }
    const read = await Promise.all(behind.jobs.map((id) => this.#around.readJob(id)));
    const attempts = new Map(read.flatMap((job) => (job === null ? [] : [[job.id, job.attempts]])));
    return behind.of(turn.begun, attempts, run);
  }
}

interface Turned {
  readonly more: boolean;
  readonly begun: number;
}

interface Pass {
  now: Promise<void>;
  next: Promise<void> | null;
}

/** The store is away, or closed: the run is due, and whoever comes goes on. */
function ignored(): void {
  // Nothing is lost, and nobody waits.
}
