/** A run in memory: what core/workflow makes of it, one event after the other. The engines are to do the same. */
import {
  advance,
  counted,
  healed,
  type ItemEnd,
  itemId,
  type ItemRef,
  type NewJob,
  type NewRun,
  type Plan,
  type PlanStep,
  progressOf,
  type Reopened,
  resumed,
  rerun,
  type Run,
  type StepJob,
  stepOf,
  type StepProgress,
  UNTOUCHED,
  wanted,
} from '../../src/core/index.ts';
import type { Json } from '../../src/foundation/index.ts';
import { newJob } from './new-job.ts';

/** A step of a plan, with what is usual. */
export function step(name: string, about: Partial<Omit<PlanStep, 'name'>> = {}): PlanStep {
  const payload: Json = about.forEach === undefined || about.forEach === null ? '${input}' : '${item}';
  return {
    ...{ name, place: `workflows.w.steps.${name}`, needs: [], results: null, when: 'success', forEach: null },
    ...{ concurrency: null, chunk: null, onFailure: 'fail' },
    work: task(name, payload),
    ...about,
  };
}

export function task(name: string, payload: Json): PlanStep['work'] {
  const job: StepJob = newJob({ task: name, maxAttempts: 1 });
  return { kind: 'task', payload, maxBytes: 1024 * 1024, keyed: [], job };
}

export function plan(steps: readonly PlanStep[], output: Json = null): Plan {
  return { steps, output, consequences: [] };
}

export function newRun(graph: Plan, about: Partial<NewRun> = {}): NewRun {
  const origin = { tags: [], headers: {}, traceparent: null, tracestate: null, manifestRevision: null };
  return {
    ...{ id: 'r', workflow: 'w', input: null, parent: null, parentId: null, schedule: null },
    ...origin,
    plan: graph,
    ...about,
  };
}

export class RunModel {
  run: Run;
  now = 1_000;
  /** All that were begun, in order. */
  readonly jobs: NewJob[] = [];
  readonly children: NewRun[] = [];
  readonly ends = new Map<string, ItemEnd>();
  readonly signals = new Map<string, Json>();
  turns = 0;
  dueAt: number | null = null;
  readonly #lists = new Map<number, readonly Json[]>();

  constructor(begun: NewRun) {
    const steps = begun.plan.steps.map(() => UNTOUCHED);
    const rest = { finishedAt: null, result: null, error: null, cancelled: null };
    this.run = { ...begun, state: 'running', steps, createdAt: this.now, ...rest };
    this.turn();
  }

  get steps(): Readonly<Record<string, StepProgress>> {
    return Object.fromEntries(this.run.plan.steps.map(({ name }, number) => [name, progressOf(this.run, number)]));
  }

  get states(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.steps).map(([name, { state }]) => [name, state]));
  }

  /** Tasks and payloads of what was begun since the last call. */
  taken(): readonly [string, Json][] {
    return this.jobs.splice(0).map(({ task: name, payload }) => [name, payload]);
  }

  complete(id: string, result: Json = null): void {
    this.end(id, { state: 'completed', result });
  }

  fail(id: string, message = 'broke'): void {
    this.end(id, { state: 'failed', error: { name: 'Error', message, code: null, stack: null } });
  }

  end(id: string, end: ItemEnd): void {
    const ref = this.#refs.get(id);
    if (ref === undefined) throw new Error(`no item ${id}`);
    const before = this.ends.get(id);
    const progress = progressOf(this.run, ref.step);
    if (progress.round !== ref.round || before?.state === 'completed') return;
    this.ends.set(id, end);
    if (before === undefined) this.#set(ref.step, counted(progress, end));
    else this.#reopen(healed(this.run, ref.step, before.state, end));
    this.turn();
  }

  signal(name: string, payload: Json = null): void {
    if (!this.signals.has(name)) this.signals.set(name, payload);
    this.turn();
  }

  cancel(reason: string): void {
    this.run = { ...this.run, cancelled: this.run.cancelled ?? reason };
    this.turn();
  }

  pass(ms: number): void {
    this.now += ms;
    this.turn();
  }

  /** @returns ids of the items to be retried */
  resume(): readonly string[] {
    return this.#reopen(resumed(this.run));
  }

  rerun(...from: readonly number[]): void {
    this.#reopen(rerun(this.run, from));
  }

  #reopen({ steps, retried, signals }: Reopened): readonly string[] {
    for (const name of signals) this.signals.delete(name);
    const ids = [...this.#refs].flatMap(([id, ref]) => {
      const open = retried.includes(ref.step) && this.ends.get(id)?.state !== 'completed' && this.ends.has(id);
      return open && this.run.steps[ref.step]?.round === ref.round ? [id] : [];
    });
    for (const id of ids) this.ends.delete(id);
    for (const [number, progress] of steps) this.#set(number, progress);
    this.run = { ...this.run, state: 'running', finishedAt: null, result: null, error: null, cancelled: null };
    this.turn();
    return ids;
  }

  readonly #refs = new Map<string, ItemRef>();

  turn(): void {
    for (;;) {
      const { results, signals, items } = wanted(this.run, this.now);
      const found = {
        results: new Map(results.map((number) => [number, this.resultOf(number)])),
        signals: new Map(
          signals.flatMap((name) => (this.signals.has(name) ? [[name, this.signals.get(name) as Json]] : [])),
        ),
        items: new Map(
          items.map(({ step: number, from, count }) => [
            number,
            (this.#lists.get(number) ?? []).slice(from, from + count),
          ]),
        ),
      };
      const turn = advance(this.run, found, this.now);
      this.turns += 1;
      for (const [number, list] of turn.lists) this.#lists.set(number, list);
      for (const { step: number, end } of turn.ends) this.ends.set(itemId(this.run, this.#ref(number, 0)), end);
      for (const begun of turn.begun) this.#begin(begun);
      for (const [number, progress] of turn.steps) this.#set(number, progress);
      this.dueAt = turn.dueAt;
      if (turn.end !== null) this.run = { ...this.run, ...turn.end, finishedAt: this.now };
      if (!turn.more) return;
    }
  }

  #begin(begun: ReturnType<typeof advance>['begun'][number]): void {
    const { id } = begun.kind === 'job' ? begun.job : begun.run;
    if (this.#refs.has(id)) throw new Error(`${id} was begun twice`);
    if (begun.kind === 'run') {
      this.children.push(begun.run);
      this.#refs.set(id, begun.run.parent!);
      return;
    }
    this.jobs.push(begun.job);
    const effect = begun.job.consequences.at(-1)?.effect;
    if (effect?.kind !== 'advance') throw new Error('nothing leads back to the run');
    this.#refs.set(id, effect.item);
  }

  #ref(number: number, index: number): ItemRef {
    return { run: this.run.id, step: number, index, round: this.run.steps[number]?.round ?? 0 };
  }

  #set(number: number, progress: StepProgress): void {
    const steps = [...this.run.steps];
    steps[number] = progress;
    this.run = { ...this.run, steps };
  }

  resultOf(number: number): Json {
    const { forEach } = stepOf(this.run.plan, number);
    const { total } = progressOf(this.run, number);
    const list = Array.from({ length: total }, (_none, index): Json => {
      const end = this.ends.get(itemId(this.run, this.#ref(number, index)));
      return end?.state === 'completed' ? end.result : null;
    });
    return forEach === null ? (list[0] ?? null) : list;
  }
}
