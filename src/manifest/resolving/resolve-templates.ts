/** Templates: their expressions, and whether what they make can be what the task takes. */
import { conditionHint } from '../condition-hint.ts';
import { checkTemplate } from '../../core/index.ts';
import { type Json, type JsonObject, nearest } from '../../foundation/index.ts';
import type { PlacedTemplate } from '../expanding/expand.ts';
import { valueAt } from '../pointer.ts';
import type { Resolving } from './resolving.ts';
import { checkSchema } from '../schemas/schema-check.ts';
import { fillerOf } from '../schemas/schema-defaults.ts';
import { unknownField } from '../template-fields.ts';
import { misfits } from '../template-fit.ts';

export function resolveTemplates(context: Resolving): void {
  for (const template of context.templates) {
    const before = context.problems.count;
    checkTexts(context, { ...template, about: aboutOf(context, template) });
    // Those of steps are held against their tasks with the rest of their workflow.
    const isPayload =
      template.path.at(-1) === 'with' && (template.path[0] !== 'workflows' || template.path[2] === 'on');
    if (isPayload && context.problems.count === before) checkFit(context, template);
  }
}

/** What is known of the request that a template is filled in for. */
interface About {
  /** Names of the path's parameters. */
  readonly parameters: readonly string[];
  /** How many jobs `jobs` holds. */
  readonly jobs: number;
  /** Whether it shows a job to everyone. */
  readonly open: boolean;
}

const OF_A_TASK: About = { parameters: [], jobs: 0, open: false };

/** Of HTTP routes: `routes.http[INDEX]…`, or of tasks, their bases and workflows: `tasks.NAME…` */
function aboutOf({ source }: Resolving, { path }: PlacedTemplate): About {
  if (path[0] !== 'routes') return OF_A_TASK;
  const route = source.routes.http[Number(path[2])];
  if (route === undefined) throw new Error('a template outside of an HTTP route');
  return {
    parameters: [...route.path.matchAll(/:([A-Za-z0-9_]+)/g)].map(([, name = '']) => name),
    jobs: jobsOf(route),
    open: ('job' in route || 'run' in route) && route.public,
  };
}

type Route = Resolving['source']['routes']['http'][number];

function jobsOf(route: Route): number {
  const queued = 'after' in route ? route.after.filter(({ mode }) => mode === 'queued').length : 0;
  return queued + ('tasks' in route ? route.tasks.length : 0);
}

/** What no request can make right would answer 422 to each. `with` stands beside the `task` or `workflow` that takes it. */
function checkFit({ combined, problems, source }: Resolving, { value, path }: PlacedTemplate): void {
  const beside = (key: string): string => {
    const found = valueAt(source, [...path.slice(0, -1), key]);
    return typeof found === 'string' ? found : '';
  };
  const name = beside('task') || beside('workflow');
  const input = source.tasks[beside('task')]?.input ?? source.workflows[beside('workflow')]?.input ?? null;
  if (input === null || checkSchema(input).length > 0) return;
  for (const { path: inside, message, hint } of misfits(fillerOf(input)(value), input)) {
    problems.add('REF_WITH', combined.spot([...path, ...inside]), message.replace('the task', `\`${name}\``), hint);
  }
}

interface TextsInput extends PlacedTemplate {
  readonly about: About;
}

/** Text by text, so that each problem has its own place. */
function checkTexts(context: Resolving, input: TextsInput): void {
  const { value, path } = input;
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries())
      checkTexts(context, { ...input, value: item, path: [...path, index] });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value as JsonObject))
      checkTexts(context, { ...input, value: item, path: [...path, key] });
  } else if (typeof value === 'string' && value.includes('${')) checkText(context, value, input);
}

function checkText({ combined, problems }: Resolving, text: string, { roots, path, about }: TextsInput): void {
  const add: Add = (message, hint) => {
    problems.add('REF_TEMPLATE', combined.spot(path), message, conditionHint(path, text) ?? hint);
  };
  const found = checkTemplate(text, roots);
  for (const { message, hint } of found) add(message, hint);
  if (found.length > 0) return;
  const unknown = unknownField(text, roots);
  if (unknown !== undefined) add(unknown.message, unknown.hint);
  checkParameters(text, about.parameters, add);
  checkJobs(text, about.jobs, add);
  const whole = about.open ? /(?:^|[^$])\$\{\s*(job|run)\s*(?::-|\})/.exec(text)?.[1] : undefined;
  if (whole !== undefined) {
    const hint = `list what is shown in \`fields\`, or name it, as in \`\${${whole}.state}\``;
    const too = whole === 'job' ? 'payload' : 'input';
    add(`\`\${${whole}}\` would show the whole ${whole} to everyone, its ${too} too`, hint);
  }
}

type Add = (message: string, hint?: string) => void;

function checkParameters(text: string, parameters: readonly string[], add: Add): void {
  for (const [, name = ''] of text.matchAll(/(?:^|[^$])\$\{\s*params\.([\w-]+)/g)) {
    if (parameters.includes(name)) continue;
    const near = nearest(name, parameters);
    const hint = near === undefined ? `write it as :${name} in \`path\`` : `did you mean \`${near}\`?`;
    add(`the path has no parameter \`${name}\``, hint);
  }
}

function checkJobs(text: string, jobs: number, add: Add): void {
  for (const [, place = ''] of text.matchAll(/(?:^|[^$])\$\{\s*jobs\.([\w-]+)/g)) {
    if (/^\d{1,9}$/.test(place) && Number(place) < jobs) continue;
    const hint =
      jobs === 0
        ? 'nothing of this route is queued; `mode: queued` makes a job of it'
        : `the first is \`jobs.0\`, the last \`jobs.${jobs - 1}\``;
    add(`there is no job \`${place.slice(0, 20)}\` in \`jobs\``, hint);
  }
}
