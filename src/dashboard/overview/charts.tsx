/** The charts of the overview; with what draws them, loaded when there is something to draw. */
import { SimpleGrid } from '@mantine/core';
import { useMemo } from 'react';

import type { Stats } from '../api/types.generated.ts';
import { countOf, spanOf } from '../parts/times.ts';
import { Chart, type Line } from './chart.tsx';

type Point = Stats['groups'][number]['points'][number];

export default function Charts({ stats }: { readonly stats: Stats }) {
  const { times, outcomes, runs } = useMemo(() => seriesOf(stats), [stats]);
  const { completed, failed, dead, runMs } = stats.total;
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
      <Chart
        title="How attempts ended"
        summary={`${countOf(completed)} completed, ${countOf(failed)} failed and tried again, ${countOf(dead)} dead.`}
        times={times}
        lines={outcomes}
        write={countOf}
        q="state:completed,dead"
        bars
      />
      <Chart
        title="How long they ran"
        summary={
          runMs === null ? 'None has run.' : `Half of them under ${spanOf(runMs.p50)}, 95 % under ${spanOf(runMs.p95)}.`
        }
        times={times}
        lines={runs}
        write={spanOf}
        q="sort:-duration"
      />
    </SimpleGrid>
  );
}

interface Series {
  readonly times: readonly number[];
  readonly outcomes: readonly Line[];
  readonly runs: readonly Line[];
}

function seriesOf({ from, to, stepMs, groups }: Stats): Series {
  const byTime = new Map<number, Point[]>();
  for (const point of groups.flatMap(({ points }) => points)) {
    const at = Date.parse(point.at);
    byTime.set(at, [...(byTime.get(at) ?? []), point]);
  }
  const first = Math.floor(Date.parse(from) / stepMs) * stepMs;
  const steps = Math.floor((Date.parse(to) - first) / stepMs) + 1;
  const times = Array.from({ length: steps }, (_, index) => first + index * stepMs);
  const at = (read: (points: readonly Point[]) => number | null): readonly (number | null)[] =>
    times.map((time) => read(byTime.get(time) ?? []));
  const sum = (key: 'completed' | 'failed' | 'dead') =>
    at((points) => points.reduce((total, point) => total + point[key], 0));
  // Percentiles do not add up: of several tasks the slowest is shown.
  const slowest = (key: 'p50' | 'p95') =>
    at((points) =>
      points.reduce<number | null>(
        (most, { runMs }) => (runMs === null ? most : Math.max(most ?? 0, runMs[key])),
        null,
      ),
    );
  return {
    times,
    outcomes: [
      { label: 'completed', colors: ['#2b8a3e', '#69db7c'], values: sum('completed'), q: 'state:completed' },
      // An attempt that was tried again has ended, its job has not: no search finds it by that time.
      { label: 'failed', colors: ['#b35c00', '#f4b350'], values: sum('failed'), q: null },
      { label: 'dead', colors: ['#c92a2a', '#ff8787'], values: sum('dead'), q: 'state:dead' },
    ],
    runs: [
      { label: 'p50 of the slowest task', colors: ['#1864ab', '#74c0fc'], values: slowest('p50'), q: 'sort:-duration' },
      { label: 'p95 of the slowest task', colors: ['#862e9c', '#da77f2'], values: slowest('p95'), q: 'sort:-duration' },
    ],
  };
}
