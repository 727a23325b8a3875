import { sensitivePaths } from '../core/index.ts';
import { formatSize, MAX_JSON_BYTES, sizeBytes } from '../foundation/index.ts';
import type { Resolving } from './resolving.ts';
import { checkSchema } from './schema-check.ts';
import { type Schema, SchemaPlace } from './schema-places.ts';

/** What tasks say of their payloads beside the schema. */
export function resolvePayloads(context: Resolving): void {
  for (const [name, task] of Object.entries(context.source.tasks)) {
    if (task.maxPayload !== null) checkSize(context, name, task.maxPayload);
    checkSensitive(context, name, task);
  }
}

function checkSize({ combined, problems }: Resolving, name: string, written: string): void {
  const spot = combined.spot(['tasks', name, 'maxPayload']);
  const bytes = sizeBytes(written);
  if (bytes === 0) problems.add('REF_SIZE', spot, 'a limit of nothing would refuse every payload');
  if (bytes <= MAX_JSON_BYTES) return;
  const hint = 'store large data elsewhere and put a reference into the payload';
  problems.add('REF_SIZE', spot, `no payload may have more than ${formatSize(MAX_JSON_BYTES)}`, hint);
}

type Task = Resolving['source']['tasks'][string];

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

/** Of what lies below `*` only the data knows the names. */
function leadsSomewhere(schema: Schema, keys: readonly string[]): boolean {
  let place = SchemaPlace.of(schema);
  for (const key of keys) {
    if (place.types().size === 0) return false;
    while (key !== '*' && !place.types().has('object') && place.types().has('array')) place = place.item(0);
    if (key === '*' && place.types().has('object')) return true;
    if (key !== '*' && !place.types().has('object')) return false;
    place = key === '*' ? place.item(0) : place.property(key);
  }
  return place.types().size > 0;
}
