/**
 * What is traced and where it goes: the manifest's `telemetry.traces` under OpenTelemetry's own variables,
 * which win (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 * Pure; the SDK is not needed to know that it is not needed.
 */
import type { KeepSpec, TelemetrySpec } from '../manifest/index.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface TraceSettings {
  /** Names of exporters; empty = no SDK of ours. */
  readonly exporters: readonly string[];
  /** OTEL_SDK_DISABLED: no spans at all, not even through an SDK that the user registered. */
  readonly disabled: boolean;
  readonly protocol: string;
  /** Where OTLP over HTTP goes; null = the exporter's default, http://localhost:4318/v1/traces. */
  readonly url: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** OTEL_RESOURCE_ATTRIBUTES. */
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: SamplerSettings;
  readonly batch: BatchSettings;
  /** The user asked for resource detectors by OTEL_NODE_RESOURCE_DETECTORS. */
  readonly detectors: boolean;
  /** The user set limits of spans, attributes and so on, which the SDK knows how to keep. */
  readonly limits: boolean;
  /** Whether Skep's own spans may be made, where nothing else asks for the SDK's. */
  readonly ownSpans: boolean;
  /** Variables that cannot be used, one sentence each; what they would set keeps its default. */
  readonly problems: readonly string[];
}

export interface SamplerSettings {
  /** Whether the sampled flag of a parent, or of the linked producer, decides before the ratio. */
  readonly parentBased: boolean;
  /** Share of traces that are kept, 0..1. */
  readonly ratio: number;
  /** Tasks with a share of their own: names and patterns; absent where there are none. */
  readonly shares?: Readonly<Record<string, number>>;
  /** What is kept beside; absent where nothing is. */
  readonly keep?: KeepSpec | undefined;
}

/** Of the export queue; an absent field keeps its default. Milliseconds and numbers of spans. */
export interface BatchSettings {
  readonly maxQueueSize?: number;
  readonly maxExportBatchSize?: number;
  readonly scheduledDelayMillis?: number;
  readonly exportTimeoutMillis?: number;
}

/** OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT, OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT and so on. */
const LIMIT = /^OTEL_(SPAN|EVENT|LINK|ATTRIBUTE)_.*_LIMIT$/;

const EXPORTERS = ['otlp', 'console', 'zipkin'];

/**
 * @param spec        the manifest's part
 * @param env         the environment; only OTEL_* is read
 * @param serviceName used when neither OTEL_SERVICE_NAME nor OTEL_RESOURCE_ATTRIBUTES names the service
 */
export function traceSettings(spec: TelemetrySpec['traces'], env: Environment, serviceName: string): TraceSettings {
  const problems: string[] = [];
  const resource = pairs(env, 'OTEL_RESOURCE_ATTRIBUTES', problems);
  return {
    exporters: exportersOf(spec, env, problems),
    disabled: isDisabled(env),
    protocol: protocolOf(env, 'TRACES'),
    url: urlOf(env, 'TRACES', problems),
    headers: headersOf(env, 'TRACES', problems),
    serviceName: read(env, 'OTEL_SERVICE_NAME') ?? resource['service.name'] ?? serviceName,
    resource,
    sampler: samplerOf(spec, env, problems),
    batch: batchOf(env, problems),
    detectors: read(env, 'OTEL_NODE_RESOURCE_DETECTORS') !== undefined,
    limits: Object.keys(env).some((name) => LIMIT.test(name) && read(env, name) !== undefined),
    ownSpans: spec.spans === 'own',
    problems,
  };
}

/** The signals that have variables of their own beside the general ones. */
type Signal = 'TRACES' | 'METRICS' | 'LOGS';

