/**
 * Every metric that leaves this program, in one place. Names follow OpenTelemetry's conventions for messaging and Node.js where
 * they have a word, what they have none for is under `skep.`. docs/metrics.md is generated from this table; dashboard and rules in
 * `deploy/` are held against it.
 */
import { ATTR, SYSTEM } from '../semconv.ts';

export type InstrumentKind = 'counter' | 'histogram' | 'gauge';

export interface Instrument {
  readonly name: string;
  readonly kind: InstrumentKind;
  /** As UCUM has it; what is counted stands in braces. */
  readonly unit: string;
  readonly meaning: string;
  /** What tells its series apart, in the order in which they are recorded. Never an id. */
  readonly attributes: readonly MetricAttribute[];
  /** The same on all series. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Upper bounds of the buckets of a histogram. */
  readonly bounds?: readonly number[];
  /** What becomes of a gauge's numbers that fold into one series: their sum, or the largest. */
  readonly folds?: 'sum' | 'max';
}

/** Attributes that stand on metrics alone; what they say is in METRIC_ATTRIBUTES. */
export const METRIC_ATTR = { state: 'skep.job.state', bucket: 'skep.bucket', rule: 'skep.bucket.rule' } as const;

const { destination, task, outcome, schedule, workflow } = ATTR;
const { state, bucket, rule } = METRIC_ATTR;

/** Per attribute: what it says. */
export const METRIC_ATTRIBUTES = {
  [ATTR.messagingSystem]: 'always `skep`',
  [ATTR.operationName]: '`enqueue` or `process`',
  [destination]: 'name of the queue',
  [task]: 'name of the task',
  [outcome]: 'how it ended: of attempts `completed`, `failed`, `dead`, `cancelled`, `snoozed`, `released`',
  [state]: 'state of the jobs',
  [schedule]: 'name of the schedule',
  [workflow]: 'name of the workflow; empty where it came with the call',
  [bucket]: 'name of the bucket',
  [rule]: '`rate` or `concurrency`',
} as const;

export type MetricAttribute = keyof typeof METRIC_ATTRIBUTES;

/** Attributes whose values are bounded by `telemetry.metrics.names`: beyond it they are `other`. */
export const NAMED: readonly MetricAttribute[] = [destination, task, schedule, workflow, bucket];

