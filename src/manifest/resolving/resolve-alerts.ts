import { checkPattern, matchesTask } from '../../core/index.ts';
import { INSTANT_FORM, parseInstant, systemClock } from '../../foundation/index.ts';
import type { AlertSubjectKind } from '../specs/alert-spec.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import { alertKey } from '../normalizing/normalize-alerts.ts';
import { flawOfHeader, flawOfUrl } from './resolve-work.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

type Alert = ExpandedSource['alerts'][string];
type When = Alert['when'];

/** What each condition may be said of; the first is what it is of by itself. */
const SUBJECTS = {
  failures: ['task', 'queue'],
  failureRate: ['task', 'queue'],
  oldest: ['queue'],
  depth: ['queue'],
  noSuccess: ['task'],
  missed: ['schedule'],
  workersBelow: [],
  workerLost: [],
  breaker: ['bucket'],
} as const satisfies Readonly<Record<string, readonly AlertSubjectKind[]>>;

type Condition = keyof typeof SUBJECTS;
const CONDITIONS = Object.keys(SUBJECTS) as Condition[];
const SECTIONS = { task: 'tasks', queue: 'queues', schedule: 'schedules', bucket: 'buckets' } as const;

export function resolveAlerts(context: Resolving): void {
  for (const [name, alert] of Object.entries(context.source.alerts)) {
    const path = ['alerts', name];
    checkCondition(context, alert.when, [...path, 'when']);
    checkSilence(context, alert, path);
    checkTargets(context, alert, [...path, 'to']);
  }
}

function saidOf(when: When): readonly Condition[] {
  const values: Readonly<Record<Condition, unknown>> = {
    failures: when.failures,
    failureRate: when.failureRate,
    oldest: when.oldestMs,
    depth: when.depth,
    noSuccess: when.noSuccessMs,
    missed: when.missedMs,
    workersBelow: when.workersBelow,
    workerLost: when.workerLostMs,
    breaker: when.breaker,
  };
  return CONDITIONS.filter((condition) => values[condition] !== null);
}

function checkCondition(context: Resolving, when: When, path: Path): void {
  const said = saidOf(when);
  const [condition] = said;
  if (condition === undefined || said.length > 1) {
    const many = said.map((one) => `\`${one}\``).join(' and ');
    const message = condition === undefined ? 'the alert has no condition' : `the alert has ${many} at once`;
    const hint = `write one of ${CONDITIONS.join(', ')}; another condition is an alert of its own`;
    context.problems.add('REF_ALERT', context.combined.spot(path), message, hint);
    return;
  }
  checkBeside(context, when, condition, path);
  checkOf(context, when, condition, path);
}

/** Keys that say more of some conditions. */
function checkBeside({ combined, problems }: Resolving, when: When, condition: Condition, path: Path): void {
  const refuse = (key: string, of: string): void => {
    problems.add('REF_ALERT', combined.spot([...path, key]), `\`${key}\` goes with ${of}, not with \`${condition}\``);
  };
  if (when.least !== null && condition !== 'failureRate') refuse('least', '`failureRate`');
  if (when.inMs !== null && !condition.startsWith('failure')) refuse('in', '`failures` and `failureRate`');
}

function checkOf({ combined, problems }: Resolving, when: When, condition: Condition, path: Path): void {
  const of: Readonly<Partial<Record<AlertSubjectKind, string | null>>> = when.of ?? {};
  const said = Object.entries(of).flatMap(([kind, pattern]) =>
    pattern === null ? [] : [[kind as AlertSubjectKind, pattern] as const],
  );
  const allowed: readonly AlertSubjectKind[] = SUBJECTS[condition];
  for (const [kind, pattern] of said) {
    const spot = combined.spot([...path, 'of', kind]);
    const check = checkPattern(pattern);
    if (!allowed.includes(kind) || said.length > 1) {
      const hint = allowed.length === 0 ? 'leave `of` out' : `say one of: ${allowed.join(', ')}`;
      problems.add(
        'REF_ALERT',
        spot,
        `\`${condition}\` is not of ${said.map(([one]) => `a ${one}`).join(' and ')}`,
        hint,
      );
    } else if (!check.ok) problems.add('REF_ALERT', spot, check.message, check.hint);
    else if (![...combined.names(SECTIONS[kind]), ...(kind === 'queue' ? ['default'] : [])].some(matching(pattern))) {
      problems.add('REF_ALERT_IDLE', spot, `no ${kind} of this manifest comes to \`${pattern}\``);
    }
  }
}

function matching(pattern: string): (name: string) => boolean {
  return (name) => matchesTask(pattern, name);
}

function checkSilence({ combined, problems }: Resolving, { silentUntil }: Alert, path: Path): void {
  if (silentUntil === null) return;
  const spot = combined.spot([...path, 'silentUntil']);
  const at = parseInstant(silentUntil);
  if (at === undefined) problems.add('REF_ALERT', spot, `\`${silentUntil}\` is no instant`, `write ${INSTANT_FORM}`);
  else if (at <= systemClock.now())
    problems.add('REF_ALERT_IDLE', spot, 'this silence has ended: the alert is told', 'take it out');
}

function checkTargets({ combined, problems }: Resolving, { to }: Alert, path: Path): void {
  const seen = new Set<string>();
  for (const [index, target] of to.entries()) {
    const where = [...path, index];
    const key = alertKey(target);
    if (seen.has(key)) problems.add('REF_ALERT', combined.spot(where), 'the same stands here twice: it is told once');
    seen.add(key);
    if (!('webhook' in target)) continue;
    const flaw = flawOfUrl({ url: target.webhook, allowPrivate: target.allowPrivate });
    if (flaw !== null) problems.add('REF_ALERT', combined.spot([...where, 'webhook']), flaw.message, flaw.hint);
    for (const name of Object.keys(target.headers)) {
      const wrong = flawOfHeader(name);
      if (wrong !== null) problems.add('REF_ALERT', combined.spot([...where, 'headers', name]), wrong);
    }
  }
}
