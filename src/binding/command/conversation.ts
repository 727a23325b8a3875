/** What a command says of its attempt by lines that begin with `::skep`, and what of it counts when it ends. */
import { type HandlerContext, type RetryOptions, tell } from '../../core/index.ts';
import { type Json, type JsonObject, messageOf } from '../../foundation/index.ts';

type Teller = Pick<HandlerContext, 'log' | 'progress' | 'retry' | 'dead'>;

/** How often an attempt tells the process' log that a line was not understood: each of them stands in the job's. */
const TOLD_MAX = 1;

export class Conversation {
  readonly #ctx: Teller & Pick<HandlerContext, 'logger'>;
  #result: Json | undefined;
  #wish: ((cause: Error) => Error) | undefined;
  #again = false;
  #garbled = 0;
  #lost = false;

  constructor(ctx: Teller & Pick<HandlerContext, 'logger'>) {
    this.#ctx = ctx;
  }

  /** The last result that was said. */
  get result(): Json | undefined {
    return this.#result;
  }

  /** Whether a result was said that is larger than any can be. */
  get tooLarge(): boolean {
    return this.#lost;
  }

  /** Whether another attempt is what it asked for last. */
  get again(): boolean {
    return this.#again;
  }

  /**
   * What it asked for, as what a handler throws; the last wish counts.
   * @param cause why there is another attempt, where it asked for one
   * @returns null when it asked for nothing
   */
  wish(cause: Error): Error | null {
    return this.#wish?.(cause) ?? null;
  }

  /** @param text what stood behind the mark */
  heard(text: string, whole: boolean): void {
    const flaw = whole ? this.#take(text) : this.#cut(text);
    if (flaw === null) return;
    this.#ctx.log(`not understood (${flaw}): ::skep ${text.slice(0, 500)}`);
    this.#garbled += 1;
    // Without the line itself: it may hold what is sensitive.
    if (this.#garbled <= TOLD_MAX) tell(this.#ctx.logger, 'command.garbled', { reason: flaw });
  }

  #cut(text: string): string {
    if (/^\s*\{\s*"result"/.test(text.slice(0, 100))) this.#lost = true;
    return 'it is too long';
  }

  #take(text: string): string | null {
    try {
      const said = JSON.parse(text) as Json;
      if (typeof said !== 'object' || said === null || Array.isArray(said)) return 'no JSON object follows the mark';
      return this.#obey(said as JsonObject);
    } catch (error) {
      return error instanceof SyntaxError ? 'it is no JSON' : messageOf(error);
    }
  }

  /** @returns the first thing that is wrong; what stands before it holds */
  #obey(said: JsonObject): string | null {
    for (const [key, value] of Object.entries(said)) {
      const flaw = Object.hasOwn(VERBS, key) ? this.#do(key as Verb, value) : `there is no \`${key.slice(0, 50)}\``;
      if (flaw !== null) return flaw;
    }
    return null;
  }

  #do(verb: Verb, value: Json): string | null {
    const flaw = VERBS[verb](value);
    if (flaw !== null) return flaw;
    if (verb === 'result') {
      this.#result = value;
      this.#lost = false;
    } else if (verb === 'progress') this.#ctx.progress(...progressOf(value as readonly Json[]));
    else this.#end(verb, value);
    return null;
  }

  #end(verb: 'retry' | 'dead', value: Json): void {
    const options = value as RetryOptions;
    // Options that cannot be are told now, not when it ends.
    if (verb === 'retry') this.#ctx.retry(options);
    this.#again = verb === 'retry';
    this.#wish =
      verb === 'retry' ? (cause) => this.#ctx.retry({ ...options, cause }) : () => this.#ctx.dead(value as string);
  }
}

const SAID_OF_RETRY: ReadonlySet<string> = new Set(['in', 'after', 'max', 'hold']);

/** Each tells what is wrong with its value; null: nothing. */
const VERBS = {
  progress: (value: Json) => (isProgress(value) ? null : '`progress` is [done, total, text], the last two where known'),
  result: () => null,
  retry: (value: Json) =>
    isRetry(value) ? null : '`retry` is {"in":"60s"}, {"in":"60s","max":3,"hold":"BUCKET"}, {"after":"120"} or {}',
  dead: (value: Json) => (typeof value === 'string' ? null : '`dead` is a text'),
} as const;

type Verb = keyof typeof VERBS;

function isProgress(value: Json): boolean {
  if (!Array.isArray(value) || value.length < 1 || value.length > 3) return false;
  const [done, total, text] = value as readonly Json[];
  const known = total === undefined || total === null || typeof total === 'number';
  return typeof done === 'number' && known && (text === undefined || text === null || typeof text === 'string');
}

function progressOf(value: readonly Json[]): [number, number | undefined, string | undefined] {
  const [done, total, text] = value;
  return [done as number, (total ?? undefined) as number | undefined, (text ?? undefined) as string | undefined];
}

function isRetry(value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).every((key) => SAID_OF_RETRY.has(key));
}
