/** Jobs of one task that are enqueued together, as the plan of a run. */
import type { EnqueueOptions, NewJob, Plan, StepJob } from '../../core/index.ts';
import { type Json, type JsonObject, SkepError } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { planInline } from '../scheduling/planner.ts';

/** One of them as it is enqueued. */
interface GroupItem {
  readonly task: string;
  readonly payload: unknown;
  readonly options: EnqueueOptions;
}

/** As jobs of a call; a run may have more items, of a list that a step of it returns. */
const MAX_JOBS = 10_000;

/**
 * @param shared options of each of the jobs
 * @throws SkepError REQUEST_INVALID
 */
export function groupItems(
  task: string,
  jobs: readonly { readonly payload: unknown }[],
  shared: EnqueueOptions,
): readonly GroupItem[] {
  const given: unknown = jobs;
  if (!Array.isArray(given) || given.length === 0 || given.length > MAX_JOBS) {
    throw new SkepError('REQUEST_INVALID', `a group is a list of 1 to ${MAX_JOBS} jobs, each { payload }`);
  }
  return given.map((job: unknown, index) => {
    if (typeof job !== 'object' || job === null || Object.keys(job).some((key) => key !== 'payload')) {
      throw new SkepError('REQUEST_INVALID', `jobs[${index}] of a group is not an object { payload }`, {
        hint: 'options stand beside the list, and are those of each job',
      });
    }
    return { task, payload: (job as { readonly payload: unknown }).payload, options: shared };
  });
}

/** One step, for each of the payloads. @param about the jobs as they would be enqueued, and what was said of all of them @throws SkepError REQUEST_INVALID */
export function groupPlan(
  manifest: Manifest,
  task: string,
  { jobs, shared }: { readonly jobs: readonly NewJob[]; readonly shared: EnqueueOptions },
): Plan {
  const [first] = jobs;
  if (first === undefined) throw new SkepError('INTERNAL', 'a group without jobs');
  if (first.care?.sealed === true) {
    throw new SkepError('REQUEST_INVALID', `payloads of ${task} are stored encrypted, which those of a group are not`, {
      hint: 'enqueue them without `group`',
    });
  }
  const plan = planInline(manifest, { map: { task, over: '${input}', with: '${item}', ...placeOf(shared) } });
  const [step] = plan.steps;
  if (step?.work.kind !== 'task') throw new SkepError('INTERNAL', 'a map without a task');
  const job: StepJob = { ...step.work.job, ...optionsOf(first) };
  // Plans do not change and are read once, the input of a run is read with each turn of it.
  const forEach = jobs.map(({ payload }) => literal(payload));
  return {
    ...plan,
    steps: [{ ...step, name: GROUP, place: task, forEach, work: { ...step.work, job } }],
    output: OUTPUT,
  };
}

/** Where nothing is said of it, the payload of each decides. */
function placeOf({ queue, priority }: EnqueueOptions): JsonObject {
  return { ...(queue !== undefined && { queue }), ...(priority !== undefined && { priority }) };
}

/** Name of the only step of a group. */
const GROUP = 'jobs';
const OUTPUT = `\${steps.${GROUP}.results}`;

function optionsOf({
  delayMs,
  runAt,
  expiresInMs,
  timeout,
  maxAttempts,
  tags,
  headers,
}: NewJob): Pick<StepJob, 'delayMs' | 'runAt' | 'expiresInMs' | 'timeout' | 'maxAttempts' | 'tags' | 'headers'> {
  return { delayMs, runAt, expiresInMs, timeout, maxAttempts, tags, headers };
}

/** A template that gives this very value. */
function literal(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(literal);
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, inner]) => [key, literal(inner)]));
}
