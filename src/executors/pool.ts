/**
 * Threads or processes that run attempts, one at a time each: bounded, warm, replaced.
 *
 *   starting ──ready──▶ idle ⇄ busy
 *                         └─────┴──retired (recycled, one too many, of older code)──▶ ending ──▶ sending ──▶ gone
 *                               └──killed──────────────────────────────────────────────────────────────────▶ gone
 *
 * While there is work, one more than is busy is kept warm, up to the size. One that has gone, or only sends its last traces,
 * makes room for the next at once: a backend that does not answer keeps no work waiting. Whoever waits is served in order.
 */
import { tell } from '../core/index.ts';
import { type Clock, type Logger, SkepError } from '../foundation/index.ts';
import type { Host, HostEnd } from './host.ts';

export interface PoolSettings {
  readonly size: number;
  readonly afterJobs: number | null;
  readonly overMemoryBytes: number | null;
}

export interface PoolParts {
  readonly kind: 'thread' | 'process';
  /** @param memoryBytes bound that holds for its whole life */
  readonly start: (memoryBytes: number | null) => Host;
  readonly clock: Clock;
  readonly logger: () => Logger;
}

export interface PoolView {
  readonly size: number;
  readonly busy: number;
  readonly idle: number;
  /** Attempts that wait for a place. */
  readonly waiting: number;
  /** How many were started so far. */
  readonly started: number;
}

export interface PoolChange {
  /** Those that are there must not run what comes. */
  readonly renew: boolean;
  /** One is to be ready before it is needed. */
  readonly warm: boolean;
}

/** One of the pool, as whoever has taken it sees it. */
export interface Member {
  readonly host: Host;
}

interface Held extends Member {
  state: 'starting' | 'idle' | 'busy' | 'ending' | 'sending';
  /** Bound of its memory, where that is for life. */
  readonly memoryBytes: number | null;
  jobs: number;
  /** What it had in memory when it was last idle. */
  rss: number;
  /** Belongs to what was in force before. */
  stale: boolean;
}

interface Waiter {
  readonly memoryBytes: number | null;
  resolve(member: Member): void;
  reject(error: Error): void;
}

/** What an attempt takes is counted with what its process had before: of more than this share it is not given that one. */
const FILLED = 0.75;
/** How long one may take to close what it has open, once it is not needed. */
const END_MS = 5_000;

export class Pool {
  readonly #parts: PoolParts;
  readonly #members = new Set<Held>();
  readonly #waiters: Waiter[] = [];
  #settings: PoolSettings;
  #started = 0;
  #warm = false;
  #closed = false;

