/**
 * Where the time of a job goes: `node --import tsx bench/profile.ts redis|sqlite [--jobs 50000] [--concurrency 64]
 * [--phase process|enqueue|chain|chord|fan] [--bytes 500000] [--sample 1] [--metrics] [--graphs 50]`.
 *
 * The whole platform runs in this process; the CPU profile covers the phase alone, after a warm-up. Printed are µs per
 * job by file and by function, and for Redis the server's CPU per job and per script.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Session, type Profiler } from 'node:inspector/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { RedisServer } from '../test/support/redis-server.ts';
import { BULK, type Contestant, enqueueAll, type Graph, jobs, SETTINGS, WARM_UP } from './contestant.ts';
import { Skep } from './contestants/skep.ts';
import { sections } from './rows/workflows.ts';
import { ServerAccount } from './server-account.ts';
import { OtlpSinkProcess } from './servers/otlp-sink-process.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string', default: '50000' },
    concurrency: { type: 'string', default: '64' },
    phase: { type: 'string', default: 'process' },
    /** Of the payload, as JSON. */
    bytes: { type: 'string', default: '100' },
    /** Share of traces that are kept and exported to a server that drops them; absent: tracing is off. */
    sample: { type: 'string' },
    /** Jobs are counted for Prometheus. */
    metrics: { type: 'boolean', default: false },
    /** Chains under way at a time. */
    graphs: { type: 'string', default: '1' },
    /** Lines per table. */
    top: { type: 'string', default: '30' },
    /** Keeps the profile there, for Chrome's DevTools. */
    out: { type: 'string' },
  },
});
const ENGINE = positionals[0] === 'sqlite' ? 'sqlite' : 'redis';
const JOBS = Number(values.jobs);
const TOP = Number(values.top);
const BYTES = Number(values.bytes);
/** Jobs of one call: it carries 2 MB at most. */
const CALL = { perCall: Math.max(1, Math.min(BULK, Math.floor(2_000_000 / BYTES))) };
const ROOT = path.join(import.meta.dirname, '..');

/** µs of a phase by wall clock, by CPU of this process, and by the profile's samples. */
interface Profiled {
  readonly wallMicros: number;
  readonly cpuMicros: number;
  readonly profile: Profiler.Profile;
}

async function profiled(act: () => Promise<void>): Promise<Profiled> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  const cpu = process.cpuUsage();
  const begin = performance.now();
  await act();
  const wallMicros = (performance.now() - begin) * 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return { wallMicros, cpuMicros: user + system, profile };
}

const SIZES: Readonly<Partial<Record<string, Graph>>> = {
  chain: { kind: 'chain', size: 100 },
  chord: { kind: 'chord', size: 1_000 },
  fan: { kind: 'fan', size: Math.min(10_000, JOBS) },
};
const GRAPH = SIZES[values.phase];

/** Graphs from their start to their end, after some of them. */
async function graphs(contestant: Contestant, graph: Graph): Promise<() => Promise<void>> {
  await contestant.consume(() => undefined);
  const go = async (count: number): Promise<void> => {
    let left = count;
    const next = async (): Promise<void> => {
      while (left-- > 0) await contestant.graph?.(graph);
    };
    await Promise.all(Array.from({ length: Math.min(count, Number(values.graphs)) }, next));
  };
  const count = Math.max(1, Math.floor(JOBS / graph.size));
  await go(Math.ceil(count / 5));
  return () => go(count);
}

/** The phase alone: whatever comes before it is done when this resolves. */
async function phase(contestant: Contestant): Promise<() => Promise<void>> {
  if (GRAPH) return graphs(contestant, GRAPH);
  await enqueueAll(contestant, jobs(WARM_UP));
  const warmUp = await contestant.consume(() => undefined);
  await warmUp.settled(WARM_UP);
  await warmUp.pause();
  if (values.phase === 'enqueue') return () => enqueueAll(contestant, jobs(JOBS, BYTES), CALL);
  await enqueueAll(contestant, jobs(JOBS, BYTES), CALL);
  return async () => {
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(JOBS);
  };
}

type Frame = Profiler.ProfileNode['callFrame'];

