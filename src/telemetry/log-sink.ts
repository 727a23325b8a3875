/**
 * Where log lines go: a descriptor that may be full, closed or slow. Work never waits for it and never fails by it.
 *
 *   idle ──line──▶ writing ──ok──▶ idle
 *                     └──ENOSPC, EPIPE, EIO …──▶ resting (1 s, doubled up to 5 s) ──▶ writing
 *
 * Lines wait up to a bound; what comes beyond it is dropped and counted. When the lines go through again, the number
 * of those that were lost is told, so that the log itself says where it has a gap. A line that was written in part is
 * completed first.
 */
import { constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

import {
  type Clock,
  codeOf,
  messageOf,
  newAborter,
  pause,
  statusRow,
  type Timer,
  writeWhole,
} from '../foundation/index.ts';

/** What waits at most: a few seconds of a busy log, and nothing beside the heap of a process. */
const WAITING_MAX_BYTES = 1024 * 1024;
/** Of one write: what a pipe takes at once (pipe(7)). */
const CHUNK_BYTES = 64 * 1024;
const REST_FIRST_MS = 1_000;
const REST_MAX_MS = 5_000;
/** A pipe whose reader is slow has room again soon. */
const FULL_PIPE_MS = 50;
/** At the end of the process: so long may the last lines wait for a slow reader. */
const LAST_MS = 500;
const SLOW = 'SLOW';

/** Lines that were lost. */
export interface LogGap {
  readonly dropped: number;
  /** Milliseconds from the first failure until the log could be written again. */
  readonly forMs: number;
  /** Code of the system, as `ENOSPC`; `SLOW` when the reader was too slow. */
  readonly reason: string;
}

export interface LogHealth {
  /** Why the log cannot be written now; null while it can. */
  readonly failing: string | null;
  /** Lines dropped since the process began. */
  readonly dropped: number;
}

export interface LogSinkOptions {
  readonly fd: number;
  /** Each line is written before write() returns: for a person at a terminal. */
  readonly sync: boolean;
  readonly clock: Clock;
}

export class LogSink {
  readonly #fd: number;
  readonly #atTerminal: boolean;
  readonly #sync: boolean;
  readonly #clock: Clock;
  #waiting: string[] = [];
  #waitingBytes = 0;
  /** Handed to the system, or to be handed to it first. */
  #chunk: Buffer = Buffer.alloc(0);
  #writing = false;
  #rest: Timer | undefined;
  #failing: string | null = null;
  #reason = SLOW;
  #failures = 0;
  #since: number | undefined;
  #gap = 0;
  #dropped = 0;
  #onGap: (gap: LogGap) => void = () => undefined;
  #idle: (() => void)[] = [];

  constructor({ fd, sync, clock }: LogSinkOptions) {
    this.#fd = unblocked(fd);
    this.#atTerminal = isatty(fd);
    this.#sync = sync;
    this.#clock = clock;
  }

  get health(): LogHealth {
    return { failing: this.#failing, dropped: this.#dropped };
  }

  /** Called when the log can be written again and lines are missing in it. It may log. */
  onGap(listener: (gap: LogGap) => void): void {
    this.#onGap = listener;
  }

  /** Never throws, never waits. */
  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#waitingBytes + bytes > WAITING_MAX_BYTES) {
      this.#since ??= this.#clock.monotonic();
      this.#gap += 1;
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += bytes;
    UNWRITTEN.add(this);
    if (!this.#writing && this.#rest === undefined) this.#next();
  }

  /** Resolves when nothing waits any more, or when what waits cannot be written now; within LAST_MS. */
  async flushed(): Promise<void> {
    if (!this.#writing) return;
    const late = newAborter();
    this.#idle.push(() => late.abort());
    await pause(this.#clock, LAST_MS, late.signal);
  }

  #next(): void {
    if (this.#chunk.length === 0) this.#chunk = this.#take();
    if (this.#chunk.length === 0) {
      this.#restored();
      return;
    }
    if (this.#sync) this.#writeNow();
    else this.#writeAside();
  }

  #take(): Buffer {
    let count = 0;
    for (let bytes = 0; count < this.#waiting.length && bytes < CHUNK_BYTES; count += 1) {
      bytes += this.#waiting[count]?.length ?? 0;
    }
    const chunk = Buffer.from(this.#waiting.splice(0, count).join(''));
    this.#waitingBytes -= chunk.length;
    return this.#atTerminal && chunk.length > 0 ? statusRow.above(chunk) : chunk;
  }

  #writeAside(): void {
    this.#writing = true;
    write(this.#fd, this.#chunk, 0, this.#chunk.length, null, (error, written) => {
      this.#writing = false;
      if (error) this.#failed(error);
      else this.#wrote(written);
      this.#settle();
    });
  }

  #settle(): void {
    if (!this.#writing) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #writeNow(): void {
    let written: number;
    try {
      written = writeSync(this.#fd, this.#chunk);
    } catch (error) {
      this.#failed(error);
      return;
    }
    this.#wrote(written);
  }

  #wrote(bytes: number): void {
    this.#chunk = this.#chunk.subarray(bytes);
    this.#failures = 0;
    this.#failing = null;
    this.#next();
  }

  #failed(error: unknown): void {
    const reason = codeOf(error);
    if (reason === 'EAGAIN') {
      this.#restFor(FULL_PIPE_MS);
      return;
    }
    this.#since ??= this.#clock.monotonic();
    this.#reason = reason;
    this.#failing = messageOf(error);
    this.#failures += 1;
    this.#restFor(Math.min(REST_FIRST_MS * 2 ** (this.#failures - 1), REST_MAX_MS));
  }

  #restFor(ms: number): void {
    this.#rest = this.#clock.after(ms, () => {
      this.#rest = undefined;
      this.#next();
    });
  }

  /** All that waited is written. */
  #restored(): void {
    UNWRITTEN.delete(this);
    const [since, dropped, reason] = [this.#since, this.#gap, this.#reason];
    this.#since = undefined;
    this.#gap = 0;
    this.#reason = SLOW;
    if (since === undefined || dropped === 0) return;
    this.#onGap({ dropped, forMs: Math.round(this.#clock.monotonic() - since), reason });
  }

  /**
   * The process ends: what waits is written at once, or is lost. What was handed to the system is its business: Node
   * ends only when that call is over.
   */
  last(): void {
    const rest = Buffer.concat([this.#writing ? Buffer.alloc(0) : this.#chunk, Buffer.from(this.#waiting.join(''))]);
    this.#waiting = [];
    try {
      writeWhole(this.#fd, rest, LAST_MS);
    } catch {
      // There is nobody left to tell.
    }
  }
}

/**
 * A pipe or terminal whose reader has stopped would block whoever writes: this process, or a thread of Node's pool, and
 * then the end of the process too. Opened anew it has flags of its own, which the shell and other programs do not share.
 * @returns a descriptor of the same pipe or terminal that does not block; `fd` itself where there is no such thing
 */
function unblocked(fd: number): number {
  try {
    // As bigint: Node keeps the numbers of the last call, and while they tell of a pipe its realpathSync ends early, so
    // modules that are behind links (pnpm) would not find their own dependencies (lib/fs.js of Node 20).
    if (!fstatSync(fd, { bigint: true }).isFIFO() && !isatty(fd)) return fd;
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return fd;
  }
}

/** Sinks that hold lines. */
const UNWRITTEN = new Set<LogSink>();

process.once('exit', () => {
  for (const sink of UNWRITTEN) sink.last();
});
