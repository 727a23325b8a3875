/** Publishes for all tasks of a process, by one connection that is made when the first message wants out, and again after it broke. */
import { Line } from './line.ts';
import { lossOf } from './loss.ts';
import { type Letter, Outlet } from './outlet.ts';
import { PublishError } from './publish-error.ts';

export class Publisher {
  readonly #url: string;
  readonly #name: string;
  #line: Promise<Line> | undefined;
  #outlets = new Map<string, Promise<Outlet>>();

  constructor(url: string, name: string) {
    this.#url = url;
    this.#name = name;
  }

  /**
   * Resolves when the broker has confirmed the message.
   * @throws PublishError PUBLISH_REFUSED, PUBLISH_UNCONFIRMED
   */
  async send(letter: Letter): Promise<void> {
    const outlet = await this.#outlet(letter.exchange).catch((error: unknown) => {
      throw new PublishError(
        'PUBLISH_UNCONFIRMED',
        `there is no connection to the broker: ${lossOf(error).reason}`,
        error,
      );
    });
    const blocked = await this.blocked();
    // What is sent now would be sent when the block ends, beside what the next attempts have sent.
    if (blocked !== null) {
      throw new PublishError('PUBLISH_UNCONFIRMED', `the broker has blocked the connection: ${blocked}`);
    }
    await outlet.send(letter);
  }

  /** Why the broker takes nothing for the moment; null: it does, as far as one knows. */
  async blocked(): Promise<string | null> {
    const line = await this.#line?.catch(() => undefined);
    return line?.blocked ?? null;
  }

  /** Never rejects. */
  async close(): Promise<void> {
    const line = await this.#line?.catch(() => undefined);
    await line?.close();
  }

  async #outlet(exchange: string): Promise<Outlet> {
    const line = await this.#connected();
    const known = this.#outlets.get(exchange);
    if (known !== undefined && (await known).open) return known;
    // Somebody else may have been faster.
    if (this.#outlets.get(exchange) !== known) return this.#outlet(exchange);
    const outlet = Outlet.on(line);
    this.#outlets.set(exchange, outlet);
    outlet.catch(() => this.#outlets.get(exchange) === outlet && this.#outlets.delete(exchange));
    return outlet;
  }

  #connected(): Promise<Line> {
    this.#line ??= this.#connect();
    return this.#line;
  }

  async #connect(): Promise<Line> {
    try {
      const line = await Line.open(this.#url, this.#name);
      void line.lost.then(() => this.#forget());
      return line;
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  #forget(): void {
    this.#line = undefined;
    this.#outlets = new Map();
  }
}
