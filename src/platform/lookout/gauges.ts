/** What metrics ask of the store and of this process when somebody reads them. */
import { performance } from 'node:perf_hooks';

import { JOB_STATES } from '../../core/index.ts';
import type { Engine, GateStanding, QueueCounts } from '../../engine/index.ts';
import { type Clock, inTime } from '../../foundation/index.ts';
import type { GenerationSource, Manifest } from '../../manifest/index.ts';
import { breakerGate, bucketGate, numberGates } from '../../runtime/index.ts';
import type { Gauge, MetricSource, Telemetry } from '../../telemetry/index.ts';
import type { Services } from '../services.ts';

/** However many read, the store is looked at once in so long. */
const LOOK_MS = 1_000;
/** What a store that does not answer keeps a reader waiting. */
const PATIENCE_MS = 2_000;
/** Of more buckets nothing is asked. */
const BUCKETS = 100;

export interface GaugeParts {
  readonly engine: Engine;
  readonly generations: GenerationSource;
  readonly services: Pick<Services, 'counts' | 'queues'>;
  readonly telemetry: Pick<Telemetry, 'droppedSpans' | 'forgottenSpans'>;
  readonly clock: Clock;
}

export class Gauges implements MetricSource {
  readonly #parts: GaugeParts;
  #looked = -Infinity;
  #look: Promise<readonly Gauge[]> | undefined;

  constructor(parts: GaugeParts) {
    this.#parts = parts;
  }

  names(): ReturnType<MetricSource['names']> {
    const { queues, tasks, schedules, workflows, buckets } = this.#parts.generations.current().manifest;
    return {
      'messaging.destination.name': Object.keys(queues),
      'skep.task.name': Object.keys(tasks),
      'skep.schedule.name': Object.keys(schedules),
      'skep.workflow': Object.keys(workflows),
      'skep.bucket': Object.keys(buckets),
    };
  }

  async gauges(): Promise<readonly Gauge[]> {
    return [...(await this.#store()), ...this.#own()];
  }

  #own(): readonly Gauge[] {
    const { services, telemetry } = this.#parts;
    const { running, overrunning } = services.counts();
    return [
      { key: 'active', labels: [], value: running },
      { key: 'overrunning', labels: [], value: overrunning },
      ...Object.entries(services.queues()).map(([queue, value]) => ({
        key: 'capacity' as const,
        labels: [queue],
        value,
      })),
      { key: 'loop', labels: [], value: performance.eventLoopUtilization().utilization },
      { key: 'droppedSpans', labels: [], value: telemetry.droppedSpans },
      { key: 'forgottenSpans', labels: [], value: telemetry.forgottenSpans },
    ];
  }

  /** Who asks while a look is under way shares it. */
  #store(): Promise<readonly Gauge[]> {
    const now = this.#parts.clock.monotonic();
    if (this.#look === undefined || now - this.#looked > LOOK_MS) {
      this.#looked = now;
      this.#look = this.#inTime();
    }
    return this.#look;
  }

  /** Never rejects. */
  async #inTime(): Promise<readonly Gauge[]> {
    try {
      const { clock } = this.#parts;
      const tooLate = (): Error => new Error('the store does not answer');
      return [UP, ...(await inTime(this.#ask(), { clock, ms: PATIENCE_MS, tooLate }))];
    } catch {
      return [DOWN];
    }
  }

  async #ask(): Promise<readonly Gauge[]> {
    const { engine, generations } = this.#parts;
    const { manifest } = generations.current();
    const [now, counts, buckets] = await Promise.all([
      engine.now(),
      engine.queues.counts(),
      standingOf(engine, manifest),
    ]);
    const declared = Object.keys(manifest.queues).filter((name) => counts.every(({ queue }) => queue !== name));
    return [
      ...counts.flatMap((queue) => ofQueue(queue, now)),
      // A queue that holds nothing says so: what is absent would look like a store that is away.
      ...declared.flatMap((queue) => ofQueue({ queue, paused: false, counts: {}, held: 0, oldestAt: null }, now)),
      ...buckets.flatMap((bucket) => ofBucket(bucket, now)),
    ];
  }
}

const UP: Gauge = { key: 'store', labels: [], value: 1 };
const DOWN: Gauge = { key: 'store', labels: [], value: 0 };

type Counted = Pick<QueueCounts, 'queue' | 'paused' | 'held' | 'oldestAt'> & {
  readonly counts: Partial<QueueCounts['counts']>;
};

function ofQueue({ queue, paused, counts, held, oldestAt }: Counted, now: number): readonly Gauge[] {
  return [
    ...JOB_STATES.map((state) => ({ key: 'depth' as const, labels: [queue, state], value: counts[state] ?? 0 })),
    { key: 'oldest', labels: [queue], value: oldestAt === null ? 0 : Math.max(0, now - oldestAt) / 1_000 },
    { key: 'held', labels: [queue], value: held },
    { key: 'paused', labels: [queue], value: paused ? 1 : 0 },
  ];
}

interface Standing {
  readonly bucket: string;
  readonly gates: readonly GateStanding[];
}

/** Nothing is asked where the manifest has no bucket. */
async function standingOf({ gates }: Engine, { buckets }: Manifest): Promise<readonly Standing[]> {
  const names = Object.keys(buckets).slice(0, BUCKETS);
  if (names.length === 0) return [];
  const asked = names.map((bucket) => {
    const { rate, concurrency } = numberGates(bucket);
    return [rate, concurrency, breakerGate(bucket), bucketGate(bucket)];
  });
  const all = await gates.standing(asked.flat());
  return names.map((bucket, index) => ({ bucket, gates: all.slice(index * 4, index * 4 + 4) }));
}

function ofBucket({ bucket, gates }: Standing, now: number): readonly Gauge[] {
  const held = gates.reduce((sum, gate) => sum + gate.held, 0);
  return [{ key: 'bucketHeld', labels: [bucket], value: held }, ...gates.flatMap((gate) => ofGate(bucket, gate, now))];
}

function ofGate(bucket: string, { rule, used, circuit }: GateStanding, now: number): readonly Gauge[] {
  switch (rule?.reason) {
    case 'rate':
    case 'concurrency': {
      const limit = rule.reason === 'rate' ? rule.burst : rule.limit;
      const labels = [bucket, rule.reason];
      return [
        { key: 'bucketUsed', labels, value: used },
        { key: 'bucketLimit', labels, value: limit },
      ];
    }
    case 'breaker': {
      const until = circuit?.until ?? 0;
      return [{ key: 'breaker', labels: [bucket], value: until === 0 ? 0 : until > now ? 2 : 1 }];
    }
    default:
      return [];
  }
}