/** In seconds: the advice of the conventions for messaging, and what longer jobs need. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 300, 900, 3_600];

const system = { [ATTR.messagingSystem]: SYSTEM };
const MESSAGES = '{message}';
const ATTEMPTS = '{attempt}';
const JOBS = '{job}';

const INSTRUMENTS = {
  sent: {
    name: 'messaging.client.sent.messages',
    kind: 'counter',
    unit: MESSAGES,
    meaning: 'jobs that this process has stored, by a call or a tick',
    attributes: [destination, task],
    fixed: { ...system, [ATTR.operationName]: 'enqueue' },
  },
  processed: {
    name: 'messaging.process.duration',
    kind: 'histogram',
    unit: 's',
    meaning: 'how long attempts ran that ended here',
    attributes: [destination, task, outcome],
    fixed: { ...system, [ATTR.operationName]: 'process' },
    bounds: SECONDS,
  },
  waited: {
    name: 'skep.queue.wait.duration',
    kind: 'histogram',
    unit: 's',
    meaning: 'from when a job might have started to when its attempt did',
    attributes: [destination, task],
    bounds: SECONDS,
  },
  attempts: {
    name: 'skep.attempts',
    kind: 'counter',
    unit: ATTEMPTS,
    meaning: 'attempts that ended here, by how',
    attributes: [destination, task, outcome],
  },
  retries: {
    name: 'skep.retries',
    kind: 'counter',
    unit: ATTEMPTS,
    meaning: 'attempts that failed and are followed by another',
    attributes: [destination, task],
  },
  dead: {
    name: 'skep.dead',
    kind: 'counter',
    unit: JOBS,
    meaning: 'jobs that died: out of attempts here, or buried here after their process was lost',
    attributes: [destination, task],
  },
  expired: {
    name: 'skep.leases.expired',
    kind: 'counter',
    unit: JOBS,
    meaning: 'jobs that this process took back from a lost one',
    attributes: [destination, task],
  },
  hooksFailed: {
    name: 'skep.hooks.failed',
    kind: 'counter',
    unit: '{call}',
    meaning: 'functions of hooks that threw, or did not end in time',
    attributes: [task],
  },
  runs: {
    name: 'skep.workflow.duration',
    kind: 'histogram',
    unit: 's',
    meaning: 'how long runs of workflows took whose end was stored here; `completed`, `failed` or `cancelled`',
    attributes: [workflow, outcome],
    bounds: SECONDS,
  },
  lag: {
    name: 'skep.schedule.lag',
    kind: 'histogram',
    unit: 's',
    meaning: 'how long after its planned instant a tick was fired',
    attributes: [schedule],
    bounds: SECONDS,
  },
  missed: {
    name: 'skep.schedule.missed',
    kind: 'counter',
    unit: '{gap}',
    meaning: 'times that ticks were passed over, one or several in a row',
    attributes: [schedule],
  },
  standstills: {
    name: 'skep.standstill.duration',
    kind: 'histogram',
    unit: 's',
    meaning: 'how long the event loop stood still while the hard limit of an attempt passed, by attempt',
    attributes: [],
    bounds: SECONDS,
  },
  reloads: {
    name: 'skep.reloads',
    kind: 'counter',
    unit: '{reload}',
    meaning: 'manifests that a reload put in force (`applied`) or did not (`refused`)',
    attributes: [outcome],
  },
  depth: {
    name: 'skep.queue.depth',
    kind: 'gauge',
    unit: JOBS,
    meaning: 'jobs of the queue in each state, in the store',
    attributes: [destination, state],
  },
  oldest: {
    name: 'skep.queue.oldest_age',
    kind: 'gauge',
    unit: 's',
    meaning: 'how long the job waits that has waited longest; 0 where none does',
    attributes: [destination],
    folds: 'max',
  },
  held: {
    name: 'skep.queue.held',
    kind: 'gauge',
    unit: JOBS,
    meaning: 'of the available jobs those that a limit or hold keeps',
    attributes: [destination],
  },
  paused: {
    name: 'skep.queue.paused',
    kind: 'gauge',
    unit: '{state}',
    meaning: '1 where the queue is paused',
    attributes: [destination],
    folds: 'max',
  },
  breaker: {
    name: 'skep.breaker.state',
    kind: 'gauge',
    unit: '{state}',
    meaning: 'of the breaker of a bucket: 0 closed, 1 probing, 2 open',
    attributes: [bucket],
    folds: 'max',
  },
  bucketUsed: {
    name: 'skep.bucket.used',
    kind: 'gauge',
    unit: '{place}',
    meaning: 'how much of a bucket is taken: of its burst, or of its places',
    attributes: [bucket, rule],
  },
  bucketLimit: {
    name: 'skep.bucket.limit',
    kind: 'gauge',
    unit: '{place}',
    meaning: 'how much of it there is: its burst, or its places',
    attributes: [bucket, rule],
  },
  bucketHeld: {
    name: 'skep.bucket.held',
    kind: 'gauge',
    unit: JOBS,
    meaning: 'jobs that the bucket holds',
    attributes: [bucket],
  },
  active: {
    name: 'skep.worker.active',
    kind: 'gauge',
    unit: ATTEMPTS,
    meaning: 'attempts that run in this process',
    attributes: [],
  },
  overrunning: {
    name: 'skep.worker.overrunning',
    kind: 'gauge',
    unit: ATTEMPTS,
    meaning: 'handlers of this process whose attempt is over and that run on',
    attributes: [],
  },
  capacity: {
    name: 'skep.worker.capacity',
    kind: 'gauge',
    unit: ATTEMPTS,
    meaning: 'how many attempts of the queue this process may run at once',
    attributes: [destination],
  },
  store: {
    name: 'skep.store.up',
    kind: 'gauge',
    unit: '{state}',
    meaning: '1 where the store answered the last look, else 0; then nothing is said of queues and buckets',
    attributes: [],
  },
  loop: {
    name: 'nodejs.eventloop.utilization',
    kind: 'gauge',
    unit: '1',
    meaning: 'how busy the event loop was since the process began',
    attributes: [],
  },
  droppedSpans: {
    name: 'skep.telemetry.dropped_spans',
    kind: 'counter',
    unit: '{span}',
    meaning:
      'spans that were not sent, as the export queue was full or the backend did not take them, since tracing was last set up',
    attributes: [],
  },
  forgottenSpans: {
    name: 'skep.telemetry.forgotten_spans',
    kind: 'counter',
    unit: '{span}',
    meaning: 'held spans that made room before it was known whether their life is kept, since tracing was last set up',
    attributes: [],
  },
} as const satisfies Readonly<Record<string, Instrument>>;

export type InstrumentKey = keyof typeof INSTRUMENTS;

/** The same with the form that all have. */
export const ALL_INSTRUMENTS: Readonly<Record<InstrumentKey, Instrument>> = INSTRUMENTS;
