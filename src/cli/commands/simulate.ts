import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import {
  DURATION_FORM,
  formatDuration,
  type Json,
  messageOf,
  parseInstant,
  SkepError,
  systemClock,
} from '../../foundation/index.ts';
import type { SimulatedQueue, SimulationView } from '../../platform/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { EXIT } from '../exit-codes.ts';
import { readGiven } from '../given-file.ts';
import { durationOption, instantOption, integerOption } from '../options.ts';
import type { Layout } from '../printer.ts';
import { printable } from '../terminal.ts';

interface SimulateFlags {
  readonly for: number;
  readonly load?: string;
  readonly measured?: true;
  readonly processes?: number;
  readonly seed?: number;
  readonly from?: string;
  readonly svg?: string;
}

const DAY_MS = 86_400_000;
const LONGEST_MS = 31 * DAY_MS;
const LOAD_BYTES = 1_048_576;
/** Collisions that a table shows. */
const SHOWN = 10;

const QUEUES: Layout<SimulatedQueue> = {
  plural: 'queues',
  name: ({ queue }) => queue,
  columns: [
    { title: 'QUEUE', of: ({ queue }) => queue, yields: 'middle' },
    { title: 'JOBS', of: ({ jobs }) => String(jobs) },
    { title: 'STARTS', of: ({ starts }) => String(starts) },
    { title: '/MIN', of: ({ startsPerMinute }) => rounded(startsPerMinute.mean) },
    { title: 'PEAK', of: ({ startsPerMinute }) => String(startsPerMinute.peak) },
    { title: 'DEEPEST', of: ({ depth }) => String(depth.peak) },
    { title: 'AT', of: ({ depth }) => shortInstant(depth.peakAt) },
    { title: 'LEFT', of: ({ waitingAtEnd }) => String(waitingAtEnd) },
    { title: 'WAIT P50', of: ({ waitMs }) => shown(waitMs.p50), wide: true },
    { title: 'WAIT P95', of: ({ waitMs }) => shown(waitMs.p95) },
    { title: 'LONGEST', of: ({ waitMs }) => shown(waitMs.max) },
    { title: 'BUSY', of: ({ busy }) => `${rounded(busy * 100)}%` },
  ],
};

export function registerSimulate(program: Command, exit: ExitSlot): void {
  const command = program
    .command('simulate')
    .description('what the manifest makes of a load over days, worked out in seconds; runs nothing')
    .option('--for <duration>', 'how long, up to 31d', durationOption, 7 * DAY_MS)
    .option('--load <file>', 'what comes beside the ticks of schedules, and how long it runs (YAML or JSON)')
    .option('--measured', 'run times of the last day where the load says none: asks the server or the store')
    .option('--processes <number>', 'processes that work, in place of the load’s', integerOption(1, 10_000))
    .option('--seed <number>', 'another chance, in place of the load’s', integerOption(0))
    .option('--from <instant>', 'begin then instead of now', instantOption)
    .option('--svg <file>', 'write a picture of it too');
  onCall<SimulateFlags>(command, exit, async (call, _args, flags) => {
    if (flags.for < 60_000 || flags.for > LONGEST_MS) {
      throw new SkepError('USAGE', '--for takes 1m to 31d', { hint: `write ${DURATION_FORM}` });
    }
    const view = await simulated(call, flags);
    if (flags.svg !== undefined) await draw(call, flags.svg, view);
    const { printer } = call;
    if (printer.output === 'json' || printer.output === 'yaml') await printer.value(view);
    else {
      await printer.list(QUEUES, view.queues);
      if (printer.output === 'table' || printer.output === 'wide') sayMore(call, view, flags);
    }
    return EXIT.done;
  });
}

async function simulated(call: CommandCall, flags: SimulateFlags): Promise<SimulationView> {
  const { options, terminal } = call;
  const { readManifest, understanding } = await import('../../platform/index.ts');
  const { loadOf, simulate } = await understanding();
  const manifest = await readManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd });
  const written = flags.load === undefined ? {} : await loadIn(call, flags.load);
  const load = loadOf(written, manifest);
  const measured = flags.measured === true ? await measuredRuns(call) : undefined;
  const from = flags.from === undefined ? systemClock.now() : (parseInstant(flags.from) ?? systemClock.now());
  return simulate(manifest, {
    load: { ...load, processes: flags.processes ?? load.processes, seed: flags.seed ?? load.seed },
    // Whole minutes: what a minute has begins with it.
    ...{ from: Math.floor(from / 60_000) * 60_000, forMs: flags.for },
    ...(measured !== undefined && { measured }),
  });
}

async function loadIn({ terminal }: CommandCall, file: string): Promise<Json> {
  const { readYaml } = await import('../../manifest/index.ts');
  const bytes = await readGiven(path.resolve(terminal.cwd, file), LOAD_BYTES).catch((error: unknown) => {
    throw new SkepError('USAGE', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  const read = readYaml(file, bytes.toString('utf8'));
  if (read.ok) return read.data;
  throw new SkepError('USAGE', `${file} is no YAML`, { details: { diagnostics: read.diagnostics } });
}

async function measuredRuns(
  call: CommandCall,
): Promise<ReadonlyMap<string, { readonly p50: number; readonly p95: number }>> {
  const { groups } = await (await call.operations()).stats({ range: '1d', by: 'task' });
  return new Map(groups.flatMap(({ name, total: { runMs } }) => (runMs === null ? [] : [[name, runMs] as const])));
}

async function draw({ terminal }: CommandCall, file: string, view: SimulationView): Promise<void> {
  const { understanding } = await import('../../platform/index.ts');
  const { svgOf } = await understanding();
  try {
    await writeFile(path.resolve(terminal.cwd, file), svgOf(view));
  } catch (error) {
    throw new SkepError('OUTPUT_FAILED', `${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
  terminal.say(`wrote ${printable(file)}`);
}

function sayMore(
  { terminal }: CommandCall,
  { assumed, collisions, tasks }: SimulationView,
  { measured }: SimulateFlags,
): void {
  const bad = tasks.filter(({ failed, dead, skipped }) => failed + dead + skipped > 0);
  for (const { task, failed, dead, skipped } of bad) {
    terminal.data(`${task}: ${failed} attempts tried again, ${dead} dead, ${skipped} skipped`);
  }
  for (const { schedules, times, firstAt } of collisions.slice(0, SHOWN)) {
    terminal.data(
      `${schedules.length} schedules at once, ${times === 1 ? 'once' : `${times} times`}, first ${firstAt}: ${schedules.slice(0, 5).join(', ')}${schedules.length > 5 ? ', …' : ''}`,
    );
  }
  if (assumed.length === 0) return;
  const names = assumed.join(', ');
  const better = measured
    ? ', of which the last day has no run; a load (--load) says better'
    : '; a load (--load) or --measured says better';
  terminal.say(`a run time of 1s is assumed for ${names}${better}`);
}

function rounded(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1);
}

function shown(ms: number | null): string | null {
  if (ms === null) return null;
  return formatDuration(ms < 10_000 ? Math.round(ms) : Math.round(ms / 1_000) * 1_000);
}

function shortInstant(iso: string | null): string | null {
  return iso === null ? null : `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
}
