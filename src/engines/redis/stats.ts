/** Statistics: a hash per minute and per hour, whose fields are `PLACE QUEUE TASK`; they expire by themselves. lua/add-stats.lua adds. */
import { noFigure } from '../../core/index.ts';
import {
  type StatRow,
  STAT_SOURCE_KEPT_MS,
  STAT_STEP_MS,
  type StatFilter,
  STATS_KEPT_MS,
  type StatsFacet,
  type StatStep,
} from '../../engine/index.ts';
import type { ScriptArgument } from './scripts.ts';
import type { RedisStore } from './store.ts';

const LETTER: Readonly<Record<StatStep, string>> = { minute: 'm', hour: 'h' };
/** Hashes that are asked for at once. */
const AT_ONCE = 60;

export function statsOf(store: RedisStore): StatsFacet {
  const { global } = store.keys;
  return {
    add: async (source, number, share) => {
      const kept = [STAT_SOURCE_KEPT_MS, STATS_KEPT_MS.minute, STATS_KEPT_MS.hour];
      const args: ScriptArgument[] = [source, number, ...kept];
      for (const { queue, task, figure } of share) {
        for (const [place, by] of figure.entries()) if (by !== 0) args.push(`${place} ${queue} ${task}`, by);
      }
      if (args.length > 2 + kept.length) await store.run('producer', 'add-stats', [global], args);
    },
    read: async (range) => {
      const found: StatRow[] = [];
      const instants = instantsOf(range);
      for (let from = 0; from < instants.length; from += AT_ONCE) {
        const some = instants.slice(from, from + AT_ONCE);
        const client = store.client('producer');
        const keys = some.map((at) => `${global}stats:${LETTER[range.step]}:${at}`);
        const hashes = await store.guard(() => Promise.all(keys.map((key) => client.hgetall(key))));
        some.forEach((at, index) => found.push(...figuresIn(hashes[index] ?? {}, at)));
      }
      return found;
    },
  };
}

function instantsOf({ step, from, to }: StatFilter): number[] {
  const ms = STAT_STEP_MS[step];
  const instants: number[] = [];
  for (let at = Math.ceil(from / ms) * ms; at < to; at += ms) instants.push(at);
  return instants;
}

function figuresIn(hash: Readonly<Record<string, string>>, at: number): StatRow[] {
  const figures = new Map<string, number[]>();
  for (const [field, by] of Object.entries(hash)) {
    const blank = field.indexOf(' ');
    const whose = field.slice(blank + 1);
    const figure = figures.get(whose) ?? noFigure();
    figures.set(whose, figure);
    figure[Number(field.slice(0, blank))] = Number(by);
  }
  const found = [...figures].map(([whose, figure]) => {
    const blank = whose.indexOf(' ');
    return { at, queue: whose.slice(0, blank), task: whose.slice(blank + 1), figure };
  });
  return found.sort((a, b) => (a.queue === b.queue ? order(a.task, b.task) : order(a.queue, b.queue)));
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}
