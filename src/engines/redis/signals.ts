/**
 * News by pub/sub, on a channel per queue that this process consumes and one for all: `w QUEUE` jobs may be available · `l {queue, session, ids}` leases ended · `t {to, topic, body}` what a process tells · `c N`, `r N` the
 * count of control changes and reload requests. A lost message costs a delay only: consumers look every second,
 * and beat compares the counts.
 */
import type { Signal } from '../../engine/index.ts';
import type { Json } from '../../foundation/index.ts';
import { queueOf } from './lanes/shards.ts';
import type { RedisStore } from './store.ts';

export interface LeasesEnded {
  /** Physical. */
  readonly queue: string;
  readonly session: string;
  /** As stored in Redis. */
  readonly ids: readonly string[];
}

export class Signals {
  readonly #store: RedisStore;
  readonly #publicId: (queue: string, id: string) => string;
  readonly #listeners = new Set<(signal: Signal) => void>();
  readonly #wakes = new Map<string, Set<(physical: string) => void>>();
  #controls = 0;
  #reloads = 0;
  /** Requests of this process of which the number is not known yet: until then none is told. */
  #asking = 0;
  #heard = 0;
  /** Numbers of its own requests, beyond `#reloads`. */
  readonly #own = new Set<number>();
  /** The session whose leases are ours; null while none is. */
  session: string | null = null;

  /** @param publicId the job id of what is stored as `id` in that queue (they differ for jobs of plain bee-queue) */
  constructor(store: RedisStore, publicId: (queue: string, id: string) => string) {
    this.#store = store;
    this.#publicId = publicId;
  }

  async open(): Promise<void> {
    const client = this.#store.client('subscriber');
    client.on('message', (_channel: string, message: string) => {
      this.#receive(message);
    });
    await this.#store.guard(() => client.subscribe(this.#store.keys.signals));
  }

  /** Resolves when news of that physical queue arrive; ioredis asks for them again after each lost connection. */
  async watch(queue: string): Promise<void> {
    await this.#store.guard(() => this.#store.client('subscriber').subscribe(this.#store.keys.channel(queue)));
  }

  /** Lets a silent connection that is dead be found out (its socket timeout runs from here). */
  probe(): void {
    this.#store
      .client('subscriber')
      .ping()
      .catch(() => undefined);
  }

  subscribe(listener: (signal: Signal) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** @param listener is given the physical queue */
  onWake(queue: string, listener: (physical: string) => void): () => void {
    const wakes = this.#wakes.get(queue) ?? new Set();
    this.#wakes.set(queue, wakes.add(listener));
    return () => {
      wakes.delete(listener);
    };
  }

  emit(signal: Signal): void {
    for (const listener of this.#listeners) {
      try {
        listener(signal);
      } catch {
        // Engines never log; a listener guards itself (platform wraps its own).
      }
    }
  }

  /** What beat has read: what pub/sub lost is made up for. The first call only takes note. */
  compare(controls: number, reloads: number, first: boolean): void {
    // Lower counts: Redis has lost its data and counts anew.
    if (first || controls < this.#controls || reloads < this.#reloads) {
      this.#controls = controls;
      this.#reloads = reloads;
      this.#heard = reloads;
      this.#own.clear();
      return;
    }
    this.#count('c', controls);
    this.#count('r', reloads);
  }

  #receive(message: string): void {
    const rest = message.slice(2);
    if (message.startsWith('w ')) for (const wake of this.#wakes.get(queueOf(rest)) ?? []) wake(rest);
    else if (message.startsWith('l ')) this.#ended(rest);
    else if (message.startsWith('t ')) this.#told(rest);
    else if (/^[cr] \d{1,15}$/.test(message)) this.#count(message.startsWith('c') ? 'c' : 'r', Number(rest));
  }

  #ended(text: string): void {
    const news = parseEnded(text);
    if (news.session !== this.session) return;
    this.emit({
      type: 'leases-ended',
      ids: news.ids.map((id) => this.#publicId(queueOf(news.queue), id)),
    });
  }

  #told(text: string): void {
    const { to, topic, body } = parseTold(text);
    if (topic !== '' && (to === null || to === this.session)) this.emit({ type: 'told', topic, body });
  }

  /** @param to a session, null = all */
  async tell(to: string | null, topic: string, body: string): Promise<void> {
    const text = `t {"to":${JSON.stringify(to)},"topic":${JSON.stringify(topic)},"body":${body}}`;
    await this.#store.guard(() => this.#store.client('producer').publish(this.#store.keys.signals, text));
  }

  #count(what: 'c' | 'r', count: number): void {
    if (what === 'r') {
      this.#heard = Math.max(this.#heard, count);
      this.#tellReloads();
    } else if (count > this.#controls) {
      this.#controls = count;
      this.emit({ type: 'controls-changed' });
    }
  }

  /** Asks all to reload: this process, which has done so, does not hear of it. @param send @returns the number of the request */
  async asking(send: () => Promise<number>): Promise<void> {
    this.#asking += 1;
    try {
      this.#own.add(await send());
    } finally {
      this.#asking -= 1;
      this.#tellReloads();
    }
  }

  /** Of those that were heard, unless all are its own. */
  #tellReloads(): void {
    if (this.#asking > 0 || this.#heard <= this.#reloads) return;
    const [from, upTo] = [this.#reloads, this.#heard];
    this.#reloads = upTo;
    let others = upTo - from;
    for (const own of this.#own) {
      if (own > from && own <= upTo) others -= 1;
      if (own <= upTo) this.#own.delete(own);
    }
    if (others > 0) this.emit({ type: 'reload' });
  }
}

interface Told {
  readonly to: string | null;
  /** '' = nonsense. */
  readonly topic: string;
  readonly body: Json;
}

const NOTHING_TOLD: Told = { to: null, topic: '', body: null };

function parseTold(text: string): Told {
  try {
    const { to, topic, body } = JSON.parse(text) as Partial<Told>;
    if ((to !== null && typeof to !== 'string') || typeof topic !== 'string') return NOTHING_TOLD;
    return { to, topic, body: body ?? null };
  } catch {
    return NOTHING_TOLD;
  }
}

const NOBODYS: LeasesEnded = { queue: '', session: '', ids: [] };

/** Whoever may publish on this Redis may publish nonsense: it is left alone. */
function parseEnded(text: string): LeasesEnded {
  try {
    const news = JSON.parse(text) as LeasesEnded;
    return typeof news.session === 'string' && Array.isArray(news.ids) ? news : NOBODYS;
  } catch {
    return NOBODYS;
  }
}
