/** A run: every row, every round, contestants in turns so that noise hits all alike. */
import os from 'node:os';

import { CONTESTANTS } from './contestants/index.ts';
import { machine, versions, yardstick } from './machine.ts';
import { play, type SharedServers } from './play.ts';
import type { ContestantResult, Results, RowResult } from './results.ts';
import type { Ability, Figures, Row } from './row.ts';
import { ROWS } from './rows/index.ts';
import { OtlpSink } from './servers/otlp-sink.ts';
import { PostgresServer } from './servers/postgres-server.ts';

export interface RunOptions {
  /** Names of rows; empty = all. */
  readonly rows: readonly string[];
  /** Names of contestants; empty = all. */
  readonly only: readonly string[];
  readonly rounds: number;
  /** Jobs per round instead of each row's own number. */
  readonly jobs: number | null;
  /** Only to see that everything runs: one variant per row and contestant, several rounds at the same time. */
  readonly smoke: boolean;
  /** Told what is going on, one line at a time. */
  readonly say: (line: string) => void;
}

export async function run(options: RunOptions): Promise<Results> {
  const load = (): number => os.loadavg()[0] ?? 0;
  const before = load();
  const { present, skipped } = installed(options.only);
  const notes: Notes = { yardstick: [], failures: [], say: options.say };
  for (const line of skipped) options.say(line);
  const sink = await OtlpSink.start();
  const postgres = present.some((name) => CONTESTANTS[name]?.store === 'postgres')
    ? await PostgresServer.start()
    : null;
  const shared: SharedServers = {
    otlpUrl: sink.url,
    emptyDatabase: async () => (await postgres?.emptyDatabase()) ?? '',
  };
  const rows: RowResult[] = [];
  try {
    for (const name of chosen(Object.keys(ROWS), options.rows)) {
      rows.push(await playRow(name, { options, present, notes, shared }));
    }
  } finally {
    await postgres?.stop();
    await sink.stop();
  }
  return {
    date: new Date().toISOString(),
    machine: { ...machine(), load: [before, load()], yardstick: notes.yardstick },
    versions: versions(),
    rounds: options.rounds,
    skipped,
    failures: notes.failures,
    rows,
  };
}

interface Notes {
  readonly yardstick: number[];
  readonly failures: string[];
  readonly say: (line: string) => void;
}

interface Playing {
  readonly options: RunOptions;
  readonly present: readonly string[];
  readonly notes: Notes;
  readonly shared: SharedServers;
}

/** Rounds at the same time in a smoke run, whose figures mean nothing. */
const SMOKE_AT_ONCE = 3;

interface Pair {
  readonly variant: string;
  readonly contestant: string;
  readonly rounds: Figures[];
}

async function playRow(name: string, { options, present, notes, shared }: Playing): Promise<RowResult> {
  const row = ROWS[name];
  if (!row) throw new Error(`no row "${name}"`);
  const pairs = pairsOf(row, present, options.smoke);
  for (let round = 0; round < Math.min(options.rounds, row.maxRounds ?? options.rounds); round += 1) {
    notes.say(`${name}, round ${round + 1}: ${pairs.length} measurements`);
    await forEach(pairs, options.smoke ? SMOKE_AT_ONCE : 1, async ({ variant, contestant, rounds }) => {
      notes.yardstick.push(yardstick());
      try {
        rounds.push(await play({ row: name, variant, contestant, jobs: options.jobs ?? row.jobs }, shared));
      } catch (error) {
        const line = `${name}, ${variant}, ${contestant}: ${reason(error)}`;
        notes.failures.push(line);
        notes.say(line);
      }
    });
  }
  const { title, terms, figures } = row;
  const results = pairs.map((pair): ContestantResult => ({
    ...pair,
    title: CONTESTANTS[pair.contestant]?.title ?? pair.contestant,
  }));
  return { name, title, terms, figures, results };
}

/** Who plays what: variant by variant, those that can. */
function pairsOf(row: Row, present: readonly string[], smoke: boolean): Pair[] {
  const pairs = Object.entries(row.variants).flatMap(([variant, needs]) =>
    present
      .filter((contestant) => can(contestant, [...row.needs, ...needs]))
      .map((contestant): Pair => ({ variant, contestant, rounds: [] })),
  );
  if (!smoke) return pairs;
  return pairs.filter((pair, index) => pairs.findIndex(({ contestant }) => contestant === pair.contestant) === index);
}

/** Does `act` for all of them in order, so many at a time. */
async function forEach<T>(all: readonly T[], atOnce: number, act: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  const lane = async (): Promise<void> => {
    for (const one of left) await act(one);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

function can(contestant: string, needs: readonly Ability[]): boolean {
  return needs.every((ability) => CONTESTANTS[contestant]?.abilities.includes(ability));
}

/** The line that says what went wrong in the round's process. */
/** Without the command line, which names folders of this machine. */
function reason(error: unknown): string {
  const { killed = false } = error as { readonly killed?: boolean };
  if (killed) return 'the round did not end in time';
  const lines = String(error instanceof Error ? error.message : error).split('\n');
  const told = lines.filter((line) => line !== '' && !line.startsWith('Command failed'));
  return told.find((line) => /^\w*Error\b/.test(line)) ?? told[0] ?? 'its process failed';
}

function installed(only: readonly string[]): { present: string[]; skipped: string[] } {
  const names = chosen(Object.keys(CONTESTANTS), only);
  const missing = names.flatMap((name) => {
    const what = CONTESTANTS[name]?.missing() ?? null;
    return what === null ? [] : [{ name, what }];
  });
  return {
    present: names.filter((name) => !missing.some((one) => one.name === name)),
    skipped: missing.map(({ name, what }) => `${name} is left out: ${what} is not installed (npm run bench:install)`),
  };
}

/** @throws Error that names what there is, when a name is not known */
function chosen(all: readonly string[], asked: readonly string[]): readonly string[] {
  const unknown = asked.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`no "${unknown}"; there are ${all.join(', ')}`);
  return asked.length === 0 ? all : all.filter((name) => asked.includes(name));
}
