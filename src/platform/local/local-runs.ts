/** The operations on workflows and their runs. */
import { type EventSink, type JsonInput, type Run, RUN_STATES } from '../../core/index.ts';
import type { Engine, RunChange, RunReceipt } from '../../engine/index.ts';
import { anySignal, type Clock, SkepError, suggestion } from '../../foundation/index.ts';
import type { GenerationSource, Manifest } from '../../manifest/index.ts';
import { type Enqueuer, jsonOf, waitForRun } from '../../runtime/index.ts';
import type {
  EnqueuedView,
  GroupRequest,
  GroupView,
  ItemQuery,
  ListedWorkflowView,
  RevealOptions,
  RunItemsView,
  RunOperations,
  RunPageView,
  RunQuery,
  RunView,
  StartedView,
  StartRequest,
  WorkflowOperations,
  WorkflowView,
} from '../../api/index.ts';
import { pageLimit } from './job-query.ts';
import { refusedRun, unknownRun } from './refusals.ts';
import { plannedWorkflow, plannedWorkflows } from '../views/planned-workflows.ts';
import { itemsView, listedRunView, runView } from '../views/run-views.ts';

export interface RunParts {
  readonly engine: () => Engine;
  readonly enqueuer: Enqueuer;
  readonly generations: GenerationSource;
  readonly clock: Clock;
  /** Told when what is hidden of a run was shown. */
  readonly events: EventSink;
  /** Ends waits that are under way. */
  readonly signal: AbortSignal;
}

const ITEMS = 100;
const MAX_ITEMS = 1_000;
const REASON = 'cancelled on request';