/** Sums the samples' own time, µs, under the names that `nameOf` gives to the stack's innermost frames. */
function summed(profile: Profiler.Profile, nameOf: (stack: readonly Frame[]) => string): Map<string, number> {
  const { nodes, samples = [], timeDeltas = [] } = profile;
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)));
  const stackOf = (node: Profiler.ProfileNode | undefined): Frame[] =>
    node ? [node.callFrame, ...stackOf(parents.get(node.id))] : [];
  const names = new Map(nodes.map((node) => [node.id, nameOf(stackOf(node))]));
  const sums = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '?';
    sums.set(name, (sums.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  });
  return sums;
}

/** Own files by path, packages by name; what has no file by its own name: (idle), writeUtf8String and the like. */
function fileOf({ functionName, url }: Frame): string {
  if (url === '') return functionName === '' ? '(native)' : functionName;
  if (url.startsWith('node:')) return url;
  const file = path.relative(ROOT, url.replace(/^file:\/\//, '').replace(/\?.*$/, ''));
  return /node_modules\/((@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file;
}

/** As it is built, which is what users run, or as it is written. */
function isOwn(file: string): boolean {
  return file.startsWith('dist/') || file.startsWith('src/');
}

/** The innermost function of Skep's own; with it what packages and native code do for it. */
function byStage(stack: readonly Frame[]): string {
  const own = stack.find((frame) => isOwn(fileOf(frame)));
  const [inner] = stack;
  if (own) return `${fileOf(own)}  ${own.functionName || '(anonymous)'}`;
  const outer = stack.findLast((frame) => frame.url !== '') ?? inner;
  return outer ? `${fileOf(outer)}  ${outer.functionName}` : '?';
}

function byFile(stack: readonly Frame[]): string {
  return byStage(stack).replace(/ {2}.*$/, '');
}

/** The function that was running, whoever called it. */
function byFunction([inner]: readonly Frame[]): string {
  return inner ? `${fileOf(inner)}  ${inner.url === '' ? '' : inner.functionName || '(anonymous)'}` : '?';
}

function printSums(title: string, sums: ReadonlyMap<string, number>): void {
  console.log(`\n${title.padEnd(88)} µs/job`);
  const sorted = [...sums].sort(([, one], [, other]) => other - one).slice(0, TOP);
  for (const [name, micros] of sorted) console.log(`${name.padEnd(88)} ${(micros / JOBS).toFixed(2).padStart(6)}`);
}

const contestant = new Skep(ENGINE);
const server = ENGINE === 'redis' ? await RedisServer.start() : null;
const sample = values.sample === undefined ? null : Number(values.sample);
const sink = sample === null ? null : await OtlpSinkProcess.start();
const folder = await mkdtemp(path.join(os.tmpdir(), 'skep-profile-'));
try {
  const place = { folder, redisPort: server?.port ?? null, postgresUrl: null, otlpUrl: sink?.url ?? null };
  await contestant.open(place, {
    ...SETTINGS,
    concurrency: Number(values.concurrency),
    sample,
    metrics: values.metrics,
    manifest: GRAPH ? sections(GRAPH.size) : SETTINGS.manifest,
  });
  const act = await phase(contestant);
  const account = server && new ServerAccount(server.port);
  await account?.begin();
  const { wallMicros, cpuMicros, profile } = await profiled(act);
  const [wall, cpu] = [wallMicros / JOBS, cpuMicros / JOBS];
  console.log(`${values.phase}, ${ENGINE}, ${JOBS} jobs, ${values.concurrency} at once`);
  console.log(
    `${(1e6 / wall).toFixed(0)} jobs/s under the profiler; µs per job: ${wall.toFixed(2)} wall, ${cpu.toFixed(2)} client CPU`,
  );
  printSums('by file of Skep, what it calls included', summed(profile, byFile));
  printSums('by function of Skep, what it calls included', summed(profile, byStage));
  printSums('by running function', summed(profile, byFunction));
  await account?.print(JOBS);
  if (values.out !== undefined) await writeFile(values.out, JSON.stringify(profile));
} finally {
  await contestant.close();
  await server?.stop();
  await sink?.stop();
  await rm(folder, { recursive: true, force: true });
}
