import { suggestion } from '../../foundation/index.ts';
import type { PlacedStep } from './unfold.ts';
import type { StepSpec } from './workflow-spec.ts';

/** The steps of a workflow, and which of them are over when another begins. */
export class Predecessors {
  /** By name. */
  readonly all: ReadonlyMap<string, StepSpec>;

  constructor(steps: readonly PlacedStep[]) {
    this.all = new Map(steps.map(({ step }) => [step.name, step]));
  }

  has(name: string): boolean {
    return this.all.has(name);
  }

  suggest(name: string): string | undefined {
    return suggestion(name, this.all.keys());
  }

  /** Whether `earlier` is over when the step begins. */
  isBefore(earlier: string, { needs }: Pick<StepSpec, 'needs'>): boolean {
    const seen = new Set<string>();
    const open = [...needs];
    if (needs.includes(earlier)) return true;
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (name === earlier) return true;
      if (seen.has(name)) continue;
      seen.add(name);
      open.push(...(this.all.get(name)?.needs ?? []));
    }
    return false;
  }
}
