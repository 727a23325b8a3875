/**
 * The oracle: holds the ledger (what happened) against the store (what it says) once everything has come to rest,
 * invariant by invariant. Their meaning in words: docs/reliability.md. I7, I9 and I10 are about processes and
 * time rather than about jobs at rest: world.ts asserts them; I11 is test/integration/reload.spec.ts' business.
 */
import type { Job } from '../../../src/core/index.ts';
import { isFinished, JOB_STATES } from '../../../src/core/index.ts';
import type { QueueCounts } from '../../../src/engine/index.ts';
import type { Line } from './ledger.ts';

export interface Facts {
  readonly lines: readonly Line[];
  readonly jobs: ReadonlyMap<string, Job>;
  readonly counts: readonly QueueCounts[];
  /** What the processes wrote to stdout and stderr. */
  readonly outputs: readonly string[];
}

export interface Allowance {
  readonly leaseMs: number;
  /** No fault at all: each job starts and ends exactly once. */
  readonly faultless?: boolean;
  /** Starts beyond the first that retries and snoozes do not explain; default: no bound. */
  readonly duplicates?: number;
  /** Times that a person retried jobs. */
  readonly operatorRetries?: number;
  /** Texts that no output may hold. */
  readonly secrets?: readonly string[];
  /**
   * I6: how often a process may look for the jobs of dead ones, after the killed one's lease has ended, before each of
   * its jobs has begun again. Counted in looks, once a second on a machine with nothing else to do: a busy one looks
   * less often. Default: SOON_LOOKS.
   */
  readonly recoveryLooks?: number;
  /** Jobs that may overlap with an earlier attempt of theirs: hard limits, releases of handlers that go on. */
  readonly overlaps?: (id: string) => boolean;
  /** Invariants that this scenario breaks on purpose, and why. */
  readonly except?: Readonly<Partial<Record<Invariant, string>>>;
}

export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I8', 'I12', 'I13', 'I14'] as const;
export type Invariant = (typeof INVARIANTS)[number];

export interface Summary {
  readonly jobs: number;
  readonly starts: number;
  readonly kills: number;
  /** Starts of an attempt whose effect had happened already: the job had ended in an earlier attempt. */
  readonly repeatedEffects: number;
  /** Milliseconds from a kill to the next start of each job that it interrupted. */
  readonly recoveries: readonly number[];
}

/** Looks at a job's own lines and its record. */
interface Life {
  readonly id: string;
  readonly job: Job | undefined;
  readonly starts: readonly Line[];
  readonly ends: readonly Line[];
  /** Ends and failures. */
  readonly closes: readonly Line[];
}

/** The first may have been under way when the lease ended, the next takes the job back; the others are for its start. */
const SOON_LOOKS = 6;
const MOST_SHOWN = 5;
/** By how much the store's and the host's clock are told apart: the time of the question how late it is. */
const CLOCKS_MS = 50;

/** @throws Error that names each broken invariant with examples */
export function check(facts: Facts, allowance: Allowance): Summary {
  const lives = livesOf(facts);
  const broken: string[] = [];
  for (const invariant of INVARIANTS) {
    if (allowance.except?.[invariant] !== undefined) continue;
    const found = CHECKS[invariant](facts, allowance, lives);
    if (found.length === 0) continue;
    const more = found.length > MOST_SHOWN ? ` and ${found.length - MOST_SHOWN} more` : '';
    broken.push(`${invariant} (${NAMES[invariant]}): ${found.slice(0, MOST_SHOWN).join('; ')}${more}`);
  }
  if (broken.length > 0) throw new Error(`broken invariants\n  ${broken.join('\n  ')}`);
  return summaryOf(facts, lives);
}

export const NAMES: Readonly<Record<Invariant, string>> = {
  I1: 'no loss',
  I2: 'one outcome',
  I3: 'effects',
  I4: 'attempts',
  I5: 'one owner',
  I6: 'recovery bound',
  I8: 'nothing silent',
  I12: 'clean output',
  I13: 'conservation',
  I14: 'idempotent enqueue',
};

type Check = (facts: Facts, allowance: Allowance, lives: readonly Life[]) => string[];

