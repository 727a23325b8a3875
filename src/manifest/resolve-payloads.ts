import { formatSize, MAX_JSON_BYTES, sizeBytes } from '../foundation/index.ts';
import type { Resolving } from './resolving.ts';

/** What tasks say of their payloads beside the schema. */
export function resolvePayloads(context: Resolving): void {
  for (const [name, task] of Object.entries(context.source.tasks)) {
    if (task.maxPayload !== null) checkSize(context, name, task.maxPayload);
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
