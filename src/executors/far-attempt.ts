/** One attempt on the far side: what its handler is given, and how it ended. */
import {
  type AbortName,
  AttemptAborted,
  answersOf,
  AttemptContext,
  CallContext,
  type Child,
  type ChildItem,
  type ContextSource,
  coverOf,
  type Handler,
  HandlerSignal,
  isInstance,
  type Job,
  keptLine,
  ResourceUse,
  type SharedResources,
  type StartItem,
} from '../core/index.ts';
import {
  type Clock,
  deepFreeze,
  encodeJson,
  encodeResult,
  type Json,
  type Logger,
  type LogLevel,
  SkepError,
} from '../foundation/index.ts';
import { errorAcross, stoppedHow } from './across.ts';
import { answered, isFailure } from './far-answers.ts';
import { FarLogger } from './far-logger.ts';
import { FarReports } from './far-reports.ts';
import { farResources, functionOf, NotLoaded } from './far-modules.ts';
import { FarSpan } from './far-span.ts';
import { type FarTraces, within } from './far-tracing.ts';
import type { FarTurn } from './far-turn.ts';
import type { Answered, Ended, FarNews, FarOrder, RunMessage } from './messages.ts';

export interface FarPort {
  post(news: FarNews): void;
}

export interface FarParts {
  readonly port: FarPort;
  readonly clock: Clock;
  readonly shared: SharedResources;
  readonly turn: FarTurn | undefined;
  /** Decides on spans that the sample leaves out. */
  readonly lives?: () => FarTraces['lives'];
}

interface Waiting {
  resolve(children: readonly Child[]): void;
  reject(error: Error): void;
}

export class FarAttempt implements ContextSource {
  readonly job: Job;
  readonly span: FarSpan;
  readonly #order: RunMessage;
  readonly #parts: FarParts;
  readonly #reports: FarReports;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #signal: HandlerSignal | undefined;
  #reason: AttemptAborted | undefined;
  #use: ResourceUse | undefined;
  #spoiled = false;
  /** What it reports from now on would be taken for that of whoever comes next. */
  #over = false;
  /** Of a handler that takes many jobs: each of them, to be asked by its context and never run. */
  readonly #each: readonly FarAttempt[] | undefined;

