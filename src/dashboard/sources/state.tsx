import type { Source } from '../api/types.generated.ts';
import { Concern } from '../parts/concern.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';
import { Time } from '../parts/time.tsx';
import { countOf } from '../parts/times.ts';

const BADGES = {
  consuming: { tone: 'completed', icon: 'completed', title: 'It is connected, and takes what comes' },
  connecting: { tone: 'scheduled', icon: 'scheduled', title: 'It begins' },
  waiting: { tone: 'dead', icon: 'errors', title: 'The broker is not to be reached; it is asked again' },
  refused: { tone: 'dead', icon: 'errors', title: 'The broker is there and says no; it is asked again' },
  unserved: { tone: 'dead', icon: 'errors', title: 'No process takes from it' },
} as const;

export function SourceBadge({ state }: { readonly state: Source['state'] }) {
  const { tone, icon, title } = BADGES[state];
  return <ToneBadge tone={tone} icon={icon} label={state} title={title} />;
}

/** The state, and since when; null: nobody has said. */
export function SourceStanding({ state, since }: Pick<Source, 'state' | 'since'>) {
  return (
    <>
      <SourceBadge state={state} />
      {since !== null && (
        <small>
          <Time at={since} />
        </small>
      )}
    </>
  );
}

/** What keeps messages from coming, and what to do. */
export function SourceTrouble({ source: { name, state, trouble } }: { readonly source: Source }) {
  if (state === 'unserved') {
    return (
      <Concern severity="warn" message={`${name}: no process takes from it`}>
        Messages wait in the broker. Start a process with the role <code>worker</code>.
      </Concern>
    );
  }
  if (trouble === null) return null;
  return (
    <Concern severity="warn" message={`${name}: ${trouble}`}>
      {state === 'consuming' ? 'Messages come all the same.' : 'It tries again by itself, every half a minute at most.'}
    </Concern>
  );
}

/** `3: PAYLOAD_INVALID 2, PAYLOAD_NOT_JSON 1` */
export function refusalsText({ refused, refusals }: Pick<Source, 'refused' | 'refusals'>): string {
  const codes = Object.entries(refusals).map(([code, count]) => `${code} ${countOf(count ?? 0)}`);
  return codes.length === 0 ? countOf(refused) : codes.join(', ');
}

/** Where messages go that cannot become a job. */
export function deadLetterText({ deadLetter, queue }: Pick<Source, 'deadLetter' | 'queue'>): string | null {
  if (queue === null) return null;
  if (deadLetter === null) return 'rejected: the queue decides, and one without a dead letter exchange drops them';
  const { exchange, routingKey } = deadLetter;
  return `${exchange === '' ? 'the default exchange' : exchange}${routingKey === null ? '' : `, as ${routingKey}`}`;
}
