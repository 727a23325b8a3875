import type { Resolving } from './resolving.ts';

/** How a process stops is said once. */
export function resolveShutdown({ combined, problems, source }: Resolving): void {
  if (source.shutdown === null || source.defaults.shutdownTimeoutMs === null) return;
  problems.add(
    'REF_SHUTDOWN',
    combined.spot(['defaults', 'shutdownTimeout']),
    'it says what `shutdown` says as well; leave this one out',
  );
}
