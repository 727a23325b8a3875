/** Keys of jobs, complete: places as they are within the payload. */
import type { ExpandedSource } from '../expanding/expand.ts';
import type { TaskSpec } from '../specs/task-spec.ts';

type Task = ExpandedSource['tasks'][string];
type Rules = Pick<TaskSpec, 'unique' | 'debounce' | 'throttle'>;

export function taskKeys({ unique, debounce, throttle }: Pick<Task, keyof Rules>): Rules {
  return {
    unique: unique && inPayload(unique),
    debounce: debounce && inPayload(debounce),
    throttle: throttle && inPayload(throttle),
  };
}

function inPayload<T extends { readonly key: readonly string[] | null }>(rule: T): T {
  return rule.key === null ? rule : { ...rule, key: rule.key.map(withinPayload) };
}

/** Limits name their places `payload.tenant`: here that is said and meant alike. */
export function withinPayload(place: string): string {
  return place.startsWith('payload.') ? place.slice('payload.'.length) : place;
}
