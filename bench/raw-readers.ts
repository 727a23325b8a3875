/** Reads over sockets that are kept and asked again before they have answered: what asks must cost less than what answers. */
import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: (\d+)/i;

/** One connection. Answers have a length and come in the order of the requests. */
class Line {
  waiting = 0;
  readonly #socket: Socket;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(port: number, answered: (ok: boolean) => void) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.#socket.on('error', () => undefined);
    // The server ends what was idle for a while, also when a request is on its way there.
    this.#socket.on('close', () => {
      for (; this.waiting > 0; this.waiting -= 1) answered(false);
    });
    this.#socket.on('data', (chunk) => {
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
      for (let head = this.#next(); head !== null; head = this.#next()) {
        this.waiting -= 1;
        answered(head.startsWith('HTTP/1.1 200'));
      }
    });
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  ask(path: string): void {
    this.waiting += 1;
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n`);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Takes a whole answer off what has come. @returns its head; null: there is none yet */
  #next(): string | null {
    const end = this.#bytes.indexOf(HEAD_END);
    if (end < 0) return null;
    const head = this.#bytes.toString('latin1', 0, end);
    const behind = end + HEAD_END.length + Number(LENGTH.exec(head)?.[1] ?? 0);
    if (this.#bytes.length < behind) return null;
    this.#bytes = this.#bytes.subarray(behind);
    return head;
  }
}

export class RawReaders {
  answered = 0;
  refused = 0;
  readonly #port: number;
  readonly #lines: Line[];
  #turn = 0;

  /** @param url of the server @param lines connections */
  constructor(url: string, lines: number) {
    this.#port = Number(new URL(url).port);
    this.#lines = Array.from({ length: lines }, () => this.#opened());
  }

  /** Those that have no answer yet. */
  get waiting(): number {
    return this.#lines.reduce((sum, line) => sum + line.waiting, 0);
  }

  /** Asks on the next connection, whether or not it waits for others already. */
  ask(path: string): void {
    const at = (this.#turn += 1) % this.#lines.length;
    let line = this.#lines[at];
    if (line?.isOpen !== true) this.#lines[at] = line = this.#opened();
    line.ask(path);
  }

  close(): void {
    for (const line of this.#lines) line.close();
  }

  #opened(): Line {
    return new Line(this.#port, (ok) => {
      if (ok) this.answered += 1;
      else this.refused += 1;
    });
  }
}
