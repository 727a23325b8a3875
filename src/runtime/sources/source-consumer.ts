/**
 * One source: takes messages from a queue of a broker and makes jobs of them.
 *
 *   connecting ──▶ consuming ──the connection or the channel is gone──▶ waiting (longer each time) ──▶ consuming
 *
 * Where the broker is there and says no, it waits in the same way, and the state is `refused`.
 *
 * A message is confirmed once its job is stored, or once it is where refused ones go. Whatever happens before that, it
 * stays in the queue, and comes again: to this process or to another. While the store is away it is held, and tried again.
 */
import { type ConfirmChannel, type ConsumeMessage, Line, type Loss, lossOf, Outlet } from '../../amqp/index.ts';
import { backoffDelay, type Backoff, tell } from '../../core/index.ts';
import type { SourceInfo } from '../../engine/index.ts';
import { anySignal, messageOf, newAborter, pause, reach, Service } from '../../foundation/index.ts';
import type { SourceSpec } from '../../manifest/index.ts';
import type { Enqueuer } from '../enqueueing/enqueuer.ts';
import { isFinal } from '../final.ts';
import { doneWithin } from '../working/patience.ts';
import type { RuntimeDeps } from '../ports.ts';
import { carrierOf, jobOfMessage } from './message-job.ts';

export interface SourceParts {
  readonly source: SourceSpec;
  /** Of the broker; may hold a password. */
  readonly url: string;
  readonly deps: Pick<RuntimeDeps, 'clock' | 'logger' | 'newId' | 'random' | 'generations' | 'tracer'>;
  readonly enqueuer: Pick<Enqueuer, 'enqueue'>;
}

/** Between two connections, and between two tries to store a message or to get rid of it. */
const BACKOFF: Backoff = { type: 'exponential', baseMs: 200, factor: 2, maxMs: 30_000, jitter: 'equal' };
/** How long a stop waits for the jobs that are being stored; what is not by then goes back to the queue. */
const LAST_STORE_MS = 3_000;
/** A broker that is gone does not answer that we leave. */
const GOODBYE_MS = 2_000;
/** A broker that does not answer while it is connected to is left behind by a stop. */
const LEAVE_MS = 6_000;
const REASON_MAX = 1_000;

const STOPPED: Loss = { reason: '', refused: false };

/** The channel that a message came by; it can be confirmed on no other. */
interface Intake {
  readonly channel: ConfirmChannel;
  readonly line: Line;
  /** Aborts when it is gone, or when a stop begins. */
  readonly over: AbortSignal;
}

export class SourceConsumer extends Service {
  readonly #parts: SourceParts;
  readonly #open = new Set<Promise<void>>();
  #running: Promise<void> = Promise.resolve();
  #state: SourceInfo['state'] = 'connecting';
  #since: number;
  #trouble: string | null = null;
  #taken = 0;
  #stored = 0;
  readonly #refusals: Record<string, number> = {};
  #line: Line | undefined;
  #outlet: Promise<Outlet> | undefined;

  constructor(parts: SourceParts) {
    super();
    this.#parts = parts;
    this.#since = parts.deps.clock.now();
  }

  get info(): SourceInfo {
    const counts = { taken: this.#taken, open: this.#open.size, stored: this.#stored, refused: this.#refused };
    const blocked = this.#line?.blocked ?? null;
    const trouble = blocked === null ? this.#trouble : `the broker has blocked the connection: ${blocked}`;
    return { state: this.#state, since: this.#since, trouble, ...counts, refusals: { ...this.#refusals } };
  }

  get #refused(): number {
    return Object.values(this.#refusals).reduce((sum, count) => sum + count, 0);
  }

  /** The broker is not waited for. */
  protected override async onStart(): Promise<void> {
    this.#running = this.#parts.deps.tracer.detached(() => this.#run());
  }

  protected override async onStop(): Promise<void> {
    await doneWithin(this.#running, LEAVE_MS, this.#parts.deps);
  }

  async #run(): Promise<void> {
    const { clock, random } = this.#parts.deps;
    for (let tries = 1; !this.stopping; tries += 1) {
      const before = this.#stored + this.#refused;
      const loss = await this.#consume().catch(lossOf);
      if (this.ending.aborted) return;
      if (this.#state === 'consuming' || before !== this.#stored + this.#refused) tries = 1;
      this.#lost(loss);
      await pause(clock, backoffDelay(BACKOFF, tries, random), this.ending);
    }
  }

  /** @returns why it is over */
  async #consume(): Promise<Loss> {
    const { source, url, deps } = this.#parts;
    const line = await Line.open(url, `skep source ${source.name}`);
    try {
      this.#line = line;
      if (this.stopping) return STOPPED;
      const channel = await line.channel();
      const over = gone(channel, line);
      const [closed, cancelled] = [newAborter(), newAborter()];
      void over.then(() => closed.abort());
      const intake: Intake = { channel, line, over: anySignal([closed.signal, this.ending]) };
      await channel.prefetch(source.prefetch);
      const { consumerTag } = await channel.consume(source.queue, (message) => {
        if (message === null) cancelled.abort();
        else this.#took(message, intake);
      });
      this.#found();
      const ended = aborted(cancelled.signal, { reason: 'the broker has ended the consumer', refused: false });
      const loss = await Promise.race([over, ended, aborted(this.ending, STOPPED)]);
      if (this.ending.aborted) {
        await channel.cancel(consumerTag).catch(() => undefined);
        await doneWithin(Promise.all(this.#open), LAST_STORE_MS, deps);
        // The connection's own end would overtake confirms that are on their way: those messages would come again.
        await doneWithin(
          channel.close().catch(() => undefined),
          GOODBYE_MS,
          deps,
        );
      }
      return loss;
    } finally {
      this.#line = undefined;
      this.#outlet = undefined;
      await line.close();
    }
  }

  #took(message: ConsumeMessage, intake: Intake): void {
    this.#taken += 1;
    const work = this.#settle(message, intake).finally(() => this.#open.delete(work));
    this.#open.add(work);
  }

  /** Never rejects. Without a word to the broker the message stays where it is. */
  async #settle(message: ConsumeMessage, intake: Intake): Promise<void> {
    const { clock, random } = this.#parts.deps;
    const { over: signal } = intake;
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#settleOnce(message, intake);
        return;
      } catch (error) {
        this.#trouble = messageOf(error);
      }
      if (!signal.aborted) await pause(clock, backoffDelay(BACKOFF, tries, random), signal);
      if (signal.aborted) return;
    }
  }

