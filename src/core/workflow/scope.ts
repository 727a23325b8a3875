/** What the templates of a plan read, and what they give. */
import type { Json } from '../../foundation/index.ts';
import { conditionPaths, holdsWhere, readCondition } from '../conditions.ts';
import { fillTemplate, lookUp, templatePaths } from '../templates.ts';
import type { Gathered, Plan, PlanStep, When } from './plan.ts';
import { type Run, stepOf } from './run.ts';

/**
 * First steps that paths of a plan may begin with. `results` is the result of the one step that is needed, or the list of the results of
 * those that are; `item` and `index` are those of a forEach.
 */
export const PLAN_ROOTS = ['input', 'steps', 'run', 'item', 'index', 'results'] as const;

/** The same for the condition of a step. */
export const WHEN_ROOTS = ['input', 'steps', 'run', 'results'] as const;

/** Characters of JSON that the results of one step may have together, to be read as one value; and those of the output of a run. */
export const READ_MAX = 64 * 1024 * 1024;

/** Stands for results that are larger, and are not read. */
export const TOO_MUCH = Symbol('too much');

/** Result of a step by its number: of a forEach the list of all, null for those that have none. */
export type Results = ReadonlyMap<number, Json | typeof TOO_MUCH>;

/** An item of a forEach. */
export interface At {
  readonly item: Json;
  readonly index: number;
}

/** A path of a template that leads nowhere. */
export class Missing extends Error {
  constructor(path: readonly string[]) {
    super(`\${${path.join('.')}} finds nothing`);
  }
}

/** What one step of a run, or its end, fills its templates in with. */
export class Scope {
  readonly #scope: Readonly<Record<(typeof WHEN_ROOTS)[number], unknown>>;

  /** @param step null: the output of the run @throws RangeError where what it reads is too much */
  constructor(run: Run, step: PlanStep | null, results: Results) {
    const { id, workflow, input, plan } = run;
    const read = readable(results, plan, step);
    const steps = Object.fromEntries(
      [...namedIn(plan, step)].map((number) => [stepOf(plan, number).name, aboutStep(run, number, read)] as const),
    );
    this.#scope = { input, run: { id, workflow }, steps, results: step && gathered(gatheredBy(step), read) };
  }

