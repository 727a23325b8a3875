/** What a platform is made from. */
import {
  PLATFORM_ROLES,
  type PlatformRole,
  QUEUE_STRATEGIES,
  QUEUE_WEIGHT_MAX,
  type QueueStrategy,
  type QueueWeights,
} from '../core/index.ts';
import { type Clock, type IdSource, type Logger, SkepError, suggestion } from '../foundation/index.ts';
import type { GivenTelemetry } from '../telemetry/index.ts';

/** Which queues this process consumes, and how wide. */
export interface QueueSelection {
  /** Only these queues; default: all of the manifest. */
  readonly only?: readonly string[];
  /** Not these. */
  readonly exclude?: readonly string[];
  /** Handlers at once per queue, instead of the manifest's; with a strategy: of all queues together. */
  readonly concurrency?: number;
  /** These queues share their places; which comes first while they are short, in the order of `only`, else of the manifest. */
  readonly strategy?: QueueStrategy;
  /** Of `weighted`: parts of each queue, whole numbers from 1 to 1000; what is not named has 1. Default: by their order. */
  readonly weights?: QueueWeights;
}

export interface PlatformOptions {
  /** The manifest's main file; relative to `cwd`. */
  readonly file: string;
  /** What `${NAME}` in the manifest and OTEL_* read. Default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the process' working directory. */
  readonly cwd?: string;
  /** Default: all, and in a burst the worker alone. None: a process that only enqueues and looks. */
  readonly roles?: readonly PlatformRole[];
  readonly queues?: QueueSelection;
  /** How long a stop lets attempts run before they are released, without a soft part; default: the manifest's `shutdown`. */
  readonly shutdownTimeoutMs?: number;
  /** Ends by itself when nothing is left to do: no watching of files. */
  readonly burst?: boolean;
  /** Default: the manifest's telemetry.logs, on stderr. */
  readonly logger?: Logger;
  /** Whether a person reads stderr, for the default logger. */
  readonly isTty?: boolean;
  /** Whether the default logger may use colours; default: as isTty. */
  readonly color?: boolean;
  /** Parts of OpenTelemetry for the tracing of this process. */
  readonly telemetry?: GivenTelemetry;
  readonly clock?: Clock;
  readonly newId?: IdSource;
  /** Uniform in [0, 1), for jitter. */
  readonly random?: () => number;
}

/** With what the process gives where the options say nothing. */
export type GivenOptions = PlatformOptions & Required<Pick<PlatformOptions, 'env'>>;

const OPTION_NAMES: readonly (keyof PlatformOptions)[] = [
  'file',
  'env',
  'cwd',
  'roles',
  'queues',
  'shutdownTimeoutMs',
  'burst',
  'logger',
  'isTty',
  'color',
  'telemetry',
  'clock',
  'newId',
  'random',
];

const TELEMETRY_PARTS: readonly (keyof GivenTelemetry)[] = [
  'spanProcessors',
  'instrumentations',
  'resource',
  'sampler',
  'propagator',
];

/**
 * Programs in JavaScript call too: what no type has checked is told here, instead of being dropped or failing somewhere.
 * @throws SkepError USAGE
 */
export function checkOptions(options: PlatformOptions): void {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null || typeof (given as { file?: unknown }).file !== 'string') {
    throw new SkepError(
      'USAGE',
      "createPlatform takes an object with the manifest's file, as in { file: 'jobs.yaml' }",
    );
  }
  for (const key of Object.keys(given)) checkName(key, OPTION_NAMES, 'option of createPlatform');
  checkTelemetry((given as { telemetry?: unknown }).telemetry);
  const { roles, queues } = given as { roles?: unknown; queues?: { strategy?: unknown; weights?: unknown } };
  const strategy = queues?.strategy;
  if (strategy !== undefined) checkName(typeof strategy === 'string' ? strategy : '', QUEUE_STRATEGIES, 'strategy');
  checkWeights(queues?.weights, strategy);
  if (roles === undefined) return;
  if (!Array.isArray(roles))
    throw new SkepError('USAGE', `roles is not a list; there are ${PLATFORM_ROLES.join(', ')}`);
  for (const role of roles as readonly unknown[]) checkName(String(role), PLATFORM_ROLES, 'role');
}

function checkWeights(weights: unknown, strategy: unknown): void {
  if (weights === undefined) return;
  if (typeof weights !== 'object' || weights === null) throw new SkepError('USAGE', 'weights is not an object');
  if (strategy !== 'weighted') {
    throw new SkepError('USAGE', 'queues have weights only where they share their places by them', {
      hint: '--strategy weighted, or queues.strategy',
    });
  }
  for (const [queue, weight] of Object.entries(weights)) {
    if (Number.isInteger(weight) && weight >= 1 && weight <= QUEUE_WEIGHT_MAX) continue;
    throw new SkepError(
      'USAGE',
      `the weight of ${JSON.stringify(queue.slice(0, 64))} is not a whole number from 1 to ${QUEUE_WEIGHT_MAX}`,
    );
  }
}

function checkTelemetry(telemetry: unknown): void {
  if (telemetry === undefined) return;
  if (typeof telemetry !== 'object' || telemetry === null) throw new SkepError('USAGE', 'telemetry is not an object');
  for (const key of Object.keys(telemetry)) checkName(key, TELEMETRY_PARTS, 'part of telemetry');
}

function checkName(name: string, known: readonly string[], what: string): void {
  if (known.includes(name)) return;
  throw new SkepError('USAGE', `there is no ${what} ${JSON.stringify(name.slice(0, 64))}`, {
    hint: suggestion(name.slice(0, 64), known) ?? `there are ${known.join(', ')}`,
  });
}
