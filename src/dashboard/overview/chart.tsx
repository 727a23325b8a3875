/** Figures over time, drawn by uPlot, with a summary in words and the same as a table. */
import 'uplot/dist/uPlot.min.css';

import { Anchor, Table, Text } from '@mantine/core';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';

import { JobsLink } from '../parts/links.tsx';
import { useStored, zoneSetting } from '../parts/stored.ts';
import { absoluteOf, tickOf } from '../parts/times.ts';

export interface Line {
  readonly label: string;
  /** For the light and the dark scheme. */
  readonly colors: readonly [string, string];
  readonly values: readonly (number | null)[];
  /** Search for the jobs behind a point, but for their time; null: none finds them. */
  readonly q: string | null;
}

interface ChartProps {
  readonly title: string;
  readonly summary: string;
  /** Epoch milliseconds. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly write: (value: number) => string;
  readonly bars?: boolean;
  /** Search for the jobs behind all lines at one time, but for that. */
  readonly q: string;
}

const HEIGHT = 190;

export function Chart(props: ChartProps) {
  const { title, summary, times, lines, write } = props;
  const [asTable, setAsTable] = useState(false);
  return (
    <div>
      <h2 className="section">{title}</h2>
      <Text size="sm" c="dimmed" mb={4}>
        {summary}{' '}
        <Anchor component="button" type="button" fz="sm" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show the chart' : 'Show as a table'}
        </Anchor>
      </Text>
      {asTable ? <Figures times={times} lines={lines} write={write} /> : <Drawn {...props} />}
    </div>
  );
}

function Figures({ times, lines, write }: Pick<ChartProps, 'times' | 'lines' | 'write'>) {
  return (
    <div className="figures" tabIndex={0} role="region" aria-label="Figures">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Time</Table.Th>
            {lines.map(({ label }) => (
              <Table.Th key={label}>{label}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {times.map((at, index) => (
            <Table.Tr key={at}>
              <Table.Td>{absoluteOf(at, zoneSetting.get()).slice(0, 16)}</Table.Td>
              {lines.map(({ label, values, q }) => (
                <Table.Td key={label}>
                  <Figure value={values[index] ?? null} write={write} q={q === null ? null : during(q, times, index)} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface FigureProps {
  readonly value: number | null;
  readonly write: (value: number) => string;
  readonly q: string | null;
}

function Figure({ value, write, q }: FigureProps) {
  if (value === null) return '–';
  return q === null || value === 0 ? write(value) : <JobsLink q={q}>{write(value)}</JobsLink>;
}

/** @returns the search, narrowed to what ended between a point and the next */
function during(q: string, times: readonly number[], index: number): string {
  const from = times[index] ?? 0;
  const step = (times[1] ?? from) - (times[0] ?? from);
  const iso = (at: number): string => new Date(at).toISOString();
  // What ended in the very millisecond belongs to it.
  return `${q} finished:>${iso(from - 1)} finished:<${iso(from + step)}`.trim();
}

function Drawn({ title, times, lines, write, q, bars = false }: ChartProps) {
  const navigate = useNavigate();
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const dark = useComputedColorScheme() === 'dark';
  const zone = useStored(zoneSetting);
  useEffect(() => {
    if (place.current === null || width === 0 || times.length === 0) return undefined;
    const axis = { stroke: dark ? '#a6a9b0' : '#5c5f66', grid: { stroke: dark ? '#33363b' : '#e9e9e5', width: 1 } };
    const plot = new uPlot(
      {
        width,
        height: HEIGHT,
        legend: { live: false },
        cursor: { drag: { x: true, y: false } },
        scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] } },
        // Ticks stand at full hours and days of the zone that is shown.
        tzDate: (at) => (zone === 'utc' ? uPlot.tzDate(new Date(at * 1_000), 'Etc/UTC') : new Date(at * 1_000)),
        axes: [
          {
            ...axis,
            values: (_, ticks, _axis, _space, step) => ticks.map((at) => tickOf(at * 1_000, zone, step * 1_000)),
          },
          { ...axis, size: 58, values: (_, ticks) => ticks.map((tick) => write(tick)) },
        ],
        series: [
          {},
          ...lines.map(({ label, colors }) => ({
            label,
            stroke: colors[dark ? 1 : 0],
            width: 1.75,
            points: { show: true, size: 4 },
            ...(bars && { fill: `${colors[dark ? 1 : 0]}33` }),
          })),
        ],
      },
      [times.map((at) => at / 1_000), ...lines.map(({ values }) => [...values])],
      place.current,
    );
    plot.over.title = 'Click: the jobs of that time. Drag: a closer look; twice: all again.';
    const open = (): void => {
      const { idx } = plot.cursor;
      // The click that ends a drag comes through to nobody.
      if (idx == null) return;
      void navigate({ to: '/jobs', search: { q: during(q, times, idx) } });
    };
    plot.over.addEventListener('click', open);
    return () => plot.destroy();
  }, [times, lines, width, dark, zone, write, bars, q, navigate]);
  return (
    <div ref={ref} role="img" aria-label={title} className="chart">
      <div ref={place} />
    </div>
  );
}
