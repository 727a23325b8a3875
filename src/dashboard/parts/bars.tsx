/** What went on and when: bars on one line of time, with the same as text beside each. */
import { spanOf } from './times.ts';

export interface Bar {
  readonly label: string;
  readonly detail: string;
  readonly from: number;
  readonly until: number;
  /** Of styles.css. */
  readonly tone: string;
  /** Whether it goes on. */
  readonly open: boolean;
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
        {bars.map(({ label, detail, from, until, tone, open }, index) => (
          <li className="wf-row" key={`${index} ${label}`}>
            <span className="wf-label">{label}</span>
            <div className="wf-track">
              <span
                className="wf-bar"
                data-tone={tone}
                data-open={open}
                style={{
                  left: `${Math.min(share(from), 100 - LEAST_PERCENT)}%`,
                  width: `${Math.max(LEAST_PERCENT, share(until) - share(from))}%`,
                }}
              />
            </div>
            <span className="wf-detail">
              {detail}
              <span className="none"> +{spanOf(from - begin)}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
