/** What does the work of a task: one thing, and one that can. */
import { checkCommand } from './resolve-command.ts';
import type { RequestSpec } from '../specs/task-spec.ts';
import type { ResolvedTask, Resolving } from './resolving.ts';

/** Keys of a task of which exactly one must be there. */
const WORK = ['handler', 'request', 'publish', 'command'] as const;
/** Tasks that are built in. */
const OWN_NAMES = 'skep.';
/** Skep writes these itself, or they belong to the connection. */
const RESERVED = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'upgrade', 'te', 'trailer'],
  ...['expect', 'keep-alive', 'proxy-connection', 'idempotency-key', 'traceparent'],
]);
const WITHOUT_BODY = new Set(['GET', 'HEAD']);
/** Up to the path; an expression in it would let a payload say who is asked. */
const AUTHORITY = /^https?:\/\/([^/?#]+)/;

type Path = readonly string[];

export function resolveTaskWork(context: Resolving, name: string, task: ResolvedTask): void {
  const { combined, problems, source } = context;
  const path = ['tasks', name];
  // A base that could not be read may have it.
  const unread = task.extends.some((base) => !Object.hasOwn(source.bases, base));
  const present = WORK.filter((key) => task[key] !== null);
  const hint = task.extends.length === 0 ? undefined : 'no base that it extends has one';
  if (present.length > 1 || (present.length === 0 && !unread)) checkChoice(context, present, path, hint);
  if (name.startsWith(OWN_NAMES)) {
    problems.add('SCHEMA_NAME', combined.spot(path, 'key'), `names that begin with \`${OWN_NAMES}\` are Skep's own`);
  }
  if (task.request !== null) checkRequest(context, task.request, [...path, 'request']);
  checkCommand(context, task, path);
}

/** @param hint where none is there */
function checkChoice(
  { combined, problems }: Resolving,
  present: readonly string[],
  path: Path,
  hint: string | undefined,
): void {
  const [last, ...others] = WORK.map((key) => `\`${key}\``).reverse();
  const keys = `${others.reverse().join(', ')} or ${last}`;
  const [first = '', second] = present;
  if (first === '') problems.add('SCHEMA_CHOICE', combined.spot(path), `one of ${keys} is needed`, hint);
  if (second === undefined) return;
  const message = `\`${first}\` and \`${second}\` exclude each other`;
  problems.add('SCHEMA_CHOICE', combined.spot([...path, second]), message, `keep one of ${keys}`);
}

function checkRequest(context: Resolving, request: RequestSpec, path: Path): void {
  const add = (key: readonly string[], message: string, hint?: string): void => {
    context.problems.add('REF_REQUEST', context.combined.spot([...path, ...key]), message, hint);
  };
  const flaw = flawOfUrl(request);
  if (flaw !== null) add(['url'], flaw.message, flaw.hint);
  for (const name of Object.keys(request.headers)) {
    const flaw = flawOfHeader(name);
    if (flaw !== null) add(['headers', name], flaw);
  }
  if (request.body !== null && request.body !== '' && WITHOUT_BODY.has(request.method)) {
    add(['body'], `a ${request.method} has no body`, 'put it into the query of `url`, or take another `method`');
  }
}

/** @returns what is wrong with the name of a header that a manifest sends; null when nothing is */
export function flawOfHeader(name: string): string | null {
  if (!/^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name)) return 'this is no name of an HTTP header';
  const low = name.toLowerCase();
  return RESERVED.has(low) || low.startsWith('skep-') ? `the header \`${name}\` is Skep's own` : null;
}

interface Flaw {
  readonly message: string;
  readonly hint?: string;
}

/** One expression alone is an address that only the payload knows. */
export function flawOfUrl({ url, allowPrivate }: Pick<RequestSpec, 'url' | 'allowPrivate'>): Flaw | null {
  if (/^\$\{[^{}]*\}$/.test(url)) return null;
  const [, authority = ''] = AUTHORITY.exec(url) ?? [];
  if (authority === '') return { message: 'the address does not begin with http:// or https:// and a host' };
  if (authority.includes('${')) {
    return { message: 'an expression may not be a part of the host', hint: 'let one expression be all of `url`' };
  }
  if (authority.includes('@')) {
    return { message: 'an address with a user in it is not asked', hint: 'put it into the header `authorization`' };
  }
  const origin = url.slice(0, url.indexOf(authority) + authority.length);
  if (!URL.canParse(origin)) return { message: 'this is no address' };
  return allowPrivate || !isInside(new URL(origin).hostname)
    ? null
    : { message: 'the host is this machine or a private network', hint: 'write `allowPrivate: true` if it is meant' };
}

/** What shows without asking anybody; whatever a name means is judged when it is connected to. */
function isInside(host: string): boolean {
  return /^(?:.+\.)?localhost$|^(?:127|10|0)\.|^192\.168\.|^169\.254\.|^\[(?:::1?\]|f[cd]|fe[89ab])/.test(host);
}
