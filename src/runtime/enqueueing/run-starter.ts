/** The way in for runs of workflows: what is wrong with a call is said before anything is stored. */
import type { EnqueueOptions, JsonInput, NewJob, NewRun, Plan, TraceCarrier } from '../../core/index.ts';
import type { RunReceipt } from '../../engine/index.ts';
import { encodeJson, type Json, MAX_JSON_BYTES, SkepError } from '../../foundation/index.ts';
import {
  compileLater,
  fillerOf,
  type Manifest,
  readInline,
  type SchemaValidator,
  type WorkflowSpec,
} from '../../manifest/index.ts';
import { withPropagation } from './carried.ts';
import { GivenOptions } from './enqueue-options.ts';
import { bytesBeyond, tooLargeText } from './json-limit.ts';
import { textOf } from '../attempts/outcome-of.ts';
import { groupItems, groupPlan } from './group-plan.ts';
import { planInline, planOf } from '../scheduling/planner.ts';
import type { RuntimeDeps } from '../ports.ts';
import { unknownWorkflow } from './unknown-names.ts';

/** What a call says about its run. */
export type RunOptions = Pick<EnqueueOptions, 'id' | 'tags' | 'headers'>;

export interface RunWish {
  /** Name of a workflow, or one that comes with the call. */
  readonly workflow: string | JsonInput;
  readonly input?: unknown;
  readonly options?: RunOptions | undefined;
}

export interface RunOrigin {
  /** The job whose handler starts it. */
  readonly parentId?: string;
}

/** A run whose plan and input are checked. */
export interface RunDraft {
  readonly workflow: string | null;
  readonly plan: Plan;
  readonly input: Json;
  readonly options: CheckedOptions;
}

interface CheckedOptions {
  readonly id: string | null;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** What runs of one call have in common. */
export interface RunAbout {
  readonly revision: number | null;
  readonly carrier: TraceCarrier;
  readonly parentId?: string | undefined;
  readonly schedule?: NewRun['schedule'];
}

const OPTIONS: readonly string[] = ['id', 'tags', 'headers'] satisfies readonly (keyof RunOptions)[];
const MAX_VIOLATIONS = 100;

type Deps = Pick<RuntimeDeps, 'engine' | 'generations' | 'tracer' | 'newId'>;

/** How the payloads and options of jobs are checked. */
export interface Preparing {
  prepare(
    items: readonly { readonly task: string; readonly payload: unknown; readonly options?: EnqueueOptions }[],
  ): Promise<readonly NewJob[]>;
}

export class RunStarter {
  readonly #deps: Deps;
  readonly #preparing: Preparing;

  constructor(deps: Deps, preparing: Preparing) {
    this.#deps = deps;
    this.#preparing = preparing;
  }