const CHECKS: Readonly<Record<Invariant, Check>> = {
  I1: (_facts, _allowance, lives) =>
    lives.flatMap(({ id, job }) => {
      if (job === undefined) return [`${id} was acknowledged and is gone`];
      return isFinished(job.state) ? [] : [`${id} is still ${job.state}`];
    }),

  I2: (_facts, { operatorRetries = 0 }, lives) =>
    lives.flatMap(({ id, job, starts }) => {
      if (!job) return [];
      const completions = job.attempts.filter(({ outcome }) => outcome === 'completed').length;
      if (completions !== (job.state === 'completed' ? 1 : 0))
        return [`${id} (${job.state}) completed ${completions} times`];
      const late = starts.find(({ attempt }) => attempt > job.attempt);
      if (late && operatorRetries === 0)
        return [`${id} began attempt ${late.attempt} after it had ended with ${job.attempt}`];
      return [];
    }),

  I3: (_facts, { faultless = false }, lives) =>
    lives.flatMap(({ id, job, starts, ends }) => {
      if (faultless && (starts.length !== 1 || ends.length !== 1)) {
        return [`${id} without a fault: ${starts.length} starts, ${ends.length} ends`];
      }
      if (job?.state !== 'completed') return [];
      return ends.some(({ attempt }) => attempt === job.attempt)
        ? []
        : [`${id} completed, but that attempt never ended`];
    }),

  I4: (_facts, { operatorRetries = 0, duplicates }, lives) => {
    const found = lives.flatMap(({ id, job, starts }) => {
      if (!job) return [];
      if (job.attempt > job.maxAttempts) return [`${id} is at attempt ${job.attempt} of ${job.maxAttempts}`];
      const allowed = job.maxAttempts + uncounted(job) + operatorRetries;
      return starts.length <= allowed ? [] : [`${id} started ${starts.length} times, allowed ${allowed}`];
    });
    const extra = lives.reduce((sum, life) => sum + unexplained(life), 0);
    return duplicates === undefined || extra <= duplicates
      ? found
      : [...found, `${extra} starts again, allowed ${duplicates}`];
  },

  I5: ({ lines }, { overlaps }, lives) => {
    const processes = new Processes(lines);
    return lives.filter(({ id }) => overlaps?.(id) !== true).flatMap((life) => overlapsOf(life, processes));
  },

  I6: ({ lines }, { leaseMs, recoveryLooks = SOON_LOOKS }, lives) => {
    const looks = [
      ...grouped(
        lines.filter(({ kind }) => kind === 'look'),
        ({ pid }) => pid,
      ).values(),
    ];
    return recoveriesOf(lines, lives).flatMap(({ id, from, to }) => {
      const seen = looks.map((own) => own.filter(({ at }) => at > from + leaseMs && at < to).length);
      const most = Math.max(0, ...seen);
      return most > recoveryLooks ? [`${id} began again after ${most} looks for it, allowed ${recoveryLooks}`] : [];
    });
  },

  I8: ({ lines, jobs }) => {
    const known = new Set(lines.filter(({ kind }) => kind === 'offered' || kind === 'child').map(({ id }) => id));
    return [...jobs.values()]
      .filter(({ id, schedule }) => schedule === null && !known.has(id))
      .map(({ id }) => `${id} is stored, but nobody offered it`);
  },

  I12: ({ outputs }, { secrets = [] }) =>
    outputs.flatMap((text) => [
      // eslint-disable-next-line no-control-regex -- that is what is looked for
      ...(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
        ? ['a control character in an output']
        : []),
      ...secrets.filter((secret) => text.includes(secret)).map(() => 'a secret in an output'),
    ]),

  I13: ({ jobs, counts }) => {
    const found: string[] = [];
    for (const { queue, counts: told } of counts) {
      for (const state of JOB_STATES) {
        const there = [...jobs.values()].filter((job) => job.queue === queue && job.state === state).length;
        if (told[state] !== there) found.push(`queue ${queue} counts ${told[state]} ${state} jobs, there are ${there}`);
      }
    }
    return found;
  },

  I14: ({ lines }) => {
    const created = lines.filter(({ kind }) => kind === 'enqueued').map(({ id }) => id);
    const seen = new Set<string>();
    const twice = created.filter((id) => seen.size === seen.add(id).size);
    return twice.map((id) => `${id} was acknowledged as new more than once`);
  },
};

function livesOf({ lines, jobs }: Facts): Life[] {
  const byId = grouped(lines, ({ id }) => id);
  const ids = new Set(lines.filter(({ kind }) => kind === 'enqueued' || kind === 'existing').map(({ id }) => id));
  return [...ids].map((id) => {
    const own = byId.get(id) ?? [];
    return {
      id,
      job: jobs.get(id),
      starts: own.filter(({ kind }) => kind === 'start'),
      ends: own.filter(({ kind }) => kind === 'end'),
      closes: own.filter(({ kind }) => kind === 'end' || kind === 'fail'),
    };
  });
}

