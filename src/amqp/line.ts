/** A connection to a broker of AMQP 0-9-1, as the library gives it, with the one question that matters asked once: is it gone, and why. */
import amqp, { type ChannelModel, type ConfirmChannel } from 'amqplib';

import { newAborter, pause, systemClock } from '../foundation/index.ts';
import { type Loss, lossOf } from './loss.ts';

/** A dead peer is noticed within twice that. */
const HEARTBEAT_S = 10;
const CONNECT_MS = 10_000;
/** A broker that is gone does not answer that we leave. */
const GOODBYE_MS = 2_000;

export class Line {
  /** Resolves when the connection is gone, with why. */
  readonly lost: Promise<Loss>;
  readonly #model: ChannelModel;
  #isLost = false;
  #blocked: string | null = null;

  private constructor(model: ChannelModel) {
    this.#model = model;
    let loss: Loss = { reason: 'the connection was closed', refused: false };
    model.on('error', (error: Error) => {
      loss = lossOf(error);
    });
    model.on('blocked', (reason: string) => {
      this.#blocked = reason;
    });
    model.on('unblocked', () => {
      this.#blocked = null;
    });
    this.lost = new Promise((resolve) => {
      model.on('close', () => {
        this.#isLost = true;
        resolve(loss);
      });
    });
  }

  /** Why the broker takes nothing by this connection for the moment (it runs out of memory or disk); null: it does. */
  get blocked(): string | null {
    return this.#blocked;
  }

  /**
   * @param url  may hold a password: it stands in no error
   * @param name under which the broker lists the connection
   * @throws what the system or the broker says
   */
  static async open(url: string, name: string): Promise<Line> {
    const options = { timeout: CONNECT_MS, noDelay: true, clientProperties: { connection_name: name } };
    return new Line(await amqp.connect(withHeartbeat(url), options));
  }

  /** A channel whose messages are confirmed. */
  async channel(): Promise<ConfirmChannel> {
    return this.#model.createConfirmChannel();
  }

  /** What is not confirmed on its channels goes back to the queues. Never rejects. */
  async close(): Promise<void> {
    if (this.#isLost) return;
    const over = newAborter();
    const closing = this.#model.close().catch(() => undefined);
    await Promise.race([closing, pause(systemClock, GOODBYE_MS, over.signal)]);
    over.abort();
  }
}

function withHeartbeat(url: string): string {
  const address = new URL(url);
  if (!address.searchParams.has('heartbeat')) address.searchParams.set('heartbeat', String(HEARTBEAT_S));
  return address.href;
}
