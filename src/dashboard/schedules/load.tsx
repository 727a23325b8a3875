/** How much the schedules will start, over the next day: a bar for each step. */
import { Text } from '@mantine/core';

import type { Agenda } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { Section } from '../parts/fact-list.tsx';
import { useStored, zoneSetting } from '../parts/stored.ts';
import { absoluteOf, counted, countOf } from '../parts/times.ts';
import { Loading, ProblemNote } from '../parts/told.tsx';

const HEIGHT = 44;
const WIDTH = 960;

export function LoadStrip() {
  const { data, error } = useApi('GET /api/agenda', { query: { within: '24h' } }, { every: 60_000 });
  return (
    <Section title="The next 24 hours">
      {error !== null && <ProblemNote error={error} />}
      {data ? <Strip agenda={data} /> : error === null && <Loading rows={2} />}
    </Section>
  );
}

function Strip({ agenda: { load, from, stepMs, schedules } }: { readonly agenda: Agenda }) {
  const zone = useStored(zoneSetting);
  const clock = (at: number): string => absoluteOf(at, zone).slice(11, 16);
  const start = Date.parse(from);
  const stepOf = (index: number): readonly [string, string] => [
    clock(start + index * stepMs),
    clock(start + (index + 1) * stepMs),
  ];
  const most = Math.max(1, ...load);
  const busiest = load.indexOf(Math.max(...load));
  const width = WIDTH / Math.max(1, load.length);
  const total = load.reduce((sum, one) => sum + one, 0);
  const cut = schedules.filter(({ more, idle }) => more && !idle).map(({ schedule }) => schedule);
  const told =
    total === 0
      ? 'Nothing fires.'
      : `${counted(total, 'tick')}; most between ${stepOf(busiest).join(' and ')}: ${countOf(load[busiest] ?? 0)}.`;
  const summary = cut.length === 0 ? told : `${told} Of ${cut.join(', ')} the first 3,000 are counted.`;
  return (
    <>
      <Text size="sm" c="dimmed" mb={6}>
        {summary}
      </Text>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="ticks"
        height={HEIGHT}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
      >
        <rect className="ground" width={WIDTH} height={HEIGHT} rx={3} />
        {load.map((ticks, index) => (
          <rect
            key={index}
            className="bar"
            x={index * width}
            width={Math.max(1, width - 1)}
            y={HEIGHT * (1 - ticks / most)}
            height={(HEIGHT * ticks) / most}
          >
            <title>{`${stepOf(index).join(' to ')}: ${countOf(ticks)}`}</title>
          </rect>
        ))}
      </svg>
      <div className="scale" aria-hidden="true">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{clock(start + hour * 3_600_000)}</span>
        ))}
      </div>
    </>
  );
}
