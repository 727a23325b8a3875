/** One attempt that runs in a thread or process, as the worker sees it. */
import {
  AttemptAborted,
  CallContext,
  type Child,
  clean,
  ERROR_MESSAGE_MAX,
  Execution,
  FarError,
  type HandlerContext,
  type HandlerSpan,
  type JsonInput,
  type Outcome,
  resourceOutcome,
  type StartItem,
} from '../core/index.ts';
import {
  type Clock,
  type ErrorCode,
  formatDuration,
  formatSize,
  insideOfNow,
  type LogLevel,
  messageOf,
} from '../foundation/index.ts';
import { activeCarrier } from '../propagation/index.ts';
import { refusalAcross } from './across.ts';
import { answersIn, collectedJob, isHeld, type Settled, settledBy } from './ended.ts';
import type { HostEnd, HostLimits } from './host.ts';
import type { FarNews, FarWork } from './messages.ts';
import { howEnded, type Member, type Pool } from './pool.ts';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
/** Beside what the resources themselves may take. */
const CLOSE_MORE_MS = 1_000;

export interface FarExecutionParts {
  readonly pool: Pool;
  readonly work: FarWork;
  readonly clock: Clock;
}

export class FarExecution extends Execution {
  readonly done: Promise<unknown>;
  override readonly begins: Promise<void>;
  readonly #parts: FarExecutionParts;
  readonly #ctx: HandlerContext;
  /** Of a handler that takes many jobs: the context of each. */
  readonly #each: readonly HandlerContext[] | undefined;
  readonly #carrier = activeCarrier();
  /** What comes from there belongs to the attempt's trace. */
  readonly #inside = insideOfNow();
  readonly #leave: (reason: Error) => void;
  #member: Member | undefined;
  #settle: (how: Settled) => void = () => undefined;
  #closed: (error: unknown) => void = () => undefined;
  #cut = false;
  #crash: FarError | undefined;
  readonly #abort = (): void => this.#aborted();

  constructor(parts: FarExecutionParts, ctx: HandlerContext) {
    super();
    this.#parts = parts;
    this.#ctx = ctx;
    this.#each = (ctx as unknown) instanceof CallContext ? (ctx as unknown as CallContext).each : undefined;
    const { member, leave } = parts.pool.take(parts.work.limits?.memoryBytes ?? null);
    this.#leave = leave;
    ctx.signal.addEventListener('abort', this.#abort, { once: true });
    this.done = new Promise((resolve, reject) => {
      // What is passed on is whatever the handler threw.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      this.#settle = (how) => ('value' in how ? resolve(how.value) : reject(how.error));
    });
    // The attempt counts its time from then on.
    this.begins = member.then(
      (given) => this.#begin(given),
      (error: unknown) => this.#settle({ error }),
    );
  }

  override get closeMs(): number {
    return this.#parts.work.resources.reduce((sum, { settings }) => sum + settings.closeTimeoutMs, CLOSE_MORE_MS);
  }

  #begin(member: Member): void {
    const { work, pool } = this.#parts;
    if (this.#cut || this.#ctx.signal.aborted) {
      pool.giveBack(member, null);
      this.#settle({ error: this.#ctx.signal.reason });
      return;
    }
    this.#member = member;
    const { host } = member;
    host.listener = (news) => this.#heed(news);
    host.onEnd = (end) => this.#crashed(end);
    const turn = host.begin(work.limits);
    const { logger } = this.#ctx;
    const each = this.#each;
    const { job } = each?.[0] ?? this.#ctx;
    const levels = LEVELS.filter((level) => logger.isEnabled(level));
    const { traceparent, tracestate } = this.#carrier;
    host.post({
      kind: 'run',
      turn,
      ...(each === undefined ? { job } : { job: { ...job, payload: null }, collected: each.map(collectedJob) }),
      code: work.code,
      resources: work.resources,
      ...(work.resources.length > 0 && { sensitive: work.sensitive }),
      carrier: { traceparent, tracestate, ...(isHeld(this.#ctx.span) && { recorded: true }) },
      levels,
      // Of many jobs in one call a line is of none.
      prints: work.prints && each === undefined,
    });
    for (const [of, { signal }] of (each ?? []).entries()) {
      const told = (): void => this.#tellAbort(signal.reason, of);
      if (signal.aborted) told();
      else signal.addEventListener('abort', told, { once: true });
    }
  }

  #tellAbort(reason: unknown, of?: number): void {
    if (!(reason instanceof AttemptAborted)) return;
    const { name, message } = reason;
    this.#member?.host.post({ kind: 'abort', name, message, ...(of !== undefined && { of }) });
  }

  #aborted(): void {
    const reason: unknown = this.#ctx.signal.reason;
    if (this.#member === undefined) this.#leave(reason as Error);
    // Of many jobs each signal is told of by itself, and theirs together is made there.
    else if (this.#each === undefined) this.#tellAbort(reason);
  }

  #heed(news: FarNews): void {
    if (news.kind === 'ended') this.#ended(news);
    else if (news.kind === 'closed') {
      this.#free(news.rss, false);
      this.#closed(news.error === null ? undefined : new FarError(news.error));
    } else this.#asked(news);
  }

  /** What the handler reports or asks for, in the words of its context here. */
  #asked(news: Exclude<FarNews, { kind: 'ended' | 'closed' }>): void {
    const ctx = this.#context(news.of);
    switch (news.kind) {
      case 'report':
        reported(ctx, news);
        return;
      case 'line':
        ctx.logger[news.level](news.fields, news.text);
        return;
      case 'extend':
        ctx.extend(news.ms);
        return;
      case 'enqueue':
        void this.#answer(news, () => this.#inside(() => enqueued(ctx, news)));
        return;
      case 'start':
        void this.#answer(news, async () => [await this.#inside(() => started(ctx, news.item))]);
        return;
      case 'span':
        tellSpan(ctx.span, news);
    }
  }

  #context(of: number | undefined): HandlerContext {
    return (of === undefined ? undefined : this.#each?.[of]) ?? this.#ctx;
  }

  async #answer({ call, of }: Asked, ask: () => Promise<readonly Child[]>): Promise<void> {
    try {
      const children = await ask();
      this.#member?.host.post({ kind: 'answer', call, of, answer: { ok: true, children } });
    } catch (error) {
      this.#member?.host.post({ kind: 'answer', call, of, answer: { ok: false, error: refusalAcross(error) } });
    }
  }

