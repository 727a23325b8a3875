/** Holds and pauses as they are asked for and as they are shown. */
import os from 'node:os';
import { checkPattern, HOLD_ROOTS, readCondition } from '../../core/index.ts';
import type { NewHold, PauseWhy, StandingHold } from '../../engine/index.ts';
import { DURATION_FORM, INSTANT_FORM, iso, parseDuration, parseInstant, SkepError } from '../../foundation/index.ts';
import { type HoldRequest, type HoldView, isName, type PauseRequest, type PauseView } from '../../api/index.ts';

/** What begins the name under which the pause of a task stands. */
const TASK = 'task:';

/** Whoever has this process. */
export function here(): string {
  return `process ${process.pid} on ${os.hostname()}`;
}

/** @param now of the store @returns epoch milliseconds; null: until somebody ends it @throws SkepError REQUEST_INVALID */
export function endOf({ until, for: length }: PauseRequest, now: number): number | null {
  if (until !== undefined && length !== undefined) throw refused('`until` and `for` exclude each other');
  if (length !== undefined) {
    const ms = parseDuration(length);
    if (ms === undefined) throw refused(`\`for\` is not ${DURATION_FORM}`);
    if (ms <= 0) throw refused('`for` is no time at all; without it a person ends it');
    return now + ms;
  }
  if (until === undefined) return null;
  const at = parseInstant(until);
  if (at === undefined) throw refused(`\`until\` is not ${INSTANT_FORM}`);
  if (at <= now) throw refused('`until` has passed');
  return at;
}

/** @throws SkepError REQUEST_INVALID */
export function holdOfRequest(request: HoldRequest, by: string, now: number): NewHold {
  const { name, task = null, queue = null, tag = null, where = null, reason: text = null } = request;
  if ([task, queue, tag, where].every((said) => said === null)) {
    throw refused('a hold says whom it means: a `task`, a `queue`, a `tag` or a `where`');
  }
  checkName(name);
  checkTask(task);
  checkWhere(where);
  return { reason: 'hold', name, task, queue, tag, where, text, until: endOf(request, now), by };
}

/** As names of the manifest: what is shown can be written, and none is taken for the pause of a task. */
function checkName(name: string): void {
  if (isName(name)) return;
  throw refused(
    `\`name\`: ${JSON.stringify(name.slice(0, 64))} is no name of a hold`,
    'lower-case letters, digits, `_`, `.` and `-`, at most 64, beginning with a letter or digit',
  );
}

function checkTask(task: string | null): void {
  const pattern = task === null ? null : checkPattern(task);
  if (pattern?.ok === false) throw refused(`\`task\`: ${pattern.message}`, pattern.hint);
}

function checkWhere(where: string | null): void {
  const read = where === null ? null : readCondition(where, HOLD_ROOTS);
  if (read?.ok === false)
    throw refused(`\`where\` cannot be read at character ${read.at + 1}: ${read.message}`, read.hint);
}

function refused(message: string, hint?: string): SkepError {
  return new SkepError('REQUEST_INVALID', message, hint === undefined ? {} : { hint });
}

/** Of a queue or a schedule. @throws SkepError REQUEST_INVALID */
export function pauseWhy(request: PauseRequest, by: string | null, now: number): PauseWhy {
  return { text: request.reason ?? null, until: endOf(request, now), by: by ?? here() };
}

/** A pause of a task. */
export function pauseOfTask(
  task: string,
  why: PauseRequest,
  about: { readonly by: string; readonly now: number },
): NewHold {
  const until = endOf(why, about.now);
  return {
    ...taskPause(task),
    task,
    queue: null,
    tag: null,
    where: null,
    text: why.reason ?? null,
    until,
    by: about.by,
  };
}

export function taskPause(task: string): Pick<NewHold, 'reason' | 'name'> {
  return { reason: 'paused', name: `${TASK}${task}` };
}

/** @returns the task whose pause stands under that name; null where none can */
export function pausedTask(name: string): string | null {
  return name.startsWith(TASK) ? name.slice(TASK.length) : null;
}

/** In words, for the log. */
export function meaningOf({ task, queue, tag, where }: NewHold): string {
  const said = Object.entries({ task, queue, tag, where }).filter(([, value]) => value !== null);
  return said.map(([key, value]) => `${key} ${String(value)}`).join(', ');
}

/** What says why something stands still. */
interface Why {
  readonly text: string | null;
  readonly until: number | null;
  readonly by: string | null;
  readonly at: number;
}

export function pauseViewOf({ text, until, by, at }: Why): PauseView {
  return { reason: text, until: until === null ? null : iso(until), by, since: iso(at) };
}

export function holdView(hold: StandingHold): HoldView {
  const { reason: kind, name, task, queue, tag, where, manifest } = hold;
  return { kind, name, task, queue, tag, where, ...pauseViewOf(hold), manifest };
}

/** @returns why the jobs of a task are held; null: it is not paused */
export function pauseOf(task: string, standing: readonly StandingHold[]): PauseView | null {
  const { reason, name } = taskPause(task);
  const found = standing.find((hold) => hold.reason === reason && hold.name === name);
  return found === undefined ? null : pauseViewOf(found);
}
