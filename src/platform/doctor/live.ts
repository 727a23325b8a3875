/** Settings beside what the store has seen of the last day. */
import { addFigure, noFigure, readingOf, type Times } from '../../core/index.ts';
import type { Engine } from '../../engine/index.ts';
import { counted, formatDuration, Slices } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { Found } from './catalogue.ts';
import { scheduleOutrun } from './times.ts';

const DAY_MS = 86_400_000;
/** Of fewer attempts a percentile says nothing. */
const ENOUGH = 20;
const NEAR = 0.8;

export type Seen = Pick<Engine, 'stats' | 'fleet' | 'now'>;

/** @throws SkepError of a store that fails */
export async function liveFindings(engine: Seen, manifest: Manifest): Promise<readonly Found[]> {
  const now = await engine.now();
  const runs = await runTimes(engine, now);
  const takes = ({ name }: { readonly name: string }): number | null => runs.get(name)?.p95 ?? null;
  return [
    ...(await new Slices().run(scheduleOutrun(manifest, { takes, now, how: 'took in 1 of 20 attempts more than' }))),
    ...Object.values(manifest.tasks).flatMap(({ name, timeout }): Found[] => {
      const p95 = takes({ name });
      const { hardMs } = timeout;
      if (p95 === null || hardMs === null || p95 < NEAR * hardMs) return [];
      const message = `1 of 20 attempts of ${name} took more than ${formatDuration(Math.round(p95))}, of ${formatDuration(hardMs)} that they may`;
      return [{ code: 'limit-near', message, about: { section: 'tasks', name }, edit: null }];
    }),
    ...(await standstills(engine)),
  ];
}

/** Of tasks that ran often enough in the last day. */
export async function runTimes(engine: Pick<Seen, 'stats'>, now: number): Promise<ReadonlyMap<string, Times>> {
  const rows = await engine.stats.read({ step: 'hour', from: now - DAY_MS, to: now + 1 });
  const figures = new Map<string, number[]>();
  for (const { task, figure } of rows) {
    const sum = figures.get(task) ?? noFigure();
    figures.set(task, sum);
    addFigure(sum, figure);
  }
  return new Map(
    [...figures].flatMap(([task, figure]) => {
      const { runMs, completed, failed, dead } = readingOf(figure);
      return runMs === null || completed + failed + dead < ENOUGH ? [] : [[task, runMs] as const];
    }),
  );
}

async function standstills(engine: Pick<Seen, 'fleet'>): Promise<readonly Found[]> {
  const processes = await engine.fleet.processes();
  return processes.flatMap(({ host, pid, standstills: count = 0 }): Found[] => {
    if (count === 0) return [];
    const message = `in ${host}:${pid} handlers kept the event loop past ${counted(count, 'hard limit')}`;
    return [{ code: 'loop-stood-still', message, about: { section: 'tasks', name: null }, edit: null }];
  });
}