  constructor(order: RunMessage, parts: FarParts) {
    this.job = order.job;
    this.#order = order;
    this.#parts = parts;
    this.#reports = new FarReports(parts);
    parts.turn?.enter(order.turn);
    this.span = new FarSpan(parts, order.carrier);
    this.#each = order.collected?.map(({ job, ...carrier }, of) => {
      const port: FarPort = { post: (news) => parts.port.post({ ...news, of }) };
      const one = { ...order, job, carrier: { tracestate: null, ...carrier }, collected: undefined };
      return new FarAttempt(one, { ...parts, port, turn: undefined });
    });
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const how = await this.#how();
    this.#decide(how);
    this.flush();
    // What it has open is closed first, which is part of it.
    const last = this.#order.resources.length === 0 || this.#spoiled;
    if (last && !this.#leaves()) return;
    this.#parts.port.post({ kind: 'ended', how, rss: process.memoryUsage.rss(), spoiled: this.#spoiled });
  }

  /** Of a call for many jobs it is what any of them comes to. */
  #decide(how: Ended | Answered): void {
    const { traceId } = this.span.spanContext();
    const all = how.kind === 'answered' ? (how.answers ?? []) : [how];
    this.#parts.lives?.()?.endingFar(this.job, traceId, all.some(isFailure));
  }

  /** @returns false: it has gone over a limit, and its process is about to be killed */
  #leaves(): boolean {
    this.#over = true;
    return this.#parts.turn?.leave(this.#order.turn) ?? true;
  }

  async #how(): Promise<Ended | Answered> {
    try {
      const payload = this.#payload();
      const returned = await within(this.#order.carrier, this.span, () => this.#handled(payload));
      if (this.#each !== undefined && stoppedHow(returned) === undefined) return answered(returned);
      return stoppedHow(returned) ?? { kind: 'returned', encoded: encodeResult(returned) };
    } catch (error) {
      if (isInstance(error, NotLoaded)) this.#spoiled = true;
      return stoppedHow(error) ?? { kind: 'threw', error: errorAcross(error) };
    }
  }

  async #handled(payload: Json): Promise<unknown> {
    const handler = (await functionOf(this.#order.code)) as Handler;
    const resources = await farResources(this.#order.resources, this.#parts.shared);
    if (resources.length === 0) return await this.#call(handler, payload);
    const covers = (this.#each ?? [this]).map(({ job }) => coverOf(job, this.#order.sensitive ?? []));
    const cover = (text: string): string => covers.reduce((told, one) => one(told), text);
    const use = new ResourceUse(resources, { clock: this.#parts.clock, logger: this.logger(), cover });
    this.#use = use;
    const ctx = this.#context(use.values);
    await use.open(ctx);
    ctx.signal.throwIfAborted();
    return await this.#call(handler, payload, ctx);
  }

  /** What the handler gets first, frozen: that of its job, or those of all. */
  #payload(): Json {
    const payload = this.#each?.map(({ job }) => job.payload) ?? this.job.payload;
    if (typeof payload === 'object' && payload !== null) deepFreeze(payload);
    return payload;
  }

  #context(resources: Readonly<Record<string, unknown>> = {}): AttemptContext | CallContext {
    if (this.#each === undefined) return new AttemptContext(this, resources);
    const each = this.#each.map((one) => new AttemptContext(one));
    return new CallContext({ each, logger: this.logger(), span: this.span, resources });
  }

  async #call(handler: Handler, payload: Json, ctx = this.#context()): Promise<unknown> {
    // Of a task with `collect` the handler is one that takes what CallContext is.
    const returned: unknown = handler(payload, ctx as AttemptContext);
    return await (this.#each === undefined ? returned : answersOf(returned));
  }

  /** Sends what it has reported so far. */
  flush(): void {
    this.#reports.flush();
    for (const one of this.#each ?? []) one.flush();
  }

  heed(order: Exclude<FarOrder, { kind: 'setting' | 'run' | 'end' }>): void {
    const one = 'of' in order && order.of !== undefined ? this.#each?.[order.of] : undefined;
    if (one !== undefined && 'of' in order) one.heed({ ...order, of: undefined });
    else if (order.kind === 'abort') this.#abort(order.name, order.message);
    else if (order.kind === 'answer') this.#answered(order.call, order.answer);
    else void this.#close(order.outcome);
  }

  #abort(name: AbortName, message: string): void {
    this.#reason = new AttemptAborted(name, message);
    this.#signal?.abort(this.#reason);
  }

  async #close(outcome: Extract<FarOrder, { kind: 'close' }>['outcome']): Promise<void> {
    let error = null;
    try {
      await this.#use?.close(outcome);
    } catch (thrown) {
      error = errorAcross(thrown);
    }
    this.flush();
    if (!this.#leaves()) return;
    this.#parts.port.post({ kind: 'closed', error, rss: process.memoryUsage.rss() });
  }

  // ── what the context asks for ──────────────────────────────────────────────────────────────────────

  get signal(): AbortSignal {
    this.#signal ??= new HandlerSignal(this.#reason);
    return this.#signal.signal;
  }

  logger(): Logger {
    return new FarLogger(this.#parts.port, this.#order.levels);
  }

  noteProgress(done: number, total: number | null, message: string | null): void {
    if (!this.#over) this.#reports.progress({ done, total, message });
  }

  noteLine(line: string, level?: LogLevel): void {
    if (!this.#over) this.#reports.line(line, ...(level === undefined ? [] : [level]));
  }

  /** Takes what is printed while it runs. */
  readonly printed = (level: LogLevel, text: string): void => {
    if (this.#order.prints) this.noteLine(keptLine(text), level);
  };

  extend(ms: number): void {
    this.#parts.port.post({ kind: 'extend', ms });
  }

  /** @throws SkepError as an enqueue does there; PAYLOAD_NOT_JSON for what cannot be brought there at all */
  enqueue(task: string, items: readonly ChildItem[]): Promise<readonly Child[]> {
    return this.#ask((call) => ({ kind: 'enqueue', call, task, items: items.map(plainItem) }));
  }

  /** @throws SkepError as a start does there; PAYLOAD_NOT_JSON for what cannot be brought there at all */
  async start({ workflow, input, options }: StartItem): Promise<Child> {
    const item = {
      workflow: typeof workflow === 'string' ? workflow : (plainValue(workflow, 'the workflow') as object),
      input: plainValue(input ?? null, 'the input'),
      options,
    };
    const [child] = await this.#ask((call) => ({ kind: 'start', call, item }));
    if (child === undefined) throw new SkepError('INTERNAL', 'the start gave no receipt');
    return child;
  }

  #ask(news: (call: number) => FarNews): Promise<readonly Child[]> {
    const call = (this.#calls += 1);
    return new Promise((resolve, reject) => {
      // Throws for what cannot cross, which rejects.
      const said = news(call);
      this.#waiting.set(call, { resolve, reject });
      this.#parts.port.post(said);
    });
  }

  #answered(call: number, answer: Extract<FarOrder, { kind: 'answer' }>['answer']): void {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    if (answer.ok) waiting?.resolve(answer.children);
    else {
      const { code, message, hint, details } = answer.error;
      const more = { ...(hint !== undefined && { hint }), ...(details !== undefined && { details }) };
      waiting?.reject(new SkepError(code, message, more as ConstructorParameters<typeof SkepError>[2]));
    }
  }
}

/**
 * By what its classes say of themselves. @throws SkepError PAYLOAD_NOT_JSON, as the enqueue would; REQUEST_INVALID for
 * what else cannot cross: a process would leave it out, a thread would refuse it by a name of its own
 */
function plainItem(item: ChildItem, index: number): ChildItem {
  // What is no item is refused there.
  if (typeof item !== 'object' || (item as unknown) === null) return null as unknown as ChildItem;
  const { payload, ...rest } = item;
  const others = encodeJson(rest);
  if (!others.ok) {
    const message = `jobs[${index}]${others.pointer.replaceAll('/', '.')}: ${others.reason}`;
    throw new SkepError('REQUEST_INVALID', message, { details: { pointer: others.pointer, index } });
  }
  return { ...(JSON.parse(others.text) as object), payload: plainValue(payload, 'the payload', { index }) };
}

function plainValue(value: unknown, what: string, about: Readonly<Record<string, unknown>> = {}): Json {
  const encoded = encodeJson(value);
  if (encoded.ok) return JSON.parse(encoded.text) as Json;
  const { pointer, reason } = encoded;
  const place = pointer === '' ? what : `${what} at ${pointer}`;
  throw new SkepError('PAYLOAD_NOT_JSON', `${place}: ${reason}`, { details: { pointer, ...about } });
}