export function isDisabled(env: Environment): boolean {
  return read(env, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true';
}

export function protocolOf(env: Environment, signal: Signal): string {
  return (
    read(env, `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`) ?? read(env, 'OTEL_EXPORTER_OTLP_PROTOCOL') ?? 'http/protobuf'
  );
}

export function headersOf(env: Environment, signal: Signal, problems: string[]): Readonly<Record<string, string>> {
  return {
    ...pairs(env, 'OTEL_EXPORTER_OTLP_HEADERS', problems),
    ...pairs(env, `OTEL_EXPORTER_OTLP_${signal}_HEADERS`, problems),
  };
}

/** OTEL_RESOURCE_ATTRIBUTES, with the name of the service. */
export function serviceOf(env: Environment, serviceName: string, problems: string[]): Readonly<Record<string, string>> {
  const resource = pairs(env, 'OTEL_RESOURCE_ATTRIBUTES', problems);
  return { ...resource, 'service.name': read(env, 'OTEL_SERVICE_NAME') ?? resource['service.name'] ?? serviceName };
}

/** Those that OTEL_{signal}_EXPORTER names; undefined where it says nothing. */
export function listedExporters<E extends string>(
  env: Environment,
  signal: Signal,
  known: readonly E[],
  problems: string[],
): readonly E[] | undefined {
  const name = `OTEL_${signal}_EXPORTER`;
  const listed = read(env, name);
  if (listed === undefined) return undefined;
  const names = [...new Set(listed.split(',').map((one) => one.trim()))].filter((one) => one !== '');
  for (const one of names) {
    if (one !== 'none' && !(known as readonly string[]).includes(one)) {
      problems.push(`${name} names ${JSON.stringify(one)}; known are ${known.join(', ')}, none`);
    }
  }
  return names.includes('none') ? [] : known.filter((one) => names.includes(one));
}

/** The specification wants an empty variable taken as an unset one. */
export function read(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function exportersOf(spec: TelemetrySpec['traces'], env: Environment, problems: string[]): readonly string[] {
  const listed = listedExporters(env, 'TRACES', EXPORTERS, problems);
  if (listed !== undefined) return listed;
  const pointed =
    read(env, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? read(env, 'OTEL_EXPORTER_OTLP_ENDPOINT') ?? undefined;
  if (pointed !== undefined) return ['otlp'];
  return spec.exporter === 'none' ? [] : [spec.exporter];
}

function withoutTrailingSlashes(url: string): string {
  let end = url.length;
  while (url[end - 1] === '/') end -= 1;
  return url.slice(0, end);
}

/** Where OTLP over HTTP goes; null = the exporter's default. */
export function urlOf(env: Environment, signal: Signal, problems: string[]): string | null {
  const own = `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`;
  for (const name of [own, 'OTEL_EXPORTER_OTLP_ENDPOINT']) {
    const value = read(env, name);
    if (value === undefined) continue;
    if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) {
      // The value may hold a password: it is not shown.
      problems.push(`${name} is no http(s) URL`);
      continue;
    }
    // The general endpoint is a base that the signal's path is added to, the specific one is used as it is.
    return name === own ? value : `${withoutTrailingSlashes(value)}/v1/${signal.toLowerCase()}`;
  }
  return null;
}

/** `key=value,key2=value2`, values percent-encoded (the Baggage form that the specification prescribes). */
function pairs(env: Environment, name: string, problems: string[]): Record<string, string> {
  const found = new Map<string, string>();
  for (const part of (read(env, name) ?? '').split(',')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    const value = at > 0 ? decoded(part.slice(at + 1).trim()) : undefined;
    if (value === undefined) problems.push(`${name} holds a part that is not key=value`);
    else found.set(part.slice(0, at).trim(), value);
  }
  // fromEntries defines properties, so that a key `__proto__` stays a key.
  return Object.fromEntries(found);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function samplerOf(spec: TelemetrySpec['traces'], env: Environment, problems: string[]): SamplerSettings {
  const name = read(env, 'OTEL_TRACES_SAMPLER');
  const fallback = { parentBased: true, ...sharesOf(spec.sample), ...keepOf(spec) };
  if (name === undefined) return fallback;
  const parentBased = name.startsWith('parentbased_');
  switch (name.replace('parentbased_', '')) {
    case 'always_on':
      return { parentBased, ratio: 1 };
    case 'always_off':
      return { parentBased, ratio: 0 };
    case 'traceidratio':
      return { parentBased, ratio: ratioOf(env, problems) };
    default:
      problems.push(`OTEL_TRACES_SAMPLER is ${JSON.stringify(name)}, which is no sampler`);
      return fallback;
  }
}

function keepOf({ keep }: TelemetrySpec['traces']): Pick<SamplerSettings, 'keep'> {
  return keep.failed || keep.slowerThanMs !== null ? { keep } : {};
}

function sharesOf(sample: TelemetrySpec['traces']['sample']): Pick<SamplerSettings, 'ratio' | 'shares'> {
  if (typeof sample === 'number') return { ratio: sample };
  const { default: ratio = 1, ...shares } = sample;
  return { ratio, ...(Object.keys(shares).length > 0 && { shares }) };
}

function ratioOf(env: Environment, problems: string[]): number {
  const text = read(env, 'OTEL_TRACES_SAMPLER_ARG');
  const ratio = Number(text ?? '1');
  if (ratio >= 0 && ratio <= 1) return ratio;
  problems.push(`OTEL_TRACES_SAMPLER_ARG is ${JSON.stringify(text)}, not a number from 0 to 1`);
  return 1;
}

const BATCH_VARIABLES = {
  OTEL_BSP_MAX_QUEUE_SIZE: 'maxQueueSize',
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: 'maxExportBatchSize',
  OTEL_BSP_SCHEDULE_DELAY: 'scheduledDelayMillis',
  OTEL_BSP_EXPORT_TIMEOUT: 'exportTimeoutMillis',
} as const;

function batchOf(env: Environment, problems: string[]): BatchSettings {
  const batch: { [option in (typeof BATCH_VARIABLES)[keyof typeof BATCH_VARIABLES]]?: number } = {};
  for (const [name, option] of Object.entries(BATCH_VARIABLES)) {
    const text = read(env, name);
    if (text === undefined) continue;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 0) batch[option] = value;
    else problems.push(`${name} is ${JSON.stringify(text)}, not a whole number from 0`);
  }
  return batch;
}
