/**
 * A queue with shards lies in several physical queues: `emails`, `emails/7`, `emails/31`. Each has keys, lists and
 * leases of its own, in a hash slot of its own; no queue of a manifest has a `/` in its name.
 */

/** Hash slots of a Redis Cluster. */
const SLOTS = 16_384;
/** How far from its even place on the circle of slots a shard may lie. */
const TOLERANCE = 16;
const POLYNOMIAL = 0x1021;

/** The queue that a physical queue is a part of. */
export function queueOf(physical: string): string {
  const slash = physical.indexOf('/');
  return slash < 0 ? physical : physical.slice(0, slash);
}

/** The hash slot of a key, or of the tag between the braces of one: CRC16/XMODEM, as Redis Cluster has it. */
export function slotOf(tag: string): number {
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ POLYNOMIAL : crc << 1) & 0xffff;
  }
  return crc % SLOTS;
}

const known = new Map<string, readonly string[]>();

/**
 * The physical queues of a queue: itself, and the first names whose slots stand evenly around the circle from its own.
 * Masters that share the slots evenly get an even share of the shards.
 */
export function shardsOf(queue: string, count: number): readonly string[] {
  const key = `${count} ${queue}`;
  let names = known.get(key);
  if (!names) {
    names = spread(queue, count);
    known.set(key, names);
  }
  return names;
}

function spread(queue: string, count: number): readonly string[] {
  const first = slotOf(queue);
  const names = new Array<string>(count).fill('');
  names[0] = queue;
  for (let left = count - 1, suffix = 1; left > 0; suffix += 1) {
    const name = `${queue}/${suffix}`;
    const turn = ((slotOf(name) - first + SLOTS) % SLOTS) * (count / SLOTS);
    const nearest = Math.round(turn) % count;
    if (Math.abs(turn - Math.round(turn)) > TOLERANCE * (count / SLOTS) || names[nearest] !== '') continue;
    names[nearest] = name;
    left -= 1;
  }
  return names;
}

/** What decides where a job lies among the shards of its queue. */
interface Sharded {
  readonly queue: string;
  readonly gates: readonly string[];
  readonly unique: { readonly key: string } | null;
}

/**
 * The shard of a job whose place is its own business: what gates count is counted in one place, and equal keys meet.
 * @returns null where any will do
 */
export function ownShard({ queue, gates, unique }: Sharded, shards: number): string | null {
  if (gates.length > 0) return queue;
  return unique === null ? null : shardFor(queue, shards, unique.key);
}

/** The shard for jobs that are stored together, the same whenever the same call is made: by the id of the first. */
export function shardFor(queue: string, shards: number, id: string): string {
  return shards <= 1 ? queue : (shardsOf(queue, shards)[slotOf(id) % shards] ?? queue);
}
