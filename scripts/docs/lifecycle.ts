import { JOB_STATES, TRANSITIONS } from '../../src/core/index.ts';

const STATE_MEANINGS: Readonly<Record<(typeof JOB_STATES)[number], string>> = {
  scheduled: 'its time is in the future (delay, runAt, snooze)',
  blocked: 'waits for something that is not time: its task is in no manifest at present',
  available: 'may start as soon as a worker has a free slot',
  running: 'a worker holds a lease on it',
  retryable: 'an attempt failed, the next one has a time',
  completed: 'the handler returned; the result is kept',
  cancelled: 'ended on purpose, or expired before it started',
  dead: 'no attempt left (or the error was final); kept for a person',
};

/** @returns docs/job-lifecycle.md */
export function lifecyclePage(): string {
  const list = (states: readonly string[]): string => (states.length === 0 ? '–' : states.join(', '));
  const counts = (value: boolean | null): string => (value === null ? '–' : value ? 'yes' : 'no');
  const rows = Object.entries(TRANSITIONS).map(
    ([name, t]) => `| **${name}** | ${list(t.from)} | ${list(t.to)} | ${counts(t.counts)} | ${t.meaning} |`,
  );
  return [
    '# The life of a job',
    '',
    'Generated from `src/core/states.ts` by `npm run generate`; the engines and the conformance suite use the same table.',
    '',
    '```',
    '            enqueue                       reserve                    complete',
    ' (scheduled) ──promote──▶ available ───────────────▶ running ───────────────────▶ completed',
    '      ▲                        ▲  ◀──release/rescue──   │ ├──fail, tries left──▶ retryable ──promote──▶ available',
    '      └────── snooze ──────────┼────────────────────────┘ ├──fail, none left──▶ dead ──retry──▶ available',
    ' blocked ──────unblock─────────┘                          └──cancel──▶ cancelled   (also from every unfinished state)',
    '```',
    '',
    '| state | meaning |',
    '| --- | --- |',
    ...JOB_STATES.map((state) => `| \`${state}\` | ${STATE_MEANINGS[state]} |`),
    '',
    '| transition | from | to | counts as an attempt | when |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
