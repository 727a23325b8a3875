/** Templates of HTTP routes: their expressions, and whether what they make can be what the task takes. */
import { checkTemplate } from '../core/index.ts';
import { type Json, type JsonObject, nearest } from '../foundation/index.ts';
import type { CombinedSource } from './combine.ts';
import { TEXT_ROOTS } from './payload-template.ts';
import type { Resolving } from './resolving.ts';
import { checkSchema } from './schema-check.ts';
import type { Path } from './source-file.ts';
import { misfits } from './template-fit.ts';

type HttpRouteSource = CombinedSource['routes']['http'][number];

export function checkRouteTemplates(context: Resolving, route: HttpRouteSource, index: number): void {
  const base: Path = ['routes', 'http', index];
  const names = [...route.path.matchAll(/:([A-Za-z0-9_]+)/g)].map(([, name = '']) => name);
  const jobs = 'tasks' in route ? route.tasks.length : 0;
  const about = { parameters: names, jobs, open: 'job' in route && route.public === true };
  /** @returns whether nothing is wrong with it */
  const check = (template: unknown, roots: readonly string[], path: Path): boolean => {
    const before = context.problems.count;
    if (template !== undefined) checkStrings(context, { template: template as Json, roots, path, ...about });
    return context.problems.count === before;
  };
  const answer: Path = [...base, 'respond', 'body'];
  if ('job' in route) {
    check(route.job, TEXT_ROOTS, [...base, 'job']);
    check(route.respond?.body, ['job', ...TEXT_ROOTS], answer);
    return;
  }
  for (const { task, with: template, path } of callsIn(route, base)) {
    if (check(template, ['body', ...TEXT_ROOTS], path)) checkFit(context, task, template as Json, path);
  }
  check(route.respond?.body, ['tasks' in route ? 'jobs' : 'job', 'body', ...TEXT_ROOTS], answer);
}

interface Call {
  readonly task: string;
  readonly with: unknown;
  readonly path: Path;
}

function callsIn(route: Exclude<HttpRouteSource, { readonly job: string }>, base: Path): readonly Call[] {
  if ('task' in route) return [{ task: route.task, with: route.with, path: [...base, 'with'] }];
  return route.tasks.map((call, at) => ({ task: call.task, with: call.with, path: [...base, 'tasks', at, 'with'] }));
}

/** What no request can make right would answer 422 to each. */
function checkFit({ combined, problems }: Resolving, name: string, template: Json | undefined, base: Path): void {
  const task = Object.hasOwn(combined.source.tasks, name) ? combined.source.tasks[name] : undefined;
  const input = typeof task === 'object' ? (task.input as JsonObject | boolean | undefined) : undefined;
  if (template === undefined || input === undefined || checkSchema(input).length > 0) return;
  for (const { path, message, hint } of misfits(template, input)) {
    problems.add('REF_WITH', combined.spot([...base, ...path]), message.replace('the task', `\`${name}\``), hint);
  }
}

interface TemplateInput {
  readonly template: Json;
  readonly roots: readonly string[];
  readonly path: Path;
  /** Names of the path's parameters. */
  readonly parameters: readonly string[];
  /** How many jobs `jobs` holds. */
  readonly jobs: number;
  /** Whether it shows a job to everyone. */
  readonly open: boolean;
}

/** Text by text, so that each problem has its own place. */
function checkStrings(context: Resolving, input: TemplateInput): void {
  const { template, path } = input;
  if (Array.isArray(template)) {
    (template as readonly Json[]).forEach((item, index) => {
      checkStrings(context, { ...input, template: item, path: [...path, index] });
    });
  } else if (typeof template === 'object' && template !== null) {
    for (const [key, item] of Object.entries(template))
      checkStrings(context, { ...input, template: item, path: [...path, key] });
  } else if (typeof template === 'string' && template.includes('${')) checkText(context, template, input);
}

function checkText(context: Resolving, text: string, input: TemplateInput): void {
  const add = (message: string, hint?: string): void =>
    context.problems.add('REF_TEMPLATE', context.combined.spot(input.path), message, hint);
  const found = checkTemplate(text, input.roots);
  for (const { message, hint } of found) add(message, hint);
  if (found.length > 0) return;
  checkParameters(text, input.parameters, add);
  checkJobs(text, input.jobs, add);
  if (input.open && /(?:^|[^$])\$\{\s*job\s*(?::-|\})/.test(text)) {
    const hint = 'list what is shown in `fields`, or name it, as in `${job.state}`';
    add('`${job}` would show the whole job to everyone, its payload too', hint);
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
    const hint = `the first is \`jobs.0\`, the last \`jobs.${jobs - 1}\``;
    add(`there is no job \`${place.slice(0, 20)}\` in \`jobs\``, hint);
  }
}