  /** @throws Missing where the path of a template leads nowhere and nothing stands in for it */
  holds(when: Extract<When, object>): boolean {
    if ('condition' in when) return holdsWhere(when.condition, this.#scope as Readonly<Record<string, Json>>);
    const value = this.fill(when.template);
    return value !== null && value !== false && value !== 0 && value !== '' && value !== 'false';
  }

  /** @throws Missing where a path leads nowhere and nothing stands in for it */
  fill(template: Json, at?: At): Json {
    const scope = at === undefined ? this.#scope : { ...this.#scope, ...at };
    for (const path of pathsOf(template)) if (lookUp(path, scope) === undefined) throw new Missing(path.steps);
    return fillTemplate(template, scope);
  }

  /** Where paths that lead nowhere are null. */
  fillLeniently(template: Json): Json {
    return fillTemplate(template, this.#scope);
  }
}

type Read = ReadonlyMap<number, Json>;

function readable(results: Results, plan: Plan, step: PlanStep | null): Read {
  const own = readsOf(plan, step);
  return new Map(
    [...results].flatMap(([number, value]): [number, Json][] => {
      if (value !== TOO_MUCH) return [[number, value]];
      if (!own.has(number)) return [];
      const { name } = stepOf(plan, number);
      const said = `the results of ${name} have more than ${READ_MAX >> 20} MiB together`;
      throw new RangeError(`${said}; hand on \`\${steps.${name}.ref}\` and read them in pages`);
    }),
  );
}

function gatheredBy({ results, needs }: PlanStep): Gathered {
  const [only] = needs;
  return results ?? (needs.length === 1 && only !== undefined ? only : needs);
}

function gathered(by: Gathered, results: Read): Json {
  return typeof by === 'number' ? (results.get(by) ?? null) : by.map((one) => gathered(one, results));
}

function aboutStep({ id, plan, steps }: Run, number: number, results: Read): unknown {
  const progress = steps[number];
  const { name, forEach } = stepOf(plan, number);
  if (progress === undefined) return {};
  const { state, total, completed, failed, error } = progress;
  const told = error && { name: error.name, message: error.message, code: error.code };
  const ref = { run: id, step: name, count: total };
  const result = results.get(number);
  if (result === undefined) return { state, total, completed, failed, error: told, ref };
  return {
    state,
    total,
    completed,
    failed,
    error: told,
    ref,
    result,
    ...(forEach === null ? {} : { results: result }),
  };
}

/** Plans do not change, and the same templates are filled in for each of a hundred thousand items. */
const known = new WeakMap<object, ReturnType<typeof templatePaths>>();

function pathsOf(template: Json): ReturnType<typeof templatePaths> {
  if (typeof template !== 'object' || template === null) return templatePaths(template);
  const found = known.get(template) ?? templatePaths(template);
  known.set(template, found);
  return found;
}

/**
 * Numbers of the steps whose results templates read.
 * @param step null: the output of the run
 */
export function readsOf(plan: Plan, step: PlanStep | null): ReadonlySet<number> {
  return readingOf(plan, step).results;
}

/** The same, once its list stands: of each of its items is filled in only what it is given. Of ten thousand items each end makes a turn. */
export function readsOfItems(plan: Plan, step: PlanStep): ReadonlySet<number> {
  return readingOf(plan, step).ofItems;
}

/** The same by the number of the step. */
export function readsOfStep(plan: Plan, number: number): ReadonlySet<number> {
  const step = plan.steps[number];
  return step === undefined ? new Set() : readsOf(plan, step);
}

/** Numbers of the steps that templates name. */
function namedIn(plan: Plan, step: PlanStep | null): ReadonlySet<number> {
  return readingOf(plan, step).named;
}

/** What the templates of a step read of others. */
interface Reading {
  readonly results: ReadonlySet<number>;
  readonly named: ReadonlySet<number>;
  /** Of `results` those that an item reads. */
  readonly ofItems: ReadonlySet<number>;
}

const readings = new WeakMap<object, Reading>();
const RESULTS: ReadonlySet<string | undefined> = new Set(['result', 'results']);

function readingOf(plan: Plan, step: PlanStep | null): Reading {
  const owner = step ?? plan;
  const found = readings.get(owner) ?? findReading(plan, step);
  readings.set(owner, found);
  return found;
}

function findReading(plan: Plan, step: PlanStep | null): Reading {
  const numbers = new Map(plan.steps.map(({ name }, number) => [name, number]));
  const needs = step?.needs ?? [];
  const paths = step === null ? pathsOfTemplate(plan.output) : pathsOfStep(step);
  const read = resultsIn(paths, numbers, needs);
  const named = paths.flatMap(([root, name]) => (root === 'steps' ? meantBy(name, numbers) : []));
  const ofItems = step === null ? read : resultsIn(pathsOfTemplate(workTemplate(step.work)), numbers, needs);
  return { results: read, named: new Set(named), ofItems };
}

function resultsIn(
  paths: readonly (readonly string[])[],
  numbers: ReadonlyMap<string, number>,
  needs: readonly number[],
): ReadonlySet<number> {
  const read = new Set(paths.some(([root]) => root === 'results') ? needs : []);
  for (const [root, name, part] of paths) {
    if (root !== 'steps' || (part !== undefined && !RESULTS.has(part))) continue;
    for (const one of meantBy(name, numbers)) read.add(one);
  }
  return read;
}

/** A path that ends at all steps names each of them. */
function meantBy(name: string | undefined, numbers: ReadonlyMap<string, number>): readonly number[] {
  if (name === undefined) return [...numbers.values()];
  const number = numbers.get(name);
  return number === undefined ? [] : [number];
}

/** All paths that the step reads. */
function pathsOfStep({ when, forEach, work }: PlanStep): readonly (readonly string[])[] {
  const templates = [
    forEach,
    workTemplate(work),
    typeof when === 'object' && 'template' in when ? when.template : null,
  ];
  const paths = templates.flatMap(pathsOfTemplate);
  return typeof when === 'object' && 'condition' in when ? [...paths, ...pathsOfCondition(when.condition)] : paths;
}

function pathsOfTemplate(template: Json): readonly (readonly string[])[] {
  return pathsOf(template).map(({ steps }) => steps);
}

function pathsOfCondition(text: string): readonly (readonly string[])[] {
  const read = readCondition(text, WHEN_ROOTS);
  return read.ok ? conditionPaths(read.condition) : [];
}

function workTemplate(work: PlanStep['work']): Json {
  if (work.kind === 'task') return work.payload;
  return work.kind === 'workflow' ? work.input : work.wait.until;
}
