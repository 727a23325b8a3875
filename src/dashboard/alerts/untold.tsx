/** Who hears of an alert, and who does not: as the last look has found it. */
import type { Alert } from '../api/types.generated.ts';
import { Concern } from '../parts/concern.tsx';
import { JobLink } from '../parts/links.tsx';
import { Listing, None } from '../parts/listing.tsx';
import { Time } from '../parts/time.tsx';

type Receiver = Alert['receivers'][number];

const WORDS: Readonly<Record<Receiver['state'], string>> = {
  unknown: 'not told yet',
  sent: 'under way',
  told: 'told',
  failing: 'not reached, tried again',
  failed: 'not reached',
};

export function isUntold({ receivers }: Pick<Alert, 'receivers'>): boolean {
  return receivers.some(({ untoldSince }) => untoldSince !== null);
}

export function Untold({ alert: { receivers } }: { readonly alert: Pick<Alert, 'receivers'> }) {
  return numbered(receivers)
    .filter(({ untoldSince }) => untoldSince !== null)
    .map((receiver) => (
      <Concern key={receiver.number} severity="warn" message={`Has not reached ${receiver.to}`}>
        since <Time at={receiver.untoldSince} />, <span className="plain">{whyOf(receiver)}</span>
        {receiver.job !== null && (
          <>
            {' · '}
            <JobLink id={receiver.job}>{receiver.state === 'failing' ? 'It is tried again' : 'Try it again'}</JobLink>
          </>
        )}
      </Concern>
    ));
}

export function Receivers({ alert: { receivers } }: { readonly alert: Pick<Alert, 'receivers'> }) {
  return (
    <Listing
      label="Receivers"
      items={numbered(receivers)}
      keyOf={({ number }) => String(number)}
      columns={[
        { label: 'Receiver', wrap: true, cell: ({ to }) => to },
        { label: 'State', wrap: true, cell: ({ state }) => WORDS[state] },
        { label: 'Told last', cell: ({ toldAt }) => (toldAt === null ? <None /> : <Time at={toldAt} />) },
      ]}
    />
  );
}

/** Two of one host look alike. */
function numbered(receivers: Alert['receivers']) {
  return receivers.map((receiver, number) => ({ ...receiver, number }));
}

function whyOf({ error }: Receiver): string {
  return [error?.code, error?.message].filter(Boolean).join(': ');
}
