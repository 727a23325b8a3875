import { enqueueAll, jobs } from '../contestant.ts';
import { CPU_PER_JOB, RATE, type Row, timed } from '../row.ts';

const SAMPLES: Readonly<Record<string, number | null>> = {
  off: null,
  '0 % kept': 0,
  '5 % kept': 0.05,
  '100 % kept': 1,
};

export const tracedRow: Row = {
  title: 'Traced',
  terms:
    'Processing, 64 at once, all jobs stored first, with OpenTelemetry: spans for every call and attempt, sampled at the ' +
    'root, exported over OTLP to a server that drops them. BullMQ with bullmq-otel and the Node SDK. Both with the ' +
    "defaults of their export queue: the SDK's batch processor holds 2 048 spans, Skep's holds 32 768, and both drop " +
    'what they cannot hold.',
  needs: ['inProcess', 'bulk', 'traces'],
  variants: { off: [], '0 % kept': [], '5 % kept': [], '100 % kept': [] },
  figures: { rate: RATE, cpu: CPU_PER_JOB },
  jobs: 120_000,
  maxRounds: 3,
  work: 'process',

  async measure({ open, variant, jobs: count, warmUp }) {
    const contestant = await open({ sample: SAMPLES[variant] ?? null });
    await enqueueAll(contestant, jobs(warmUp + count));
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(warmUp);
    return timed(count, () => consumption.settled(warmUp + count));
  },
};
