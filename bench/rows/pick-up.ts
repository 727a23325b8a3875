import { type Contestant, enqueueAll, jobs } from '../contestant.ts';
import { type Figures, type FigureSpec, passed, type Row, type Stage, timed } from '../row.ts';

const MS: FigureSpec = { unit: 'ms', better: 'less' };

/** Between two jobs on an idle system, 5 to 15 ms, so that no poll runs in step with them. */
const IDLE_GAP_MS = 5;
const IDLE_GAP_SPREAD_MS = 10;

/** Probes of an idle system are fewer: each waits its turn. */
const IDLE_SHARE = 0.04;

/** Between two handfuls of jobs at half load. */
const TICK_MS = 5;

export const pickUpRow: Row = {
  title: 'Pick-up: from the call to the start of the handler',
  terms:
    'Producer and consumer are one process, 64 at once. Idle: one job at a time, 5 to 15 ms apart. Half load: single ' +
    'calls at half of the rate that the same process reaches with 100 callers, in handfuls every 5 ms, whether or ' +
    'not earlier ones have been answered. p50, p99 and p99.9 of every job; with few probes p99.9 is the worst.',
  needs: ['inProcess'],
  variants: { idle: [], 'half load': [] },
  figures: { p50: { ...MS, unit: 'p50 ms' }, p99: { ...MS, unit: 'p99 ms' }, p999: { ...MS, unit: 'p99.9 ms' } },
  jobs: 10_000,
  maxRounds: 3,
  work: 'process',

  async measure(stage) {
    const probes = new Probes();
    const contestant = await stage.open();
    const consumption = await contestant.consume(({ n }) => probes.started(n));
    const { rate } = await timed(stage.warmUp, async () => {
      await enqueueAll(contestant, jobs(stage.warmUp), { perCall: 1, callers: 100 });
      await consumption.settled(stage.warmUp);
    });
    if (stage.variant === 'idle') await probeIdle(contestant, probes, Math.ceil(stage.jobs * IDLE_SHARE));
    else await probeAtLoad({ contestant, probes, perTick: (rate / 2_000) * TICK_MS, stage });
    return probes.percentiles();
  },
};

async function probeIdle(contestant: Contestant, probes: Probes, count: number): Promise<void> {
  for (const { payload } of jobs(count)) {
    const picked = probes.sent(payload.n);
    await contestant.enqueue([{ payload }]);
    await picked;
    await passed(IDLE_GAP_MS + Math.random() * IDLE_GAP_SPREAD_MS);
  }
}

interface LoadedProbe {
  readonly contestant: Contestant;
  readonly probes: Probes;
  /** Jobs per TICK_MS. */
  readonly perTick: number;
  readonly stage: Stage;
}

async function probeAtLoad({ contestant, probes, perTick, stage }: LoadedProbe): Promise<void> {
  const all = jobs(stage.jobs);
  const begin = performance.now();
  const picked: Promise<unknown>[] = [];
  while (picked.length < 2 * all.length) {
    const due = Math.min(all.length, Math.ceil(((performance.now() - begin) / TICK_MS) * perTick));
    for (const job of all.slice(picked.length / 2, due)) {
      picked.push(probes.sent(job.payload.n), contestant.enqueue([job]));
    }
    await passed(TICK_MS);
  }
  await Promise.all(picked);
}

/** When each job was sent, and how long it took to start. */
class Probes {
  readonly #sent = new Map<number, { readonly at: number; readonly picked: () => void }>();
  readonly #tookMs: number[] = [];

  /** The call begins now. @returns when its handler has started */
  sent(n: number): Promise<void> {
    return new Promise((resolve) => this.#sent.set(n, { at: performance.now(), picked: resolve }));
  }

  started(n: number): void {
    const probe = this.#sent.get(n);
    if (!probe) return;
    this.#sent.delete(n);
    this.#tookMs.push(performance.now() - probe.at);
    probe.picked();
  }

  percentiles(): Figures {
    const sorted = this.#tookMs.toSorted((one, other) => one - other);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
  }
}
