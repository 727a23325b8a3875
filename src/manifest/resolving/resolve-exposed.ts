/**
 * What is hidden or encrypted in the store, and then stands where others read it: whoever has an account on a machine sees the
 * arguments of its programs, and addresses are written into logs all along the way.
 */
import { expressionsIn, sensitivePaths } from '../../core/index.ts';
import type { ResolvedTask, Resolving } from './resolving.ts';

type Task = ResolvedTask;
type Keys = readonly string[];

export function resolveTaskExposed({ combined, problems }: Resolving, name: string, task: ResolvedTask): void {
  const paths = secretPaths(task);
  if (paths.length === 0) return;
  for (const { text, key, who, hint } of openPlaces(task)) {
    const shown = expressionsIn(text).find(([root, ...keys]) => root === 'payload' && shows(keys, paths));
    if (shown === undefined) continue;
    const what = `\`${shown.join('.')}\` is ${task.encrypt ? 'encrypted' : 'sensitive'}`;
    problems.add('REF_EXPOSED', combined.spot(['tasks', name, ...key]), `${what}, and ${who}`, hint);
  }
}

/** Of an encrypted payload all is secret. */
function secretPaths({ sensitive, encrypt }: Task): readonly Keys[] {
  return encrypt ? [[]] : sensitivePaths(sensitive).payload;
}

interface OpenPlace {
  readonly text: string;
  readonly key: readonly (string | number)[];
  readonly who: string;
  readonly hint: string;
}

function openPlaces({ command, request, publish }: Task): readonly OpenPlace[] {
  const args = (command ?? []).map((text, index) => ({
    ...{ text, key: ['command', index] },
    who: 'every user of the machine can read the arguments of its programs',
    hint: 'leave it out: the command gets the whole payload on its standard input',
  }));
  if (publish !== null) {
    const who = 'routing keys are written into logs, and shown by the tools of brokers';
    return [{ text: publish.routingKey, key: ['publish', 'routingKey'], who, hint: 'send it in the `body`' }];
  }
  if (request === null) return args;
  const who = 'addresses are written into logs all along their way';
  return [...args, { text: request.url, key: ['request', 'url'], who, hint: 'send it in the `body` or in `headers`' }];
}

/** @returns whether an expression leads to a place of one of the paths, into it, or to something that it is a part of */
function shows(steps: Keys, paths: readonly Keys[]): boolean {
  return paths.some((keys) => meets(steps, keys));
}

function meets([step, ...steps]: Keys, [key, ...keys]: Keys): boolean {
  if (step === undefined || key === undefined) return true;
  if (key === '*' || key === step) return meets(steps, keys);
  // Lists on the way are gone through without a `*` too.
  return /^\d{1,9}$/.test(step) && meets(steps, [key, ...keys]);
}
