/** What the templates of a plan read, and what they give. */
import type { Json, JsonObject } from '../../foundation/index.ts';
import { conditionPaths, holdsWhere, readCondition } from '../asking/conditions.ts';
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
  readonly #run: Run;
  readonly #step: PlanStep | null;
  readonly #read: Read;
  #found: Readonly<Record<(typeof WHEN_ROOTS)[number], unknown>> | null = null;

  /** @param step null: the output of the run @throws RangeError where what it reads is too much */
  constructor(run: Run, step: PlanStep | null, results: Results) {
    this.#run = run;
    this.#step = step;
    this.#read = readable(results, run.plan, step);
  }

  /** Gathered when it is asked for: most steps of a chain are given what stands in the plan. */
  get #scope(): Readonly<Record<(typeof WHEN_ROOTS)[number], unknown>> {
    if (this.#found !== null) return this.#found;
    const { id, workflow, input, plan } = this.#run;
    const named = namedIn(plan, this.#step);
    const steps = named.size === 0 ? NO_STEPS : stepsNamed(this.#run, named, this.#read);
    const results = this.#step && gathered(gatheredBy(this.#step), this.#read);
    this.#found = { input, run: { id, workflow }, steps, results };
    return this.#found;
  }

  /** @throws Missing where the path of a template leads nowhere and nothing stands in for it */
  holds(when: Extract<When, object>): boolean {
    if ('condition' in when) return holdsWhere(when.condition, this.#scope as Readonly<Record<string, Json>>);
    const value = this.fill(when.template);
    return value !== null && value !== false && value !== 0 && value !== '' && value !== 'false';
  }

  /** @throws Missing where a path leads nowhere and nothing stands in for it */
  fill(template: Json, at?: At): Json {
    if (isConstant(template)) return template;
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

const NO_STEPS = {};
const NOTHING_READ: Read = new Map();

function stepsNamed(run: Run, named: ReadonlySet<number>, read: Read): Readonly<Record<string, unknown>> {
  const { plan } = run;
  return Object.fromEntries([...named].map((one) => [stepOf(plan, one).name, aboutStep(run, one, read)] as const));
}

function readable(results: Results, plan: Plan, step: PlanStep | null): Read {
  if (results.size === 0) return NOTHING_READ;
  if (isWhole(results)) return results;
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

function isWhole(results: Results): results is Read {
  for (const value of results.values()) if (value === TOO_MUCH) return false;
  return true;
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

const constants = new WeakMap<object, boolean>();

/** Whether nothing in it is to be filled in. */
function isConstant(template: Json): boolean {
  if (typeof template === 'string') return !template.includes('${');
  if (typeof template !== 'object' || template === null) return true;
  const found = constants.get(template) ?? Object.values(template as JsonObject).every(isConstant);
  constants.set(template, found);
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
const NO_NUMBERS: ReadonlySet<number> = new Set();
const READS_NOTHING: Reading = { results: NO_NUMBERS, named: NO_NUMBERS, ofItems: NO_NUMBERS };
const RESULTS: ReadonlySet<string | undefined> = new Set(['result', 'results']);

function readingOf(plan: Plan, step: PlanStep | null): Reading {
  const owner = step ?? plan;
  const found = readings.get(owner) ?? findReading(plan, step);
  readings.set(owner, found);
  return found;
}

function findReading(plan: Plan, step: PlanStep | null): Reading {
  const paths = step === null ? pathsOfTemplate(plan.output) : pathsOfStep(step);
  // So are most of a thousand steps, and the list of their names is a thousand long.
  if (paths.every(([root]) => root !== 'steps' && root !== 'results')) return READS_NOTHING;
  const numbers = new Map(plan.steps.map(({ name }, number) => [name, number]));
  const needs = step?.needs ?? [];
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