  #ended({ how, rss, spoiled }: Extract<FarNews, { kind: 'ended' }>): void {
    // What it has open is closed with the outcome, there.
    if (this.#parts.work.resources.length === 0 || spoiled) this.#free(rss, spoiled);
    this.#settle(how.kind === 'answered' ? { value: answersIn(how) } : settledBy(how));
  }

  #crashed(end: HostEnd): void {
    if (this.#member === undefined) return;
    this.#member = undefined;
    this.#rest();
    const error = crashOf(this.#parts.work, end);
    this.#crash = error;
    this.#settle({ error });
    this.#closed(error);
  }

  #free(rss: number, spoiled: boolean): void {
    const member = this.#member;
    if (member === undefined) return;
    this.#member = undefined;
    this.#rest();
    member.host.onEnd = () => undefined;
    member.host.rest();
    this.#parts.pool.giveBack(member, { rss, spoiled });
  }

  #rest(): void {
    this.#ctx.signal.removeEventListener('abort', this.#abort);
  }

  async kill(): Promise<boolean> {
    this.#cut = true;
    const host = this.#member?.host;
    this.#leave(new Error('the attempt is over'));
    if (host === undefined) return true;
    host.kill();
    await host.ended;
    return true;
  }

  async close(outcome: Outcome): Promise<void> {
    const member = this.#member;
    // What it had open went with its process, and did not count.
    if (this.#crash !== undefined && this.#parts.work.resources.length > 0) throw this.#crash;
    if (member === undefined || this.#cut) return;
    const closed = new Promise<unknown>((resolve) => (this.#closed = resolve));
    const late = this.#parts.clock.after(this.closeMs, () => member.host.kill(), { hold: true });
    member.host.post({ kind: 'close', outcome: resourceOutcome(outcome) });
    const error = await closed;
    late.cancel();
    if (error !== undefined) throw error as Error;
  }
}

function reported(ctx: HandlerContext, { progress, lines }: Extract<FarNews, { kind: 'report' }>): void {
  for (const line of lines) ctx.log(...line);
  if (progress) ctx.progress(progress.done, progress.total ?? undefined, progress.message ?? undefined);
}

type Asked = Extract<FarNews, { kind: 'enqueue' | 'start' }>;

function enqueued(
  ctx: HandlerContext,
  { task, items }: Extract<FarNews, { kind: 'enqueue' }>,
): Promise<readonly Child[]> {
  return ctx.enqueueMany(task, items as Parameters<HandlerContext['enqueueMany']>[1]);
}

function started(ctx: HandlerContext, { workflow, input, options }: StartItem): Promise<Child> {
  return ctx.start(workflow, input as JsonInput, options);
}

function tellSpan(span: HandlerSpan, { method, given }: Extract<FarNews, { kind: 'span' }>): void {
  try {
    (span[method] as (...all: unknown[]) => unknown).apply(span, [...given]);
  } catch {
    // Spans may be of an SDK that is not ours; what it does not take is lost, and nothing else.
  }
}

/** Why an attempt failed whose thread or process has ended, as an error of ours. */
function crashOf({ kind, limits }: FarWork, end: HostEnd): FarError {
  const { code, text } = whyEnded(kind, limits, end);
  const message = clean(text, ERROR_MESSAGE_MAX);
  return new FarError({ told: { name: 'SkepError', message, code, stack: null }, names: ['SkepError', code] });
}

function whyEnded(
  kind: FarWork['kind'],
  limits: HostLimits | null,
  end: HostEnd,
): { readonly code: ErrorCode; readonly text: string } {
  if (end.over === 'cpu') {
    const limit = formatDuration(limits?.cpuMs ?? 0);
    return { code: 'ATTEMPT_OUT_OF_CPU', text: `the attempt took more CPU time than its limit of ${limit}` };
  }
  if (end.over === 'memory') {
    const bytes = limits?.memoryBytes ?? null;
    const limit = bytes === null ? `a ${kind} may have` : `its limit of ${formatSize(bytes)}`;
    return { code: 'ATTEMPT_OUT_OF_MEMORY', text: `the attempt took more memory than ${limit}` };
  }
  if (/heap out of memory|Array buffer allocation failed/.test(`${end.stderr} ${messageOf(end.error)}`)) {
    return {
      code: 'ATTEMPT_OUT_OF_MEMORY',
      text: `the attempt took more memory than Node has: ${howEnded(kind, end)}`,
    };
  }
  return { code: 'ATTEMPT_CRASHED', text: howEnded(kind, end, ' before the handler had') };
}
