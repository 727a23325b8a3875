/** Options of RQ's jobs. */
import { manifestName, type Fields, type Outline, seconds } from './outline.ts';
import { plainText } from './plain-text.ts';
import type { Value } from './values.ts';
import { isNothing, lastWord, numberIn, textIn } from './values.ts';

export interface Optioned {
  readonly task: string;
  readonly line: number;
  readonly options: ReadonlyMap<string, Value>;
}

/** What a decorator, a call or a schedule says, as the task's own. */
export function writeOptions(outline: Outline, { task, line, options }: Optioned): void {
  const fields = outline.entry('tasks', task);
  const at = `tasks.${task}`;
  for (const [option, value] of options) {
    if (isNothing(value)) continue;
    const write = OPTIONS[option];
    if (write) write(value, fields, { outline, task, at, line });
    else if (NO_EQUAL[option]) outline.note('none', `${option} of ${task}`, NO_EQUAL[option], { at, line });
  }
}

const NO_EQUAL: Readonly<Record<string, string>> = {
  ttl: 'an expiry is an option of the call: `options: { expires }`',
  failure_ttl: '`defaults.keep.dead` says how long dead jobs are kept',
  depends_on: 'what follows on each other is a workflow (docs/workflows.md)',
  at_front: '`priority` of the task, 0 to 9',
  meta: '`ctx.progress` and `ctx.log`, or headers of the call',
  on_success: '`on: { success: … }` of the task',
  on_failure: '`on: { failure: … }` of the task',
  on_stopped: '`on: { cancel: … }` of the task',
};

interface About {
  readonly outline: Outline;
  readonly task: string;
  readonly at: string;
  readonly line: number;
}

function timeout(value: Value, fields: Fields): void {
  const count = secondsIn(value);
  if (count !== undefined) fields['timeout'] = count > 0 ? (seconds(count) ?? 'none') : 'none';
}

const OPTIONS: Readonly<Record<string, (value: Value, fields: Fields, about: About) => void>> = {
  job_timeout: timeout,
  timeout,
  queue_name: (value, _fields, { outline, task }) => {
    const queue = textIn(value);
    if (queue !== undefined) outline.route(task, outline.queue(queue));
  },
  description: (value, fields) => {
    const text = textIn(value);
    if (text !== undefined) fields['description'] ??= plainText(text.slice(0, 2_000));
  },
  result_ttl: (value, fields) => {
    const count = secondsIn(value);
    if (count === 0) fields['result'] = 'ignore';
    else if (count !== undefined && count > 0) fields['result'] = { keep: seconds(count) ?? '1s' };
  },
  retry: (value, fields, { outline, task }) => {
    if (value.kind !== 'call') return;
    const max = numberIn(value.args[0] ?? value.named.get('max')) ?? 3;
    const interval = value.args[1] ?? value.named.get('interval');
    const delays = (interval?.kind === 'list' ? interval.items : [interval]).map(
      (one) => seconds(numberIn(one)) ?? '0s',
    );
    const backoff: Fields = delays.length > 1 ? { type: 'list', delays } : { type: 'fixed', base: delays[0] ?? '0s' };
    fields['retry'] = outline.policy(`retry-${manifestName(lastWord(task), 'job')}`.slice(0, 60), {
      maxAttempts: Math.min(1_000, max + 1),
      backoff,
    });
  },
};

/** 180, `'180'`, `'1h'`, -1. */
export function secondsIn(value: Value | undefined): number | undefined {
  const [, count, unit = 's'] = /^(-?\d+)([smhd])?$/i.exec(textIn(value) ?? String(numberIn(value) ?? '')) ?? [];
  const sizes: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
  return count === undefined ? undefined : Number(count) * (sizes[unit.toLowerCase()] ?? 1);
}
