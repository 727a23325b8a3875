/** What is odd about schedules, as `skep doctor` and `skep schedules lint` find it. */
import { useApi } from '../api/use-api.ts';
import { Concern } from '../parts/concern.tsx';
import { NameLink } from '../parts/links.tsx';

const SECTION = 'schedules';
const EVERY_MS = 60_000;

/** @param name of one schedule; not said: of all. Nothing where nothing is odd, or where the caller's scope keeps it back */
export function ScheduleFindings({ name }: { readonly name?: string }) {
  const { data } = useApi('GET /api/doctor', {}, { every: EVERY_MS });
  const findings = (data?.findings ?? []).filter(({ about }) =>
    name === undefined ? about === SECTION || about.startsWith(`${SECTION}.`) : about === `${SECTION}.${name}`,
  );
  return findings.map(({ code, severity, message, about }) => (
    <Concern key={`${code} ${about} ${message}`} severity={severity} message={message}>
      {code}
      {name === undefined && about !== SECTION && (
        <>
          {' · '}
          <NameLink kind="schedules" name={about.slice(SECTION.length + 1)} />
        </>
      )}
    </Concern>
  ));
}
