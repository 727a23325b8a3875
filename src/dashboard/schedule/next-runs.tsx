/** The next instants of a schedule: on a line that shows how they lie, and as a list. */
import { Text } from '@mantine/core';

import { useStored, zoneSetting } from '../parts/stored.ts';
import { Time } from '../parts/time.tsx';
import { absoluteOf, spanOf } from '../parts/times.ts';

const WIDTH = 960;
const EDGE = 8;

interface NextRunsProps {
  readonly upcoming: readonly string[];
  readonly timezone: string;
}

export function NextRuns({ upcoming, timezone }: NextRunsProps) {
  const zone = useStored(zoneSetting);
  if (upcoming.length === 0) return <Text size="sm">It never fires again.</Text>;
  const times = upcoming.map((at) => Date.parse(at));
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} 28`}
        className="ticks"
        role="img"
        aria-label={`The next ${times.length} within ${spanOf(last - first)}`}
      >
        <rect className="ground" y={11} width={WIDTH} height={6} rx={3} />
        {times.map((at) => (
          <circle
            key={at}
            className="bar"
            cy={14}
            r={7}
            cx={EDGE + ((WIDTH - 2 * EDGE) * (at - first)) / Math.max(1, last - first)}
          >
            <title>{absoluteOf(at, zone)}</title>
          </circle>
        ))}
      </svg>
      <ol className="next-runs">
        {upcoming.map((at, index) => (
          <li key={at}>
            <Time at={at} absolute />
            <span className="none">{there(times[index] ?? 0, timezone)}</span>
            <span className="none">{gapOf(times, index)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** On the schedule's own clock, with its distance to UTC: a change to summer time shows there. */
function there(at: number, timezone: string): string {
  const format = {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  } as const;
  try {
    return new Intl.DateTimeFormat('en', format).format(at);
  } catch {
    // A zone that this browser does not know.
    return timezone;
  }
}

function gapOf(times: readonly number[], index: number): string {
  const before = times[index - 1];
  return before === undefined ? '' : `+ ${spanOf((times[index] ?? before) - before)}`;
}
