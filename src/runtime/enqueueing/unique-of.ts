/** The keys of a task's jobs: what `unique`, `debounce` and `throttle` mean for the store. */
import { type KeyedBy, keyText, type Unique, uniqueBy } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { TaskSpec } from '../../manifest/index.ts';

type Rule = Omit<Unique, 'key'>;

/** Of a task without a rule, for a call that gives a key. */
const PLAIN: Rule = { while: 'unfinished', forMs: null, onConflict: 'keep', maxMs: null };

const known = new WeakMap<TaskSpec, KeyedBy | null>();

/** @returns null for a task whose jobs have no keys */
export function keyedBy(task: TaskSpec): KeyedBy | null {
  let by = known.get(task);
  if (by === undefined) known.set(task, (by = made(task)));
  return by;
}

function made(task: TaskSpec): KeyedBy | null {
  const rule = ruleOf(task);
  if (rule === null) return null;
  const places = (task.unique ?? task.debounce ?? task.throttle)?.key ?? null;
  return { task: task.name, places, hides: task.encrypt || task.sensitive.length > 0, rule };
}

function ruleOf({ unique, debounce, throttle }: TaskSpec): Rule | null {
  if (unique !== null) return { ...PLAIN, while: unique.while, forMs: unique.forMs, onConflict: unique.onConflict };
  if (debounce !== null) return { ...PLAIN, while: 'waiting', onConflict: 'replace', maxMs: debounce.maxMs };
  if (throttle === null) return null;
  return { ...PLAIN, while: 'window', forMs: throttle.everyMs, onConflict: throttle.trailing ? 'replace' : 'keep' };
}

/** @param own of the call: a key in place of the task's, false for none, null for the task's */
export function uniqueOf(task: TaskSpec, payload: Json, own: string | false | null): Unique | null {
  if (own === false) return null;
  const by = keyedBy(task);
  if (own !== null) return { key: `${task.name}/${keyText(own, false)}`, ...(by?.rule ?? PLAIN) };
  return by === null ? null : uniqueBy(by, payload);
}