export class LocalRuns implements RunOperations, WorkflowOperations {
  readonly #parts: RunParts;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  get #engine(): Engine {
    return this.#parts.engine();
  }

  get #manifest(): Manifest {
    return this.#parts.generations.current().manifest;
  }

  async workflows(): Promise<readonly ListedWorkflowView[]> {
    return plannedWorkflows(this.#manifest);
  }

  async workflow(name: string): Promise<WorkflowView> {
    return plannedWorkflow(this.#manifest, name);
  }

  async startRun(request: StartRequest): Promise<StartedView> {
    this.#parts.engine();
    return startedView(await this.#parts.enqueuer.runs.start(request));
  }

  /** A run as whoever runs a schedule sees it: a job or a run, whichever it is, has an id and a state. */
  async runOfSchedule(workflow: string | null, input: JsonInput): Promise<readonly EnqueuedView[]> {
    const { id, state, existing } = await this.startRun({ workflow: workflow ?? '', input });
    return [{ id, state: state === 'failed' ? 'dead' : state, existing }];
  }

  async enqueueGroup(task: string, request: GroupRequest): Promise<GroupView> {
    this.#parts.engine();
    const { jobs, options = {} } = request;
    const receipt = await this.#parts.enqueuer.runs.group(task, jobs, options);
    return { ...startedView(receipt), count: jobs.length };
  }

  async listRuns(query: RunQuery): Promise<RunPageView> {
    const { workflow, state, parent, cursor = null } = query;
    const wrong = state?.find((one) => !RUN_STATES.includes(one));
    if (wrong !== undefined) {
      throw new SkepError('REQUEST_INVALID', `state: ${JSON.stringify(wrong)} is no state of a run`, {
        hint: `states are ${RUN_STATES.join(', ')}`,
      });
    }
    const filter = {
      ...(workflow !== undefined && { workflow }),
      ...(state !== undefined && state.length > 0 && { states: state }),
      ...(parent !== undefined && { parent }),
    };
    const { runs, next } = await this.#engine.runs.list(filter, pageLimit(query), cursor);
    return { runs: runs.map(listedRunView), next };
  }

  async getRun(id: string, waitMs = 0, stop?: AbortSignal, { revealTo }: RevealOptions = {}): Promise<RunView> {
    const { clock } = this.#parts;
    const { runs } = this.#engine;
    const signal = stop ? anySignal([this.#parts.signal, stop]) : this.#parts.signal;
    stop?.throwIfAborted();
    const run = waitMs > 0 ? await waitForRun(runs, id, { waitMs, clock, signal }) : await runs.get(id);
    stop?.throwIfAborted();
    if (run === null) throw unknownRun(id);
    return runView(run, this.#sightOf(run, revealTo));
  }

  async runItems(
    id: string,
    step: string,
    { from = 0, limit = ITEMS }: ItemQuery = {},
    { revealTo }: RevealOptions = {},
  ): Promise<RunItemsView> {
    checkPage(from, limit);
    const { runs } = this.#engine;
    const run = await this.#run(id);
    const number = stepOf(run, step);
    const page = await runs.items(id, number, from, limit);
    if (page === null) throw unknownRun(id);
    return itemsView(run, number, page, this.#sightOf(run, revealTo));
  }

  /** What says which parts are hidden; null where all is shown, which is told. */
  #sightOf({ id, workflow }: Run, revealTo: string | undefined): Manifest | null {
    if (revealTo === undefined) return this.#manifest;
    this.#parts.events.emit({ type: 'run.revealed', runId: id, workflow, by: revealTo });
    return null;
  }

  async cancelRun(id: string): Promise<RunView> {
    const [receipt] = await this.#engine.runs.cancel([id], REASON);
    return this.#changed(id, receipt, 'cancelled');
  }

  async resumeRun(id: string, from: readonly string[] = []): Promise<RunView> {
    if (from.length > 0) {
      const run = await this.#run(id);
      for (const step of from) stepOf(run, step);
    }
    return this.#changed(id, await this.#engine.runs.resume(id, from), 'resumed');
  }

  async signalRun(id: string, name: string, payload: JsonInput = null): Promise<RunView> {
    const run = await this.#run(id);
    if (run.state === 'running') checkSignal(run, name);
    const receipt = await this.#engine.runs.signal(id, name, jsonOf(payload, 'the payload'));
    return this.#changed(id, receipt, 'signalled');
  }

  async removeRun(id: string): Promise<void> {
    const [receipt] = await this.#engine.runs.remove([id]);
    assertChanged(id, receipt, 'removed');
  }

  async #run(id: string): Promise<Run> {
    const run = await this.#engine.runs.get(id);
    if (run === null) throw unknownRun(id);
    return run;
  }

  async #changed(id: string, receipt: RunChange | undefined, verb: string): Promise<RunView> {
    assertChanged(id, receipt, verb);
    return this.getRun(id);
  }
}

function startedView({ id, state, status }: RunReceipt): StartedView {
  return { id, state, existing: status === 'existing' };
}

/** @throws SkepError RUN_UNKNOWN, STATE_CONFLICT */
function assertChanged(id: string, receipt: RunChange | undefined, verb: string): void {
  const refusal = refusedRun(id, receipt, verb);
  if (refusal !== undefined) throw refusal;
}

/** @throws SkepError STEP_UNKNOWN */
function stepOf({ id, plan }: Run, name: string): number {
  const number = plan.steps.findIndex((step) => step.name === name);
  if (number >= 0) return number;
  const hint = suggestion(
    name.slice(0, 64),
    plan.steps.map((step) => step.name),
  );
  const message = `the run ${id} has no step ${JSON.stringify(name.slice(0, 64))}`;
  throw new SkepError('STEP_UNKNOWN', message, hint === undefined ? {} : { hint });
}

/** One that nobody waits for, now or later, would leave the run where it is. @throws SkepError STEP_UNKNOWN */
function checkSignal({ id, plan }: Run, name: string): void {
  const signals = plan.steps.flatMap(({ work }) =>
    work.kind === 'wait' && work.wait.signal !== null ? [work.wait.signal] : [],
  );
  if (signals.includes(name)) return;
  const hint = suggestion(name.slice(0, 64), signals, 'a run of a workflow that it begins is signalled by its own id');
  const message = `no step of the run ${id} waits for the signal ${JSON.stringify(name.slice(0, 64))}`;
  throw new SkepError('STEP_UNKNOWN', message, hint === undefined ? {} : { hint });
}

/** @throws SkepError REQUEST_INVALID */
function checkPage(from: number, limit: number): void {
  if (!Number.isSafeInteger(from) || from < 0) {
    throw new SkepError('REQUEST_INVALID', `from: ${from} is not a whole number from 0 on`);
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_ITEMS) {
    throw new SkepError('REQUEST_INVALID', `limit: ${limit} is not a whole number from 1 to ${MAX_ITEMS}`);
  }
}
