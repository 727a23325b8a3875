/** Figures over time, drawn by uPlot, with a summary in words and the same as a table. */
import 'uplot/dist/uPlot.min.css';

import { Anchor, Table, Text } from '@mantine/core';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';

import { zoneSetting } from '../parts/stored.ts';
import { absoluteOf } from '../parts/times.ts';

export interface Line {
  readonly label: string;
  /** For the light and the dark scheme. */
  readonly colors: readonly [string, string];
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  readonly title: string;
  readonly summary: string;
  /** Epoch milliseconds. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly write: (value: number) => string;
  readonly bars?: boolean;
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
              {lines.map(({ label, values }) => (
                <Table.Td key={label}>{values[index] == null ? '–' : write(values[index])}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Drawn({ title, times, lines, write, bars = false }: ChartProps) {
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const dark = useComputedColorScheme() === 'dark';
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
        axes: [axis, { ...axis, size: 58, values: (_, ticks) => ticks.map((tick) => write(tick)) }],
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
    return () => plot.destroy();
  }, [times, lines, width, dark, write, bars]);
  return (
    <div ref={ref} role="img" aria-label={title} className="chart">
      <div ref={place} />
    </div>
  );
}
