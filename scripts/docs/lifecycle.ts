import { JOB_STATES, TRANSITIONS } from '../../src/core/index.ts';

const STATE_MEANINGS: Readonly<Record<(typeof JOB_STATES)[number], string>> = {
  scheduled: 'its time is in the future (delay, runAt, snooze)',
  blocked:
    'waits for something that is not time: its task is in no manifest at present; or, for a moment, the end of a move',
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
    '## Payloads and results',
    '',
    'Both are JSON, and what JSON would change without a word is refused with a pointer to the place: at every door (HTTP, CLI,',
    '`ctx.enqueue`, `ctx.enqueueMany`, the library) as an error of the call, in a result as a dead job, `PAYLOAD_NOT_JSON`, since the',
    'same handler would return the same again.',
    '',
    '- **Refused in values**: whole numbers beyond 2^53 (below 10^21, from where a number is written with an exponent), NaN, infinity,',
    '  BigInt, functions, symbols, `undefined` in a list, cycles, a Date (`toISOString()`), a Buffer or typed array, Map, Set, URL, Error,',
    '  promises, generators and whatever else is iterated over, boxed values, a Proxy, a list with fields beside its',
    '  items (as `text.match()` gives), and objects without fields of their own,',
    '  as a Response.',
    '- **Refused in text** (a body, an argument or file of the CLI): the same numbers, numbers too large or too small for a double, a key that is there twice,',
    '  a key `__proto__`, bytes that are not UTF-8. A manifest refuses the same.',
    '- **Taken**: plain objects and lists; an object of a class by its own fields; an object whose class has a `toJSON` by what that gives.',
    '- **Left out or evened**: properties that are `undefined`, private fields, fields that are not enumerable, symbols as keys; -0 is 0; a fraction keeps the',
    '  17 digits of a double. A handler that returns nothing has the result `null`.',
    '',
  ].join('\n');
}
