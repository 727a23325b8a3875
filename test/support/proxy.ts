/**
 * A TCP proxy between the processes and Redis, whose ways change under their feet. `mode` holds for connections
 * that are there and for new ones.
 *
 *   pass        everything goes through
 *   refuse      new connections are ended at once
 *   hole        bytes vanish in both directions, no connection ends (a lost route without RST)
 *   delay       each chunk waits `delayMs`, in order
 *
 * One-time acts: cut(), halfClose(), and cutOn(texts, side): ends the connection when a request with these texts
 * passes, before it is delivered (`request`) or after it was, instead of the reply (`reply`). With `silence` it is the
 * last thing delivered: the mode becomes `hole`.
 */
import { once } from 'node:events';
import { createServer, type Server, Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export type ProxyMode = 'pass' | 'refuse' | 'hole' | 'delay';

interface Trap {
  readonly texts: readonly string[];
  readonly side: 'request' | 'reply' | 'silence';
  left: number;
  readonly sprung: () => void;
}

/** One connection: near is the client of Redis, far is Redis. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Name of the role as CLIENT SETNAME or HELLO … SETNAME told it. */
  role: string;
  /** The request was let through, its reply ends the connection instead. */
  doomed: boolean;
}

export class Proxy {
  mode: ProxyMode = 'pass';
  delayMs = 0;
  /** Modes act on connections with this role only (`skep-worker`, `skep-producer` …); '' for all. */
  role = '';
  /** Connections taken so far. */
  accepted = 0;
  readonly #server: Server;
  readonly #target: () => number;
  readonly #pairs = new Set<Pair>();
  #traps: Trap[] = [];

  private constructor(target: () => number) {
    this.#target = target;
    this.#server = createServer((near) => {
      this.#join(near);
    });
  }

  /** @param target port of the server on 127.0.0.1 */
  static async start(target: number | (() => number)): Promise<Proxy> {
    const proxy = new Proxy(typeof target === 'number' ? () => target : target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Ends connections at once, with RST. @param role only those */
  cut(role = ''): void {
    for (const pair of this.#pairs) if (role === '' || pair.role === role) end(pair);
  }

  /** Redis' side says FIN: what it sends afterwards is lost, what it is sent still arrives. */
  halfClose(): void {
    for (const { near } of this.#pairs) near.end();
  }

  /** Springs at the next `times` requests that hold all of `texts`. @returns when the last one has sprung */
  cutOn(texts: string | readonly string[], side: Trap['side'], times = 1): Promise<void> {
    return new Promise((resolve) => this.#traps.push({ texts: [texts].flat(), side, left: times, sprung: resolve }));
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    this.accepted += 1;
    if (this.mode === 'refuse' && this.role === '') {
      near.resetAndDestroy();
      return;
    }
    const far = new Socket().connect(this.#target(), '127.0.0.1');
    const pair: Pair = { near, far, role: '', doomed: false };
    this.#pairs.add(pair);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => {
        end(pair);
      });
      socket.on('close', () => {
        this.#pairs.delete(pair);
        end(pair);
      });
    }
    near.on('data', (chunk: Buffer) => {
      this.#request(pair, chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (pair.doomed) end(pair);
      else this.#forward(pair, pair.near, chunk);
    });
  }

  #request(pair: Pair, chunk: Buffer): void {
    const text = chunk.toString('latin1');
    pair.role ||= /\bskep-[a-z]+/.exec(text)?.[0] ?? '';
    const trap = this.#traps.find(({ texts }) => texts.every((one) => text.includes(one)));
    if (trap) {
      trap.left -= 1;
      if (trap.left === 0) {
        this.#traps = this.#traps.filter((one) => one !== trap);
        trap.sprung();
      }
      if (trap.side === 'silence') {
        this.#forward(pair, pair.far, chunk);
        this.mode = 'hole';
        return;
      }
      if (trap.side === 'request') {
        end(pair);
        return;
      }
      pair.doomed = true;
    }
    this.#forward(pair, pair.far, chunk);
  }

  #forward(pair: Pair, to: Socket, chunk: Buffer): void {
    const mode = this.role === '' || this.role === pair.role ? this.mode : 'pass';
    if (mode === 'hole') return;
    if (mode === 'delay') setTimeout(() => to.writable && to.write(chunk), this.delayMs);
    else if (mode === 'refuse') end(pair);
    else if (to.writable || to.connecting) to.write(chunk);
  }
}

function end({ near, far }: Pair): void {
  reset(near);
  reset(far);
}

/** A socket that is saying goodbye cannot be reset: Node would keep its handle, and the process, for ever. */
function reset(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
