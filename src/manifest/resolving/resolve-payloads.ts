import { sensitivePaths } from '../../core/index.ts';
import { formatSize, MAX_JSON_BYTES, MAX_RESULT_BYTES, sizeBytes } from '../../foundation/index.ts';
import type { ResolvedTask, Resolving } from './resolving.ts';
import { checkSchema } from '../schemas/schema-check.ts';
import { leadsSomewhere } from '../payload-places.ts';

/** What tasks say of their payloads beside the schema. */
export function resolveTaskPayload(context: Resolving, name: string, task: ResolvedTask): void {
  if (task.maxPayload !== null) checkSize(context, PAYLOADS, ['tasks', name, 'maxPayload'], task.maxPayload);
  if (task.result !== null) checkResult(context, name, task.result, task.on);
  checkSensitive(context, name, task);
}

interface Sizes {
  readonly what: string;
  readonly most: number;
  readonly hint: string;
}

const PAYLOADS: Sizes = {
  what: 'payload',
  most: MAX_JSON_BYTES,
  hint: 'store large data elsewhere and put a reference into the payload',
};
const RESULTS: Sizes = {
  what: 'result',
  most: MAX_RESULT_BYTES,
  hint: 'store large results elsewhere and return a reference',
};

function checkSize({ combined, problems }: Resolving, sizes: Sizes, path: readonly string[], written: string): void {
  const spot = combined.spot(path);
  const bytes = sizeBytes(written);
  const { what, most, hint } = sizes;
  if (bytes === 0) problems.add('REF_SIZE', spot, `a limit of nothing would refuse every ${what}`);
  if (bytes > most) problems.add('REF_SIZE', spot, `no ${what} may have more than ${formatSize(most)}`, hint);
}

/** What is not stored has no size, no time and no reader. */
function checkResult(context: Resolving, name: string, rules: NonNullable<Task['result']>, on: Task['on']): void {
  const { combined, problems } = context;
  const path = ['tasks', name, 'result'];
  if (rules.max !== null) checkSize(context, RESULTS, [...path, 'max'], rules.max);
  if (!rules.ignore) return;
  for (const key of ['max', 'keep'] as const) {
    if (rules[key === 'max' ? 'max' : 'keepMs'] === null) continue;
    problems.add('REF_RESULT', combined.spot([...path, key]), `\`${key}\` of results that are not stored`);
  }
  if (on !== null && JSON.stringify(on).includes('${result')) {
    const message = `a hook of \`${name}\` reads the result, which is not stored`;
    problems.add('REF_RESULT', combined.spot(path), message, 'leave `ignore` out, or `${result}` of the hook');
  }
}

type Task = ResolvedTask;

/** A path with a slip in it would hide nothing, and nobody would see that. */
function checkSensitive({ combined, problems }: Resolving, name: string, { sensitive, input, output }: Task): void {
  for (const [index, path] of sensitive.entries()) {
    const { payload, result } = sensitivePaths([path]);
    const [keys = []] = [...payload, ...result];
    const [what, schema] = result.length > 0 ? (['output', output] as const) : (['input', input] as const);
    if (schema === null || checkSchema(schema).length > 0 || leadsSomewhere(schema, keys)) continue;
    const spot = combined.spot(['tasks', name, 'sensitive', index]);
    const hint = what === 'input' ? 'a path of the result begins with `result.`' : undefined;
    problems.add('REF_SENSITIVE', spot, `the ${what} of \`${name}\` has no place \`${path}\``, hint);
  }
}
