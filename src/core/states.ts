/**
 * The state machine of a job, as one table that code, tests and docs (docs/job-lifecycle.md) share.
 *
 *            enqueue                       reserve                    complete
 * (scheduled) ──promote──▶ available ───────────────▶ running ───────────────────▶ completed
 *      ▲                        ▲  ◀──release/rescue──   │ ├──fail, tries left──▶ retryable ──promote──▶ available
 *      └────── snooze ──────────┼────────────────────────┘ ├──fail, none left──▶ dead ──retry──▶ available
 * blocked ──────unblock─────────┘                          └──cancel──▶ cancelled   (also from every unfinished state)
 */
export const JOB_STATES = [
  'scheduled',
  'blocked',
  'available',
  'running',
  'retryable',
  'completed',
  'cancelled',
  'dead',
] as const;
export type JobState = (typeof JOB_STATES)[number];

export const FINISHED_STATES = ['completed', 'cancelled', 'dead'] as const;
export type FinishedState = (typeof FINISHED_STATES)[number];

/** Why a completed job has no result. ignored: it was not stored · expired: its time is over */
export type ResultGone = 'ignored' | 'expired';

/** What something may follow from: an end, or an attempt that failed and is followed by another. */
export type FollowedState = FinishedState | 'retryable';

export function isFinished(state: JobState): state is FinishedState {
  return (FINISHED_STATES as readonly JobState[]).includes(state);
}

interface Transition {
  /** Whether the attempt that ends here counts against maxAttempts; null where no attempt ends. */
  readonly counts: boolean | null;
  readonly from: readonly JobState[];
  readonly to: readonly JobState[];
  readonly meaning: string;
}

/** Every way a job changes state. What is not here must not happen. */
export const TRANSITIONS = {
  enqueue: {
    counts: null,
    from: [],
    to: ['available', 'scheduled'],
    meaning: 'accepted; `scheduled` when its time is in the future',
  },
  promote: {
    counts: null,
    from: ['scheduled', 'retryable'],
    to: ['available'],
    meaning: 'its time has come',
  },
  reserve: { counts: null, from: ['available'], to: ['running'], meaning: 'a worker holds a lease' },
  complete: { counts: true, from: ['running'], to: ['completed'], meaning: 'the handler returned' },
  fail: {
    counts: true,
    from: ['running'],
    to: ['retryable', 'dead'],
    meaning: 'the attempt failed; the retry policy decides whether another follows',
  },
  snooze: {
    counts: false,
    from: ['running'],
    to: ['scheduled'],
    meaning: 'the handler asked to run again later',
  },
  release: {
    counts: false,
    from: ['running'],
    to: ['available'],
    meaning: 'given back unharmed at shutdown',
  },
  hold: {
    counts: false,
    from: ['running'],
    to: ['blocked'],
    meaning: 'reserved by a worker whose manifest has not the task, the version of the payload or its key',
  },
  unblock: {
    counts: null,
    from: ['blocked'],
    to: ['available'],
    meaning: 'what it waited for may be there: the task is declared',
  },
  rescue: {
    counts: true,
    from: ['running'],
    to: ['available', 'dead'],
    meaning: 'its lease ran out; dead after maxRescues, or with its last attempt',
  },
  cancel: {
    counts: null,
    from: ['scheduled', 'blocked', 'available', 'running', 'retryable'],
    to: ['cancelled'],
    meaning: 'ended on purpose; a running handler gets the abort signal',
  },
  expire: {
    counts: null,
    from: ['scheduled', 'blocked', 'available'],
    to: ['cancelled'],
    meaning: 'never started before `expiresAt`; a job that has begun expires no more, whatever becomes of it',
  },
  retry: {
    counts: null,
    from: ['dead', 'cancelled', 'retryable', 'scheduled', 'blocked', 'available'],
    to: ['available'],
    meaning:
      'a person wants it to run now: it expires no more, and a dead or cancelled job gets one more attempt at least',
  },
  remove: {
    counts: null,
    from: ['scheduled', 'blocked', 'available', 'retryable', 'completed', 'cancelled', 'dead'],
    to: [],
    meaning: 'deleted with all it holds; a running job is cancelled first',
  },
  replace: {
    counts: null,
    from: ['scheduled', 'blocked', 'available', 'retryable'],
    to: ['scheduled', 'blocked', 'available', 'retryable'],
    meaning: 'one that is enqueued with its key brings it a new payload and start, see uniqueness.md',
  },
  move: {
    counts: null,
    from: ['scheduled', 'blocked', 'available', 'retryable'],
    to: ['scheduled', 'blocked', 'available', 'retryable'],
    meaning:
      'brought into another queue by a person: its state stays, an available job goes behind those that wait there',
  },
  prioritize: {
    counts: null,
    from: ['scheduled', 'blocked', 'available', 'retryable'],
    to: ['scheduled', 'blocked', 'available', 'retryable'],
    meaning:
      'given another priority by a person: its state stays, an available job goes behind those that wait with that priority',
  },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof TRANSITIONS;

/** Whether `name` may take a job out of `state`. */
export function mayLeave(name: TransitionName, state: JobState): boolean {
  return (TRANSITIONS[name].from as readonly JobState[]).includes(state);
}

/** The states that `name` may start from, for SQL and Lua that are built from this table. */
export function statesBefore(name: TransitionName): readonly JobState[] {
  return TRANSITIONS[name].from;
}
