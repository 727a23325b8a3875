/** The hooks of a task as they are written, one by one. */
import { HOOK_EVENTS, type HookEvent } from '../core/index.ts';
import type { RunHookEvent } from './specs/hook-spec.ts';
import type { Task, WorkflowHooks } from './source.generated.ts';
import type { Path } from './yaml/source-file.ts';

type Written = NonNullable<NonNullable<Task['on']>[HookEvent]>;
export type WrittenHook = Exclude<Written, readonly unknown[]>;

interface PlacedHook {
  readonly event: HookEvent;
  readonly hook: WrittenHook;
  /** Below the task. */
  readonly path: Path;
}

export function placedHooks(on: Task['on']): readonly PlacedHook[] {
  if (on === null) return [];
  return HOOK_EVENTS.flatMap((event): PlacedHook[] => {
    const written = on[event];
    if (written === null) return [];
    if (!Array.isArray(written)) return [{ event, hook: written, path: ['on', event] }];
    return written.map((hook: WrittenHook, index) => ({ event, hook, path: ['on', event, index] }));
  });
}

/** Of a run: functions need an attempt, and what publishes belongs to a task. */
export type WrittenRunHook = Exclude<NonNullable<WorkflowHooks['success']>, readonly unknown[]>;

interface PlacedRunHook {
  readonly event: RunHookEvent;
  readonly hook: WrittenRunHook;
  /** Below the workflow. */
  readonly path: Path;
}

export function placedRunHooks(on: WorkflowHooks | null): readonly PlacedRunHook[] {
  if (on === null) return [];
  return (['success', 'failure', 'cancel'] as const).flatMap((event): PlacedRunHook[] => {
    const written = on[event];
    if (written === null) return [];
    if (!Array.isArray(written)) return [{ event, hook: written, path: ['on', event] }];
    return written.map((hook: WrittenRunHook, index) => ({ event, hook, path: ['on', event, index] }));
  });
}