  /** @throws what another try may get over */
  async #settleOnce(message: ConsumeMessage, intake: Intake): Promise<void> {
    try {
      await this.#store(message);
    } catch (error) {
      if (!isFinal(error) || !this.#isInForce) throw error;
      // Stored before the source was given to another task, and not confirmed by then.
      if (error.code === 'JOB_ID_TAKEN' && message.fields.redelivered) {
        this.#settled(message, intake);
        return;
      }
      await this.#refuse(message, `${error.code}: ${messageOf(error)}`.slice(0, REASON_MAX), intake);
      this.#refusals[error.code] = (this.#refusals[error.code] ?? 0) + 1;
      this.#trouble = null;
      return;
    }
    reach('message.stored');
    this.#settled(message, intake);
  }

  #settled(message: ConsumeMessage, { channel }: Intake): void {
    this.#stored += 1;
    this.#trouble = null;
    said(() => channel.ack(message));
  }

  /** A reload may have ended or changed the source: whoever takes the message next judges it by what holds then. */
  get #isInForce(): boolean {
    const { source, deps } = this.#parts;
    return JSON.stringify(deps.generations.current().manifest.sources[source.name]) === JSON.stringify(source);
  }

  async #store(message: ConsumeMessage): Promise<void> {
    const { source, deps, enqueuer } = this.#parts;
    const priority = deps.generations.current().task(source.task)?.spec.priority ?? 0;
    const item = jobOfMessage(message, source, priority);
    await deps.tracer.message(carrierOf(message), () => enqueuer.enqueue(source.task, [item]));
  }

  async #refuse(message: ConsumeMessage, reason: string, { channel, line }: Intake): Promise<void> {
    const { source, deps } = this.#parts;
    const { name, deadLetter } = source;
    if (deadLetter !== null) {
      this.#outlet ??= Outlet.on(line);
      const outlet = await this.#outlet;
      if (!outlet.open) {
        this.#outlet = undefined;
        throw new Error('the channel for refused messages is closed');
      }
      const { fields, content, properties } = message;
      const known: unknown = properties.messageId;
      await outlet.send({
        exchange: deadLetter.exchange,
        routingKey: deadLetter.routingKey ?? fields.routingKey,
        content,
        options: {
          ...(properties as object),
          messageId: typeof known === 'string' && known !== '' ? known : deps.newId(),
          persistent: true,
          mandatory: true,
          headers: { ...properties.headers, 'skep-reason': reason, 'skep-source': name, 'skep-task': source.task },
        },
      });
    }
    said(() => (deadLetter === null ? channel.nack(message, false, false) : channel.ack(message)));
    const to = deadLetter === null ? null : deadLetter.exchange;
    const { messageId } = message.properties as { readonly messageId?: unknown };
    tell(deps.logger, 'message.refused', {
      source: name,
      reason,
      to,
      ...(messageId === undefined ? {} : { messageId }),
    });
  }

  #found(): void {
    const { source, deps } = this.#parts;
    const back = this.#state !== 'connecting';
    this.#turned('consuming');
    this.#trouble = null;
    tell(deps.logger, back ? 'source.back' : 'source.consumes', { source: source.name, queue: source.queue });
  }

  /** Told once, until it is back. */
  #lost({ reason, refused }: Loss): void {
    const { source, deps } = this.#parts;
    const news = this.#state === 'connecting' || this.#state === 'consuming';
    this.#turned(refused ? 'refused' : 'waiting');
    this.#trouble = reason;
    if (news) tell(deps.logger, 'source.waits', { source: source.name, broker: source.broker, reason });
  }

  #turned(state: SourceInfo['state']): void {
    if (this.#state !== state) this.#since = this.#parts.deps.clock.now();
    this.#state = state;
  }
}

/** Resolves when nothing more can come by that channel, with why. */
function gone(channel: ConfirmChannel, line: Line): Promise<Loss> {
  const closed = new Promise<Loss>((resolve) => {
    channel.once('error', (error: Error) => resolve(lossOf(error)));
    channel.once('close', () => resolve({ reason: 'the channel was closed', refused: false }));
  });
  // Both end together where the connection breaks, and that one knows why.
  return Promise.race([line.lost, closed]);
}

function aborted(signal: AbortSignal, loss: Loss): Promise<Loss> {
  if (signal.aborted) return Promise.resolve(loss);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(loss), { once: true }));
}

/** On a channel that has closed meanwhile: the message comes again, and is known by its id. */
function said(word: () => void): void {
  try {
    word();
  } catch {
    // Nobody is there to hear it.
  }
}