  /**
   * Stores a run, and begins its first steps.
   * @returns `existing` where a run of that id is stored already
   * @throws SkepError WORKFLOW_UNKNOWN, WORKFLOW_INVALID, INPUT_INVALID, PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE, REQUEST_INVALID (options), RUN_ID_TAKEN
   */
  start(wish: RunWish, origin: RunOrigin = {}): Promise<RunReceipt> {
    return this.store(draftOf(wish, this.#deps.generations.current().manifest), origin);
  }

  /**
   * Stores jobs of one task as a run: all or none, one id, their counts and results in order.
   * @param options of each of the jobs; `id` is that of the run
   * @throws SkepError as an enqueue of many does; RUN_ID_TAKEN
   */
  async group(
    task: string,
    jobs: readonly { readonly payload: unknown }[],
    options: EnqueueOptions,
    origin: RunOrigin = {},
  ): Promise<RunReceipt> {
    const { id, ...shared } = options;
    const own = checkedOptions({ ...(id !== undefined && { id }) }, []);
    const prepared = await this.#preparing.prepare(groupItems(task, jobs, shared));
    const { tags = [], headers = {} } = shared;
    const plan = groupPlan(this.#deps.generations.current().manifest, task, { jobs: prepared, shared });
    return this.store({ workflow: null, plan, input: null, options: { ...own, tags, headers } }, origin);
  }

  /** @throws SkepError RUN_ID_TAKEN */
  async store(draft: RunDraft, { parentId }: RunOrigin): Promise<RunReceipt> {
    const { engine, generations, tracer, newId } = this.#deps;
    const { revision } = generations.current();
    const id = draft.options.id ?? newId();
    const about = { workflow: draft.workflow, runId: id };
    const [receipt] = await tracer.start(about, (carrier) =>
      engine.runs.start([runOf({ ...draft, id }, { revision, carrier, parentId })]),
    );
    if (receipt === undefined) throw new SkepError('INTERNAL', 'the engine gave no receipt');
    if (receipt.status === 'existing') await this.#heedOther(id, draft.workflow);
    return receipt;
  }

  async #heedOther(id: string, workflow: string | null): Promise<void> {
    const other = await this.#deps.engine.runs.get(id);
    if (other === null || other.workflow === workflow) return;
    const whose = other.workflow ?? 'that came with its call';
    throw new SkepError('RUN_ID_TAKEN', `the id ${id} belongs to a run of the workflow ${whose}`);
  }
}

export function runOf(
  { id, workflow, plan, input, options: { tags, headers } }: RunDraft & { readonly id: string },
  { revision, carrier, parentId, schedule = null }: RunAbout,
): NewRun {
  return {
    ...{ id, workflow, plan, input, tags, schedule, parent: null },
    headers: withPropagation(headers, carrier),
    traceparent: carrier.traceparent,
    tracestate: carrier.tracestate,
    manifestRevision: revision,
    parentId: parentId ?? null,
  };
}

/** @throws SkepError as RunStarter.start */
export function draftOf({ workflow, input, options }: RunWish, manifest: Manifest): RunDraft {
  if (typeof workflow !== 'string') {
    const written = specOf(workflow);
    const { input: schema, tags } = readInline(manifest, written);
    const about = { name: 'the workflow', input: schema };
    const checked = checkedOptions(options, tags);
    return { workflow: null, plan: planInline(manifest, written), input: checkedInput(about, input), options: checked };
  }
  const spec = workflowOf(manifest, workflow);
  const checked = checkedOptions(options, spec.tags);
  return { workflow, plan: planOf(manifest, workflow), input: checkedInput(spec, input), options: checked };
}

/** @throws SkepError WORKFLOW_UNKNOWN */
export function workflowOf(manifest: Manifest, name: string): WorkflowSpec {
  const { workflows } = manifest;
  const spec = Object.hasOwn(workflows, name) ? workflows[name] : undefined;
  if (spec === undefined) throw unknownWorkflow(name, manifest);
  return spec;
}

function specOf(given: unknown): Json {
  const encoded = encodeJson(given);
  if (encoded.ok && typeof given === 'object' && given !== null) return JSON.parse(encoded.text) as Json;
  const what = encoded.ok ? 'it is neither a name nor an object' : `at ${encoded.pointer}: ${encoded.reason}`;
  throw new SkepError('WORKFLOW_INVALID', `the workflow of the call: ${what}`, {
    hint: 'write the name of a workflow, or one as in { chain: [{ task: … }, …] }',
  });
}

/** @throws SkepError PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE */
export function jsonOf(given: unknown, what: string): Json {
  const encoded = encodeJson(given ?? null);
  if (!encoded.ok) {
    const { pointer, reason } = encoded;
    const place = pointer === '' ? what : `${what} at ${pointer}`;
    throw new SkepError('PAYLOAD_NOT_JSON', `${place}: ${reason}`, { details: { pointer } });
  }
  const bytes = bytesBeyond(encoded.text, MAX_JSON_BYTES);
  if (bytes === null) return JSON.parse(encoded.text) as Json;
  throw new SkepError('PAYLOAD_TOO_LARGE', `${what} ${tooLargeText(bytes)}`, {
    hint: 'store the data elsewhere and hand on a reference',
    details: { bytes, max: MAX_JSON_BYTES },
  });
}

type InputSpec = Pick<WorkflowSpec, 'name' | 'input'>;

const validators = new WeakMap<InputSpec, SchemaValidator>();

/** With the defaults of its schema. @throws SkepError INPUT_INVALID, and as jsonOf */
function checkedInput(spec: InputSpec, given: unknown): Json {
  const input = jsonOf(given, 'the input');
  if (spec.input === null) return input;
  const filled = fillerOf(spec.input)(input);
  const valid = validators.get(spec) ?? compileLater(spec.input);
  validators.set(spec, valid);
  const violations = valid(filled);
  if (violations.length === 0) return filled;
  throw new SkepError('INPUT_INVALID', `the input breaks the schema of ${spec.name}: ${textOf(violations)}`, {
    details: { violations: violations.slice(0, MAX_VIOLATIONS) },
  });
}

/** @param own tags of the workflow */
function checkedOptions(given: RunOptions | undefined, own: readonly string[]): CheckedOptions {
  if (given === undefined) return { id: null, tags: own, headers: {} };
  if (typeof given !== 'object' || (given as unknown) === null || Array.isArray(given)) {
    throw new SkepError('REQUEST_INVALID', 'options is not an object');
  }
  const stray = Object.keys(given).filter((key) => !OPTIONS.includes(key));
  const problems = stray.map((key) => `${key.slice(0, 64)}: is no option of a run; there are ${OPTIONS.join(', ')}`);
  const known = Object.fromEntries(Object.entries(given).filter(([key]) => OPTIONS.includes(key)));
  const read = new GivenOptions(known, problems);
  if (problems.length > 0) {
    throw new SkepError('REQUEST_INVALID', problems.map((problem) => `options.${problem}`).join('; '), {
      details: { problems },
    });
  }
  const tags = [...new Set([...own, ...(read.get('tags') ?? [])])];
  return { id: read.get('id') ?? null, tags, headers: read.get('headers') ?? {} };
}