  constructor(settings: PoolSettings, parts: PoolParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  get view(): PoolView {
    const count = (state: Held['state']): number => [...this.#members].filter((one) => one.state === state).length;
    const { size } = this.#settings;
    return {
      ...{ size, busy: count('busy'), idle: count('idle'), waiting: this.#waiters.length, started: this.#started },
    };
  }

  /**
   * @param memoryBytes what its attempt may have in memory; null = anything
   * @returns one that is ready, when it is this one's turn; `leave` gives the turn up
   * @throws SkepError STOPPING; ATTEMPT_CRASHED where none can be started
   */
  take(memoryBytes: number | null): { readonly member: Promise<Member>; readonly leave: (reason: Error) => void } {
    this.#warm = true;
    let waiter: Waiter | undefined;
    const member = new Promise<Member>((resolve, reject) => {
      waiter = { memoryBytes, resolve, reject };
      if (this.#closed) reject(new SkepError('STOPPING', 'the process shuts down'));
      else this.#waiters.push(waiter);
    });
    this.#serve();
    const leave = (reason: Error): void => {
      const place = waiter === undefined ? -1 : this.#waiters.indexOf(waiter);
      if (place < 0) return;
      this.#waiters.splice(place, 1);
      waiter?.reject(reason);
    };
    return { member, leave };
  }

  /** Its attempt is over. @param used null: it has run nothing. `rss`: what it has in memory; `spoiled`: it must not run another */
  giveBack(member: Member, used: { readonly rss: number; readonly spoiled: boolean } | null): void {
    const held = this.#held(member);
    if (held?.state !== 'busy' || held.host.killed) return;
    held.state = 'idle';
    if (used !== null) {
      held.jobs += 1;
      held.rss = used.rss;
    }
    if (used?.spoiled === true || held.stale || this.#closed || this.#isWorn(held)) this.#retire(held);
    this.#serve();
  }

  /** It has run as much as one may, or is one too many. */
  #isWorn({ jobs, rss }: Held): boolean {
    const { afterJobs, overMemoryBytes, size } = this.#settings;
    return jobs >= (afterJobs ?? Infinity) || rss > (overMemoryBytes ?? Infinity) || this.#living > size;
  }

  /** Holds from now on; what runs goes on. */
  change(settings: PoolSettings, { renew, warm }: PoolChange): void {
    this.#settings = settings;
    this.#warm = warm;
    for (const held of this.#members) {
      if (renew) held.stale = true;
      if (held.state === 'idle' && (renew || !warm || this.#living > settings.size)) this.#retire(held);
    }
    this.#serve();
  }

  /** Ends all; those that are busy whatever they do. @param signal nobody wants to wait any more */
  async close(signal: AbortSignal): Promise<void> {
    this.#closed = true;
    const hurry = (): void => this.#members.forEach(({ host }) => host.kill());
    signal.addEventListener('abort', hurry, { once: true });
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new SkepError('STOPPING', 'the process shuts down'));
    const ended = [...this.#members].map((held) => {
      if (held.state === 'idle') this.#retire(held);
      else if (!isLeaving(held)) held.host.kill();
      return held.host.ended;
    });
    if (signal.aborted) hurry();
    await Promise.all(ended);
    signal.removeEventListener('abort', hurry);
  }

  #held(member: Member): Held | undefined {
    return [...this.#members].find((held) => held.host === member.host);
  }

  /** Those that are not about to go. */
  get #living(): number {
    return [...this.#members].filter((held) => !isLeaving(held)).length;
  }

  /** Those that send their traces take no place, as long as they are no more than the places are. */
  get #taken(): number {
    const sending = [...this.#members].filter(({ state }) => state === 'sending').length;
    return this.#members.size - Math.min(sending, this.#settings.size);
  }

  #serve(): void {
    if (this.#closed) return;
    for (let next = this.#waiters[0]; next !== undefined; next = this.#waiters[0]) {
      const held = this.#fitting(next);
      if (held === undefined) break;
      this.#waiters.shift();
      held.state = 'busy';
      next.resolve(held);
    }
    this.#provide();
  }

  #fitting({ memoryBytes }: Waiter): Held | undefined {
    return [...this.#members].find((held) => held.state === 'idle' && this.#fits(held, memoryBytes));
  }

  #fits(held: Held, memoryBytes: number | null): boolean {
    if (this.#parts.kind === 'thread') return held.memoryBytes === memoryBytes;
    return memoryBytes === null || held.rss <= memoryBytes * FILLED;
  }

  /** Starts what is missing: for those that wait, else the one that is warm. */
  #provide(): void {
    const starting = [...this.#members].filter(({ state }) => state === 'starting');
    const wanted = this.#waiters.slice(starting.length);
    for (const { memoryBytes } of wanted) {
      if (!this.#makeRoom()) return;
      this.#start(memoryBytes);
    }
    const spare = [...this.#members].some(({ state }) => state === 'idle' || state === 'starting');
    if (this.#warm && !spare && this.#taken < this.#settings.size) this.#start(null);
  }

  /** @returns whether another one may be started; one that is idle and does not fit goes first */
  #makeRoom(): boolean {
    if (this.#taken < this.#settings.size) return true;
    const leaving = [...this.#members].some(({ state }) => state === 'ending');
    const idle = [...this.#members].find(({ state }) => state === 'idle');
    if (!leaving && idle !== undefined) this.#retire(idle);
    return false;
  }

  #start(memoryBytes: number | null): void {
    const own = this.#parts.kind === 'thread' ? memoryBytes : null;
    const host = this.#parts.start(own);
    const held: Held = { host, state: 'starting', memoryBytes: own, jobs: 0, rss: 0, stale: false };
    this.#members.add(held);
    this.#started += 1;
    host.listener = (news) => {
      if (news.kind !== 'ready' || held.state !== 'starting') return;
      held.state = 'idle';
      if (held.stale) this.#retire(held);
      this.#serve();
    };
    void host.ended.then((end) => this.#gone(held, end));
  }

  #gone(held: Held, end: HostEnd): void {
    this.#members.delete(held);
    if (held.state === 'starting' && !this.#closed) this.#unstarted(held, end);
    else if (held.state === 'idle') {
      const { name } = held.host;
      tell(this.#parts.logger(), 'executor.ended', { executor: name, reason: howEnded(this.#parts.kind, end) });
    }
    this.#serve();
  }

  /** Whoever waits longest is told, so that nothing is tried for ever. */
  #unstarted(held: Held, end: HostEnd): void {
    const reason = howEnded(this.#parts.kind, end);
    tell(this.#parts.logger(), 'executor.unstarted', { executor: held.host.name, reason });
    this.#warm = false;
    this.#waiters.shift()?.reject(new SkepError('ATTEMPT_CRASHED', `it could not be started: ${reason}`));
  }

  #retire(held: Held): void {
    held.state = 'ending';
    held.host.listener = ({ kind }) => {
      if (kind === 'left') held.host.kill();
      else if (kind === 'closing') {
        held.state = 'sending';
        this.#serve();
      }
    };
    held.host.post({ kind: 'end' });
    const timer = this.#parts.clock.after(END_MS, () => held.host.kill(), { hold: true });
    void held.host.ended.then(() => timer.cancel());
  }
}

function isLeaving({ state }: Held): boolean {
  return state === 'ending' || state === 'sending';
}

/** As a sentence about a thread or process. @param when it did, at the end of the clause */
export function howEnded(kind: 'thread' | 'process', { code, signal, stderr, error }: HostEnd, when = ''): string {
  const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
  const last = stderr === '' ? '' : `; it last wrote: ${stderr}`;
  const thrown = error instanceof Error ? `; ${error.message}` : '';
  return `the ${kind} ended${when} (${how})${thrown}${last}`;
}
