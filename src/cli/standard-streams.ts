/**
 * Standard output and error as handlers and libraries use them (`console.log`): when the disk behind them is full or
 * their reader has gone, what they print is lost and work goes on. Node would end the process for it.
 */
import type { DoctorCheck } from '../platform/index.ts';
import { counted, statusRow, systemClock } from '../foundation/index.ts';

type Name = 'standard output' | 'standard error';

/** A full disk is told again after so long; a file that takes writes again is not seen otherwise. */
const NEWS_MS = 60_000;
/** At the end a reader that has stopped reading is not waited for longer. */
const FLUSH_MS = 2_000;

interface Loss {
  readonly name: Name;
  readonly message: string;
  readonly code: string;
  writes: number;
  at: number;
  toldAt: number;
}

export class StandardStreams {
  readonly #losses = new Map<Name, Loss>();
  #tell: (text: string) => void = () => undefined;

  constructor() {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => this.#lost('standard output', error));
    process.stderr.on('error', (error: NodeJS.ErrnoException) => this.#lost('standard error', error));
  }

  /** Told when prints are lost: at once, and while it goes on once a minute. */
  onLoss(tell: (text: string) => void): void {
    this.#tell = tell;
    for (const loss of this.#losses.values()) tell(textOf(loss));
  }

  /** What cannot be printed now, for /readyz and doctor. A reader that has gone does not come back. */
  checks(): readonly DoctorCheck[] {
    const now = systemClock.monotonic();
    const current = [...this.#losses.values()].filter(({ code, at }) => code === 'EPIPE' || now - at < NEWS_MS);
    return current.map((loss) => ({
      name: 'prints',
      status: 'warn',
      message: textOf(loss),
      hint: 'Make room, or let it be written to something that stays: what handlers print is lost meanwhile.',
    }));
  }

  /** Resolves when all that was printed has been handed on, after two seconds at the latest. */
  async flushed(): Promise<void> {
    const all = [process.stdout, process.stderr].map((stream) => {
      return new Promise<void>((resolve) => {
        if (stream.writableLength === 0) resolve();
        else stream.write('', () => resolve());
      });
    });
    await Promise.race([Promise.all(all), new Promise<void>((resolve) => systemClock.after(FLUSH_MS, resolve))]);
  }

  /** What is printed to a terminal stands above the row that is written over there, until what is returned is called. */
  keepAbove(): () => void {
    const ends = [process.stdout, process.stderr].filter(({ isTTY }) => isTTY).map(printAbove);
    return () => {
      for (const end of ends) end();
    };
  }

  #lost(name: Name, { code = '', message }: NodeJS.ErrnoException): void {
    const now = systemClock.monotonic();
    const loss = this.#losses.get(name) ?? { name, code, message, writes: 0, at: now, toldAt: -Infinity };
    loss.writes += 1;
    loss.at = now;
    this.#losses.set(name, loss);
    if (now - loss.toldAt < NEWS_MS) return;
    loss.toldAt = now;
    this.#tell(textOf(loss));
  }
}

function printAbove(stream: NodeJS.WriteStream): () => void {
  const own = Object.getOwnPropertyDescriptor(stream, 'write');
  const write = stream.write.bind(stream) as (chunk: Uint8Array, ...more: unknown[]) => boolean;
  const above = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    if (typeof encoding !== 'string') return write(statusRow.above(chunk), encoding);
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding as BufferEncoding) : chunk;
    return write(statusRow.above(bytes), done);
  };
  stream.write = above;
  return () => {
    if (own) Object.defineProperty(stream, 'write', own);
    else Reflect.deleteProperty(stream, 'write');
  };
}

function textOf({ name, message, writes }: Loss): string {
  return `${name} cannot be written (${message}): ${counted(writes, 'print is', 'prints are')} lost, work goes on`;
}

/** Those of this process. */
export const standardStreams = new StandardStreams();
