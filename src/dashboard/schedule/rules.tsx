/** What the manifest says of a schedule beside its instants, in words. */
import type { ScheduleDetail } from '../api/types.generated.ts';
import { Time } from '../parts/time.tsx';
import type { Fact } from '../parts/fact-list.tsx';
import { counted, spanOf } from '../parts/times.ts';

const OVERLAPS: Readonly<Record<string, string>> = {
  allow: 'allow: another is made beside the one before',
  skip: 'skip: a tick is left out while the one before is not over',
  queue: 'queue: a tick waits for the end of the one before',
  cancelRunning: 'cancelRunning: the one before is cancelled first',
};

const POLICIES: Readonly<Record<string, string>> = {
  latest: 'the newest runs',
  all: 'all run, oldest first',
  none: 'none runs',
};

/** What is as usual is left out, but for what decides whether a job is made. */
export function rulesOf(schedule: ScheduleDetail): readonly Fact[] {
  const { rules, overlap, startAt, endAt, maxRuns, runs } = schedule;
  const { dst, catchUp, jitterMs, spreadMs, pauseAfterFailures, runOnStart } = rules;
  return [
    ['Overlap', OVERLAPS[overlap] ?? overlap],
    ['Late ticks', catchUpText(catchUp)],
    ['Not on', rules.unless.length === 0 ? null : <Unless key="unless" rules={rules} />],
    ['Where clocks are set', dst === null ? null : dstText(dst)],
    ['Not before', startAt === null ? null : <Time key="start" at={startAt} absolute />],
    ['Ends', endAt === null ? null : <Time key="end" at={endAt} absolute />],
    ['Fired', maxRuns === null ? counted(runs, 'time') : `${runs} of ${counted(maxRuns, 'time')}`],
    ['Spread over', spreadMs === 0 ? null : spanOf(spreadMs)],
    ['Jitter', jitterMs === 0 ? null : `up to ${spanOf(jitterMs)}`],
    ['Paused after', pauseAfterFailures === null ? null : `${counted(pauseAfterFailures, 'failure')} in a row`],
    ['On start', runOnStart ? 'one tick more, when it is first in force' : null],
  ];
}

type Rules = ScheduleDetail['rules'];

function catchUpText({ policy, windowMs, limit }: Rules['catchUp']): string {
  const most = policy === 'all' ? `, ${limit} at once` : '';
  return policy === 'none'
    ? 'none runs'
    : `${POLICIES[policy] ?? policy}${most}; not of more than ${spanOf(windowMs)} ago`;
}

function dstText({ gap, overlap }: NonNullable<Rules['dst']>): string {
  const missing = gap === 'skip' ? 'left out' : 'as they are set';
  return `a time that is jumped over: ${missing}; one that comes twice: ${overlap === 'twice' ? 'both' : 'the first'}`;
}

function Unless({ rules: { unless, unlessMore } }: { readonly rules: Rules }) {
  return (
    <>
      {unless.map((day) => (
        <div key={day}>{/^\d\d-\d\d$/.test(day) ? `${day} of each year` : day.replace('/', ' to ')}</div>
      ))}
      {unlessMore > 0 && <div className="none">and {counted(unlessMore, 'more', 'more')}</div>}
    </>
  );
}
