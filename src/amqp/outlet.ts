/** Where messages to one exchange leave: a channel of its own, for a broker that refuses one message closes the channel. */
import type { ConfirmChannel, Options } from 'amqplib';

import { messageOf } from '../foundation/index.ts';
import type { Line } from './line.ts';
import { PublishError } from './publish-error.ts';

export interface Letter {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  /** By its id a message is known that comes back. */
  readonly options: Options.Publish & { readonly messageId: string };
}

export class Outlet {
  readonly #channel: ConfirmChannel;
  readonly #returned = new Set<string>();
  /** Why the broker has closed the channel. */
  #refusal: string | undefined;
  #open = true;

  private constructor(channel: ConfirmChannel) {
    this.#channel = channel;
    // The broker sends a message back before it confirms it.
    channel.on('return', ({ properties }) => this.#returned.add(String(properties.messageId)));
    channel.on('error', (error: Error) => {
      this.#refusal = messageOf(error);
    });
    channel.on('close', () => {
      this.#open = false;
    });
  }

  static async on(line: Line): Promise<Outlet> {
    return new Outlet(await line.channel());
  }

  get open(): boolean {
    return this.#open;
  }

  /**
   * Resolves when the broker has confirmed the message: a persistent one in a durable queue is on its disk then.
   * @throws PublishError PUBLISH_REFUSED, PUBLISH_UNCONFIRMED
   */
  send({ exchange, routingKey, content, options }: Letter): Promise<void> {
    return new Promise((resolve, reject) => {
      const confirmed = (error: unknown): void => {
        const failure = this.#failureOf(error, options.messageId, exchange);
        if (failure === undefined) resolve();
        else reject(failure);
      };
      try {
        this.#channel.publish(exchange, routingKey, content, options, confirmed);
      } catch (error) {
        reject(unconfirmed(error));
      }
    });
  }

  #failureOf(error: unknown, messageId: string, exchange: string): PublishError | undefined {
    const place = exchange === '' ? 'the default exchange' : `the exchange ${exchange}`;
    const returned = this.#returned.delete(messageId);
    if (error === null || error === undefined) {
      return returned ? new PublishError('PUBLISH_REFUSED', `no queue gets the message from ${place}`) : undefined;
    }
    if (this.#refusal !== undefined) {
      return new PublishError('PUBLISH_REFUSED', `the broker refused the message: ${this.#refusal}`, error);
    }
    return this.#open
      ? new PublishError('PUBLISH_REFUSED', `the broker did not take the message for ${place}`, error)
      : unconfirmed(error);
  }
}

function unconfirmed(error: unknown): PublishError {
  return new PublishError(
    'PUBLISH_UNCONFIRMED',
    `the connection broke before the broker had confirmed the message: ${messageOf(error)}`,
    error,
  );
}
