/** What a reload may change while the process runs, and what waits for a restart. */
import type { Diagnostic } from '../../foundation/index.ts';
import type { AdminSpec, Manifest } from '../../manifest/index.ts';

/**
 * Jobs live in the store: another one under the running consumers would strand what they hold.
 * @returns why `next` may not replace `now`; undefined when it may
 */
export function refusalOf(now: Manifest, next: Manifest): Diagnostic | undefined {
  if (now.name !== next.name) {
    const hint =
      'the store belongs to the name: stop all processes, then `skep doctor --adopt`; or take the change back';
    return refused(next, 'name', 'the name cannot be changed while the process runs', hint);
  }
  if (same(now.engine, next.engine)) return undefined;
  const hint = 'restart `skep run` to move to the other store, or take the change back';
  return refused(next, 'engine', 'the engine cannot be changed while the process runs', hint);
}

function refused({ file }: Manifest, path: string, message: string, hint: string): Diagnostic {
  const nowhere = { line: 0, column: 0, endColumn: 0 };
  return { code: 'REF_ENGINE_CHANGED', severity: 'error', message, hint, file, ...nowhere, path };
}

/** Sentences about changes that are accepted and take effect only when the process starts again. */
export function restartNotes(now: Manifest, next: Manifest): string[] {
  const notes: string[] = [];
  if (!same(address(now.admin), address(next.admin))) notes.push('admin.host and admin.port change at the next start');
  if (!same(now.health, next.health)) notes.push('health changes at the next start');
  if (now.telemetry.logs.format !== next.telemetry.logs.format) {
    notes.push('telemetry.logs.format changes at the next start');
  }
  return notes;
}

function address({ host, port }: AdminSpec): unknown {
  return { host, port };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
