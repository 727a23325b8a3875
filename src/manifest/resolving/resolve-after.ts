import { formatDuration } from '../../foundation/index.ts';
import type { Resolving } from './resolving.ts';

/** Longer work than this is cut off by the end of a process more often than not. */
const LONG_MS = 30_000;

/** Work beside an answer that runs inline, of a task that says what holds for stored jobs only. */
export function resolveAfter({ combined, problems, source }: Resolving): void {
  for (const [index, route] of source.routes.http.entries()) {
    const calls = 'after' in route ? route.after : [];
    for (const [at, { task, mode }] of calls.entries()) {
      const lost = mode === 'inline' ? lostInline(source.tasks[task]) : undefined;
      if (lost === undefined) continue;
      const spot = combined.spot(['routes', 'http', index, 'after', at, 'mode']);
      const message = `\`${task}\` ${lost} when it runs inline`;
      problems.add('REF_AFTER', spot, message, '`mode: queued` makes a job of it, with all that the task says');
    }
  }
}

function lostInline(task: Resolving['source']['tasks'][string] | undefined): string | undefined {
  if (task === undefined) return undefined;
  if (task.retry !== null) return 'is not tried again';
  if ((task.unique ?? task.debounce ?? task.throttle) !== null) return 'is not told apart by its key';
  if (Object.keys(task.on ?? {}).length > 0) return 'tells no hooks';
  return lostWithProcess(task.timeout?.hardMs ?? null);
}

function lostWithProcess(hardMs: number | null): string | undefined {
  if (hardMs === null || !Number.isFinite(hardMs) || hardMs <= LONG_MS) return undefined;
  return `may take ${formatDuration(hardMs)}, and is lost with the process,`;
}
