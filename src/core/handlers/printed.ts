/**
 * What handlers print by `console.*` is a log line of their job too. Several jobs run at once in one process, so whose line it
 * is follows the asynchronous calls of each. Node pays for that with every promise; so it begins only where a handler is
 * seen to print: in its own text, or by a first line.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { formatWithOptions, inspect } from 'node:util';

import type { LogLevel } from '../../foundation/index.ts';
import { type ContextSource, keptLine } from './attempt-context.ts';
import type { Handler } from './handler.ts';

/** Takes a line of text that was printed. */
export type Printer = (level: LogLevel, text: string) => void;

const LEVELS = { debug: 'debug', log: 'info', info: 'info', dir: 'info', warn: 'warn', error: 'error' } as const;
type Method = keyof typeof LEVELS;
type Print = (...args: unknown[]) => void;

/** Of what is longer the job keeps less. */
const TEXT_MAX = 8_192;

const printing = new AsyncLocalStorage<Printer | undefined>();
/** Of handlers that were looked at and do not print in their own text. */
const silent = new WeakSet<object>();
let follows = false;
/** Whose code runs now, until its first await. */
let now: Printer | undefined;
/** Who has asked for it. */
const users = new Set<PrintsOf>();
/** What stood there before. */
const replaced = new Map<Method, { readonly original: Print; readonly caught: Print }>();

/** Whose lines are caught. */
export interface PrintsOf {
  /** Where one handler runs at a time: who takes its lines. */
  readonly alone?: () => Printer | undefined;
  /** Else: whether handlers run. */
  readonly busy?: () => boolean;
}

/** From now on lines are caught. @returns what ends that, for whoever asked */
export function catchPrints(user: PrintsOf): () => void {
  if (users.size === 0) for (const method of Object.keys(LEVELS) as Method[]) put(method);
  users.add(user);
  return () => {
    if (users.delete(user) && users.size === 0) restore();
  };
}

/** What the handlers of a worker print. */
export class CaughtPrints {
  readonly #user: PrintsOf;
  #release: (() => void) | undefined;

  /** @param busy whether handlers run */
  constructor(busy: () => boolean) {
    this.#user = { busy };
  }

  /** @param wanted whether it is told to jobs; once it was, it is caught until the end */
  heed(wanted: boolean): void {
    if (wanted) this.#release ??= catchPrints(this.#user);
  }

  end(): void {
    this.#release?.();
    this.#release = undefined;
  }
}

/** The handler, with what it prints told to its attempt. */
export function printedBy(handler: Handler, attempt: Pick<ContextSource, 'noteLine'>): Handler {
  const printer: Printer = (level, text) => attempt.noteLine(keptLine(text), level);
  return (payload, ctx) => printingTo(printer, handler, () => handler(payload, ctx));
}

/** Runs a handler whose lines go to `printer`. @param handler whose text is looked at, once */
function printingTo<T>(printer: Printer, handler: Handler, run: () => T): T {
  if (!follows && !silent.has(handler)) look(handler);
  if (follows) return printing.run(printer, run);
  const before = now;
  now = printer;
  try {
    return run();
  } finally {
    // A first line was printed meanwhile: who called is not the one who printed.
    if (isFollowing()) printing.enterWith(undefined);
    now = before;
  }
}

function isFollowing(): boolean {
  return follows;
}

function look(handler: Handler): void {
  if (Function.prototype.toString.call(handler).includes('console.')) follows = true;
  else silent.add(handler);
}

function put(method: Method): void {
  // What handlers have put there may be of any kind.
  const { [method]: original } = console as unknown as Record<Method, Print>;
  const level = LEVELS[method];
  const caught = (...args: unknown[]): void => {
    original.apply(console, args);
    const printer = whose();
    if (printer !== undefined) printer(level, textOf(method, args));
  };
  replaced.set(method, { original, caught });
  console[method] = caught;
}

/** Who has put something else there since is left alone. */
function restore(): void {
  for (const [method, { original, caught }] of replaced) if (console[method] === caught) console[method] = original;
  replaced.clear();
}

function whose(): Printer | undefined {
  for (const { alone } of users) if (alone !== undefined) return alone();
  if (follows) return printing.getStore();
  const printer = now;
  if (printer === undefined) {
    // Whose it is nobody knows; of attempts that begin from now on it is known.
    for (const { busy } of users) follows ||= busy?.() === true;
    return undefined;
  }
  // What this handler prints after its next await is its own, too.
  follows = true;
  printing.enterWith(printer);
  return printer;
}

/** As Node writes it, without colours. Never throws: printing has not. */
function textOf(method: Method, args: readonly unknown[]): string {
  try {
    const all = args.map((one) => (typeof one === 'string' && one.length > TEXT_MAX ? one.slice(0, TEXT_MAX) : one));
    if (method === 'dir') return inspect(all[0], { colors: false });
    return formatWithOptions({ colors: false }, ...all);
  } catch {
    return '(what was printed cannot be shown)';
  }
}
