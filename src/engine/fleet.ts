/** The processes of a store: who lives, and what they tell each other. */
import { encodeJson, type Json, SkepError } from '../foundation/index.ts';
import type { ProcessAnswer, ToldSettings } from './control.ts';

/** What a process tells about itself; refreshed by `beat`. */
export interface ProcessInfo {
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly roles: readonly string[];
  /** Queues it consumes, with its concurrency in each. */
  readonly queues: Readonly<Record<string, number>>;
  readonly running: number;
  /** Handlers whose attempt is over but which do not stop. */
  readonly overrunning: number;
  /** Hard limits so far that passed unseen because a handler kept the event loop; a process of before says nothing. */
  readonly standstills?: number;
  /** Threads and processes that run handlers, by kind; absent: it has needed none. */
  readonly pools?: Readonly<Record<string, PoolInfo>>;
  /** Queues of brokers that feed tasks here, by the names of the sources; absent: it has none. */
  readonly sources?: Readonly<Record<string, SourceInfo>>;
  /** What it takes of its host; absent: of an older version. */
  readonly load?: { readonly rssBytes: number; readonly heapBytes: number; readonly loopBusy: number };
  readonly manifestHash: string;
  readonly manifestRevision: number | null;
  /** Base URL of its admin API; null when it serves none. */
  readonly adminUrl: string | null;
  /** When the process began, epoch ms of its host; its sessions may be younger. Absent: of an older version. */
  readonly bornAt?: number;
  /** Absent: it does what it was started for. */
  readonly control?: ToldSettings;
  /** To what it was told in the last seconds. */
  readonly answers?: readonly ProcessAnswer[];
  /** What is wrong with it by its own word, one sentence each; at most TROUBLES_MAX. Absent: of an older version. */
  readonly troubles?: readonly string[];
}

export interface PoolInfo {
  /** Attempts that may run in it at once. */
  readonly size: number;
  readonly busy: number;
  /** Ready to run another. */
  readonly idle: number;
  /** Attempts that wait for a place. */
  readonly waiting: number;
  /** How many threads or processes were started so far. */
  readonly started: number;
}

export interface SourceInfo {
  /** `waiting`: for the broker, which is not there; `refused`: it is there and says no. */
  readonly state: 'connecting' | 'consuming' | 'waiting' | 'refused';
  /** When that began, epoch ms of its host; absent, as the other counts: of an older version. */
  readonly since?: number;
  /** Why it waits, or what goes wrong although it consumes; null: nothing does. */
  readonly trouble: string | null;
  /** Messages so far that came, also those that came again. */
  readonly taken?: number;
  /** Messages that were taken and are not confirmed. */
  readonly open: number;
  /** Messages so far that became a job, or whose job was there already. */
  readonly stored: number;
  /** Messages so far that could not. */
  readonly refused: number;
  /** Of those how many by which code. */
  readonly refusals?: Readonly<Record<string, number>>;
}

/** So many troubles a process tells the others at most; its own log and `/readyz` have all. */
export const TROUBLES_MAX = 8;

/** Of what a process tells another, as JSON. */
export const TOLD_BYTES = 16_384;

/** @throws SkepError REQUEST_INVALID */
export function toldText(body: Json): string {
  const encoded = encodeJson(body);
  if (encoded.ok && Buffer.byteLength(encoded.text) <= TOLD_BYTES) return encoded.text;
  throw new SkepError('REQUEST_INVALID', `what a process tells others is JSON of at most ${TOLD_BYTES} bytes`);
}

export interface ProcessRow extends ProcessInfo {
  readonly session: string;
  /** When the session began, by the store's clock. */
  readonly startedAt: number;
  readonly seenAt: number;
  /** Its lease ends then unless renewed. */
  readonly leaseUntil: number;
}

/**
 * News for this process. Each may be lost or doubled: they only hasten what the receiver also finds out by
 * looking for itself at its next beat.
 */
export type Signal =
  /** Leases of this process that are over: the jobs were cancelled or removed. */
  | { readonly type: 'leases-ended'; readonly ids: readonly string[] }
  /** This process' session ended (its lease ran out): all leases are lost, a new session was begun. */
  | { readonly type: 'session-lost'; readonly session: string }
  /** A queue or schedule was paused or resumed. */
  | { readonly type: 'controls-changed' }
  /** Another process asked all to reload their manifest. */
  | { readonly type: 'reload' }
  /** What a process told this one, or all: `tell`. */
  | { readonly type: 'told'; readonly topic: string; readonly body: Json };

export interface FleetFacet {
  /**
   * Begins a session of this process: from now on it may consume, is listed, and gets signals. One that it had is left.
   * @returns its id
   */
  join(info: ProcessInfo): Promise<string>;
  /**
   * Refreshes what the process tells about itself. (Renewing the lease is the engine's own business, off the
   * event loop.) Also looks for signals that were missed.
   */
  beat(info: ProcessInfo): Promise<void>;
  /** Ends the session; leases still held are released (attempt not counted). That it took leave is known for a day. */
  leave(): Promise<void>;
  /** Whether a session that is over ended by `leave`, or by its lease; of an older version's processes it says no. */
  left(session: string): Promise<boolean>;
  /** Processes whose lease holds. */
  processes(): Promise<readonly ProcessRow[]>;
  /** @returns a function that ends the subscription */
  onSignal(listener: (signal: Signal) => void): () => void;
  /** Sends `reload` to every other process of the store: whoever asks has done so itself. */
  requestReload(): Promise<void>;
  /**
   * Sends `told` to the process of a session, or to all, this one included. Nobody hears of it who has no session then.
   * @param to null = all
   * @throws SkepError REQUEST_INVALID for a body of more than TOLD_BYTES as JSON
   */
  tell(to: string | null, topic: string, body: Json): Promise<void>;
}