function grouped<K>(lines: readonly Line[], keyOf: (line: Line) => K): Map<K, Line[]> {
  const groups = new Map<K, Line[]>();
  for (const line of lines) {
    const group = groups.get(keyOf(line));
    if (group) group.push(line);
    else groups.set(keyOf(line), [line]);
  }
  return groups;
}

/** Attempts that do not count: given back, put off. */
function uncounted({ attempts }: Job): number {
  return attempts.filter(({ outcome }) => outcome === 'released' || outcome === 'snoozed').length;
}

/** Starts beyond those that the record explains by failures, snoozes and releases. */
function unexplained({ job, starts }: Life): number {
  const planned = job?.attempts.filter(({ outcome }) => outcome !== 'rescued').length ?? 0;
  return Math.max(0, starts.length - Math.max(planned, 1));
}

/** When each process was last known to live, and what may have cost it its lease. */
class Processes {
  readonly #faults: ReadonlyMap<number, readonly Line[]>;
  readonly #leases: ReadonlyMap<number, readonly Line[]>;

  constructor(lines: readonly Line[]) {
    this.#leases = grouped(
      lines.filter(({ kind }) => kind === 'lease'),
      ({ pid }) => pid,
    );
    const kinds = ['kill', 'stall', 'term', 'gone'];
    this.#faults = grouped(
      lines.filter(({ kind }) => kinds.includes(kind)),
      ({ pid }) => pid,
    );
  }

  /** Why the owner of an open attempt may not hold it any more at `at`; undefined: it must still hold it. */
  excuse(pid: number, from: number, at: number): Line | undefined {
    return this.#faults.get(pid)?.find((line) => (line.at >= from || line.kind === 'term') && line.at <= at);
  }

  /** When the lease of a process that was killed ended; -Infinity where the store did not know it any more. */
  leaseEnd(pid: number): number {
    return Math.max(...(this.#leases.get(pid) ?? []).map(({ at }) => at), -Infinity);
  }
}

/** A start while the attempt before was open: only after its process lost the lease, which takes the lease's time. */
function overlapsOf({ id, starts, closes }: Life, processes: Processes): string[] {
  return starts.slice(1).flatMap((start, index) => {
    const before = starts[index];
    if (before === undefined) return [];
    const closed = closes.some(({ pid, at }) => pid === before.pid && at >= before.at && at <= start.at);
    if (closed || before.attempt === start.attempt) return [];
    const excuse = processes.excuse(before.pid, before.at, start.at);
    if (excuse === undefined) return [`${id} began attempt ${start.attempt} while ${before.pid} ran ${before.attempt}`];
    const early = processes.leaseEnd(before.pid) - start.at;
    return early > CLOCKS_MS
      ? [`${id} began again ${Math.round(early)} ms before the lease of ${before.pid} ended`]
      : [];
  });
}

interface Recovery {
  readonly id: string;
  /** The kill. */
  readonly from: number;
  /** The next start. */
  readonly to: number;
}

/** From a kill to the next start of each job that it interrupted. */
function recoveriesOf(lines: readonly Line[], lives: readonly Life[]): Recovery[] {
  const kills = new Map(lines.filter(({ kind }) => kind === 'kill').map((line) => [line.pid, line]));
  return lives.flatMap(({ id, starts, closes }) =>
    starts.flatMap((start, index) => {
      const kill = kills.get(start.pid);
      const next = starts[index + 1];
      const open = kill && !closes.some(({ pid, attempt }) => pid === start.pid && attempt === start.attempt);
      return open && next && kill.at >= start.at ? [{ id, from: kill.at, to: next.at }] : [];
    }),
  );
}

function summaryOf({ lines }: Facts, lives: readonly Life[]): Summary {
  return {
    jobs: lives.length,
    starts: lives.reduce((sum, { starts }) => sum + starts.length, 0),
    kills: lines.filter(({ kind }) => kind === 'kill').length,
    repeatedEffects: lives.reduce((sum, { ends }) => sum + Math.max(0, ends.length - 1), 0),
    recoveries: recoveriesOf(lines, lives).map(({ from, to }) => to - from),
  };
}
