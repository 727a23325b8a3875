/**
 * A queue of this process over its shards: one to begin with, more where the manifest says so, and those that hold jobs
 * since a manifest of former times said so.
 *
 * Fair: each reserve begins at another shard and asks for even parts. What a shard lacks the others give. Order
 * (priority, then first come first served) holds within a shard.
 */
import type {
  Annotation,
  Lane,
  Lease,
  QueueRules,
  Reserved,
  RulesInForce,
  Settlement,
  SettleReceipt,
} from '../../../engine/index.ts';
import { SkepError } from '../../../foundation/index.ts';
import { ConsumerLane } from './consumer-lane.ts';
import type { ConsumerLaneParts, Forget } from './lane-parts.ts';
import type { Lanes } from './lanes.ts';
import { sameArguments } from '../pause.ts';
import { queueOf, shardsOf } from './shards.ts';

export interface ShardedLaneParts extends Omit<ConsumerLaneParts, 'bee' | 'foreign' | 'weighted'> {
  readonly lanes: Lanes;
  readonly rules: RulesInForce;
}

/** How long a shard is left alone whose server does not answer. */
const AWAY_MS = 500;

/** What the shards have given so far. */
interface Got {
  readonly leases: Lease[];
  more: boolean;
}

export class ShardedLane implements Lane {
  /** Redis works beside this process. */
  readonly reserves = 2;
  readonly #parts: ShardedLaneParts;
  readonly #shards = new Map<string, ConsumerLane>();
  /** In the order of the map; the first is the queue itself. */
  #order: readonly ConsumerLane[] = [];
  /** Of leases from a queue with several shards. */
  readonly #origin = new WeakMap<Lease, ConsumerLane>();
  /** Of settlements that one shard has taken while another could not: they come again together. */
  readonly #settled = new WeakMap<Settlement, SettleReceipt>();
  /** Their server does not answer: the others go on without them. */
  readonly #away = new Set<ConsumerLane>();
  /** Found empty by the last reserve; its next job wakes us. */
  readonly #empty = new Set<ConsumerLane>();
  #turn = 0;
  #shardCount = 0;
  #stale = true;

  constructor(parts: ShardedLaneParts) {
    this.#parts = parts;
    parts.signals.onWake(parts.queue, (physical) => {
      const lane = this.#shards.get(physical);
      if (lane) this.#empty.delete(lane);
    });
    this.#open(parts.queue);
  }

  onWake(listener: () => void): () => void {
    return this.#parts.signals.onWake(this.#parts.queue, listener);
  }

