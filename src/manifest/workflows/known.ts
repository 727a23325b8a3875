/** What a workflow may refer to, whether of a manifest that is being read or of one in force. */
import type { JsonObject } from '../../foundation/index.ts';
import type { Manifest } from '../manifest.ts';

export interface KnownTask {
  /** Its input schema, which can be used; null = anything, or one that cannot. */
  readonly input: JsonObject | boolean | null;
  readonly encrypt: boolean;
  /** null = none of the three. */
  readonly unique: object | null;
  readonly debounce: object | null;
  readonly throttle: object | null;
}

export interface Known {
  /** undefined: there is none, which is told elsewhere. */
  task(name: string): KnownTask | undefined;
  /** Steps of a workflow and of all that it begins; 0 where there is none. */
  stepsOf(workflow: string): number;
}

export function knownToManifest({ tasks, workflows }: Manifest): Known {
  const counts = new Map<string, number>();
  const stepsOf = (name: string): number => {
    const known = counts.get(name);
    if (known !== undefined) return known;
    const steps = Object.values(workflows[name]?.steps ?? {});
    const count = steps.reduce((sum, { work }) => sum + 1 + (work.kind === 'workflow' ? stepsOf(work.workflow) : 0), 0);
    counts.set(name, count);
    return count;
  };
  return { task: (name) => tasks[name], stepsOf };
}
