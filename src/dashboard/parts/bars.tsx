/** What went on and when: bars on one line of time, with the same as text beside each. */
import { JobLink } from './links.tsx';
import { spanOf } from './times.ts';

export interface Bar {
  readonly label: string;
  readonly detail: string;
  readonly from: number;
  /** When it began, where it had to wait before. */
  readonly begun?: number;
  readonly until: number;
  /** Of styles.css. */
  readonly tone: string;
  /** Whether it goes on. */
  readonly open: boolean;
  /** Of another job: its id, and what it is to this one. */
  readonly to?: { readonly id: string; readonly note: string };
}

/** Narrower than that, a bar is not seen. */
const LEAST_PERCENT = 0.6;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

interface BarsProps {
  readonly bars: readonly Bar[];
  /** Epoch milliseconds of the left end, where no bar begins before. */
  readonly from: number;
}

export function Bars({ bars, from: earliest }: BarsProps) {
  const begin = Math.min(earliest, ...bars.map(({ from }) => from));
  const end = Math.max(begin + 1, ...bars.map(({ until }) => until));
  const share = (at: number): number => ((at - begin) / (end - begin)) * 100;
  return (
    <div className="waterfall">
      <div className="wf-row" aria-hidden="true">
        <span />
        <div className="wf-scale">
          {TICKS.map((tick) => (
            <span key={tick} style={{ left: `${tick * 100}%` }} data-last={tick === 1}>
              {spanOf((end - begin) * tick)}
            </span>
          ))}
        </div>
      </div>
      <ol aria-label={`What happened in ${spanOf(end - begin)}`}>
        {bars.map((bar, index) => (
          <li className="wf-row" key={`${index} ${bar.label}`} data-other={bar.to !== undefined}>
            <span className="wf-label">
              <Label bar={bar} />
            </span>
            <div className="wf-track">
              {bar.begun !== undefined && bar.begun > bar.from && (
                <span
                  className="wf-bar"
                  data-tone="scheduled"
                  style={{ left: `${share(bar.from)}%`, width: `${share(bar.begun) - share(bar.from)}%` }}
                />
              )}
              <span className="wf-bar" data-tone={bar.tone} data-open={bar.open} style={placeOf(bar, share)} />
            </div>
            <span className="wf-detail">
              {bar.detail}
              <span className="none"> +{spanOf(bar.from - begin)}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function placeOf({ from, begun = from, until }: Bar, share: (at: number) => number) {
  return {
    left: `${Math.min(share(begun), 100 - LEAST_PERCENT)}%`,
    width: `${Math.max(LEAST_PERCENT, share(until) - share(begun))}%`,
  };
}

function Label({ bar: { label, to } }: { readonly bar: Bar }) {
  if (to === undefined) return label;
  return (
    <>
      <JobLink id={to.id}>{label}</JobLink>
      <small>{to.note}</small>
    </>
  );
}