  /** Look at the next reserve for what this process does not know: jobs on its account, shards. */
  suspect(): void {
    for (const lane of this.#order) lane.suspect();
    this.#stale = true;
  }

  async reserve(count: number): Promise<Reserved> {
    const { shards } = this.#rules;
    if (this.#stale || shards !== this.#shardCount) await this.#refresh(shards);
    const [only] = this.#order;
    if (this.#order.length === 1 && only) return only.reserve(count);
    const got: Got = { leases: [], more: false };
    const turned = this.#turned().filter((lane) => !this.#away.has(lane));
    if (turned.length === 0) throw new SkepError('STORE_UNREACHABLE', `No shard of ${this.#parts.queue} answers`);
    // Those first that may have jobs; the others too before it is said that there are no more.
    await this.#reserveFrom(
      turned.filter((lane) => !this.#empty.has(lane)),
      count,
      got,
    );
    if (got.leases.length < count)
      await this.#reserveFrom(
        turned.filter((lane) => this.#empty.has(lane)),
        count,
        got,
      );
    return { leases: got.leases, more: got.more || got.leases.length >= count };
  }

  async settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    const [only] = this.#order;
    if (this.#order.length === 1 && only) return only.settle(batch);
    const groups = new Map<ConsumerLane, Settlement[]>();
    for (const settlement of batch) {
      const lane = this.#laneOf(settlement.lease);
      if (lane && !this.#settled.has(settlement)) groups.set(lane, [...(groups.get(lane) ?? []), settlement]);
    }
    const results = await Promise.allSettled(
      [...groups].map(async ([lane, part]) => {
        const receipts = await lane.settle(part);
        part.forEach((settlement, index) => {
          const receipt = receipts[index];
          if (receipt) this.#settled.set(settlement, receipt);
        });
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return batch.map((settlement) => this.#settled.get(settlement) ?? { status: 'lost', state: null, runAt: null });
  }

  /** See ConsumerLane.annotate. */
  async annotate(notes: readonly Annotation[], forget: Forget[]): Promise<void> {
    for (const lane of this.#order) {
      const own = notes.filter(({ lease }) => this.#laneOf(lease) === lane);
      if (own.length > 0) await lane.annotate(own, forget);
    }
  }

  /** The job id of what is stored as `id`; null when this process does not hold it. */
  publicId(storedId: string): string | null {
    for (const lane of this.#order) {
      const id = lane.publicId(storedId);
      if (id !== null) return id;
    }
    return null;
  }

  #laneOf(lease: Lease): ConsumerLane | undefined {
    return this.#origin.get(lease) ?? this.#order[0];
  }

  #turned(): readonly ConsumerLane[] {
    this.#turn = (this.#turn + 1) % this.#order.length;
    return [...this.#order.slice(this.#turn), ...this.#order.slice(0, this.#turn)];
  }

  /** Rounds of even parts, until there are enough or no shard has more. */
  async #reserveFrom(lanes: readonly ConsumerLane[], count: number, got: Got): Promise<void> {
    let open = lanes;
    while (open.length > 0 && got.leases.length < count) {
      const missing = count - got.leases.length;
      const asked = open.slice(0, missing);
      const parts = await Promise.allSettled(
        asked.map((lane, index) => this.#reserveIn(lane, Math.floor((missing + index) / asked.length), got)),
      );
      const failed = parts.find((part) => part.status === 'rejected');
      // What the others gave is held already and must be run; the store is asked again soon.
      if (failed && got.leases.length === 0) throw failed.reason;
      const full = asked.filter((_lane, index) => {
        const part = parts[index];
        return part?.status === 'fulfilled' && part.value;
      });
      open = [...open.slice(asked.length), ...full];
    }
  }

  /** @returns whether it is to be asked once more */
  async #reserveIn(lane: ConsumerLane, count: number, got: Got): Promise<boolean> {
    let reserved: Reserved;
    try {
      reserved = await lane.reserve(count);
    } catch (error) {
      this.#away.add(lane);
      this.#lookAgain(lane);
      throw error;
    }
    for (const lease of reserved.leases) {
      this.#origin.set(lease, lane);
      got.leases.push(lease);
    }
    const full = reserved.leases.length >= count;
    if (full || reserved.more) this.#empty.delete(lane);
    else this.#empty.add(lane);
    // One that ended at its bound goes on with the next reserve, and the others' jobs do not wait for it.
    got.more ||= reserved.more && !full;
    return full;
  }

  /** Off the path of the others, for a server that is away lets each call wait. */
  #lookAgain(lane: ConsumerLane): void {
    const { clock, store } = this.#parts;
    clock.after(AWAY_MS, () => {
      if (store.closed) return;
      lane.ask().then(
        () => this.#away.delete(lane),
        () => {
          this.#lookAgain(lane);
        },
      );
    });
  }

  /** The shards that the manifest says, and those that the store knows. */
  async #refresh(shards: number): Promise<void> {
    const { queue, store } = this.#parts;
    const known = (await store.queues('worker')).filter((physical) => queueOf(physical) === queue);
    const wanted = new Set([...shardsOf(queue, shards), ...known]);
    // Those of plain bee-queue programs too; and again when the store has lost its data.
    await store.register(
      'worker',
      [...wanted].filter((physical) => !known.includes(physical)),
    );
    for (const physical of wanted) {
      if (this.#shards.has(physical)) continue;
      await this.#pausedLike(physical);
      this.#open(physical);
    }
    this.#shardCount = shards;
    this.#stale = false;
  }

  /** A new shard is paused when the queue is; one that is resumed in between is found by reading twice. */
  async #pausedLike(physical: string): Promise<void> {
    const { queue, store } = this.#parts;
    const pause = (): Promise<string | null> =>
      store.guard(() => store.client('worker').get(`${store.keys.base(queue)}paused`));
    const first = physical === queue ? null : await pause();
    if (first === null) return;
    await store.run('worker', 'pause-queue', store.keys.of(physical), [1, ...sameArguments(first)]);
    if ((await pause()) === null) await store.run('worker', 'pause-queue', store.keys.of(physical), [0]);
  }

  get #rules(): QueueRules {
    return this.#parts.rules.queue(this.#parts.queue);
  }

  #open(physical: string): void {
    const { lanes, queue, ...parts } = this.#parts;
    const bee = lanes.of(physical);
    void bee.attach().catch(() => undefined);
    const lane = new ConsumerLane({
      ...parts,
      queue,
      bee,
      foreign: () => (physical === queue ? this.#rules.foreign : null),
      weighted: () => this.#rules.between === 'weighted',
    });
    this.#shards.set(physical, lane);
    this.#order = [...this.#shards.values()];
  }
}
