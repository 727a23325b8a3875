/** A thread or process that runs handlers, as seen from here. */
import type { FarNews, FarOrder } from './messages.ts';

/** How it ended. */
export interface HostEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** What it last wrote on stderr. */
  readonly stderr: string;
  /** What was thrown there and caught by nobody. */
  readonly error: unknown;
  /** The limit that it went over. */
  readonly over: 'memory' | 'cpu' | null;
}

export interface HostLimits {
  readonly memoryBytes: number | null;
  readonly cpuMs: number | null;
}

export interface Host {
  /** For the list of what runs. */
  readonly name: string;
  /** Resolves when nothing of it runs any more. */
  readonly ended: Promise<HostEnd>;
  /** It is ended whatever it still says: what it had sent before comes after that, and must bring it no further attempt. */
  readonly killed: boolean;
  /** Told what it says. */
  listener: (news: FarNews) => void;
  /** Told of its end, whoever has it then. `ended` would keep in mind all who ever asked. */
  onEnd: (end: HostEnd) => void;
  post(order: FarOrder): void;
  /** An attempt begins in it. @param limits null = none @returns which one of it, from 1 */
  begin(limits: HostLimits | null): number;
  /** It is over. */
  rest(): void;
  /** Ends it whatever it does. Idempotent. */
  kill(): void;
}

/** So much of stderr is kept. */
const TAIL = 2_000;

/** The last lines that were written to a stream. */
export class Tail {
  #text = '';

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-TAIL);
  }

  get text(): string {
    return this.#text.trim();
  }
}
