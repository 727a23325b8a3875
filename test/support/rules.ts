/** Rules as a manifest gives them to an engine; what a test does not care about is empty. */
import {
  AUDIT_KEPT,
  type AuditKeeping,
  type Engine,
  type ForeignTask,
  type Retention,
  type Rules,
  type SweepReport,
} from '../../src/engine/index.ts';

export interface GivenRules {
  /** By queue. */
  readonly shards?: Readonly<Record<string, number>>;
  readonly foreign?: Readonly<Record<string, ForeignTask>>;
  readonly tasks?: readonly string[];
  /** Queues whose priorities share. */
  readonly weighted?: readonly string[];
  readonly retention?: Retention;
  readonly audit?: AuditKeeping;
}

export function rulesWith({
  shards = {},
  foreign = {},
  tasks = [],
  weighted = [],
  retention,
  audit = AUDIT_KEPT,
}: GivenRules): Rules {
  const names = [...Object.keys(shards), ...Object.keys(foreign), ...weighted];
  const queues = names.map((name) => [
    name,
    {
      shards: shards[name] ?? 1,
      foreign: foreign[name] ?? null,
      between: weighted.includes(name) ? 'weighted' : 'strict',
    },
  ]);
  return { queues: Object.fromEntries(queues) as Rules['queues'], tasks, retention: retention ?? null, audit };
}

/** What unblock does when the manifest declares these tasks. */
export function unblock(engine: Engine, tasks: readonly string[], limit: number): Promise<SweepReport> {
  engine.govern(rulesWith({ tasks }));
  return engine.keeping.unblock(limit);
}

/** What prune does when the manifest keeps finished jobs so long. */
export function prune(engine: Engine, retention: Retention, limit: number): Promise<SweepReport> {
  engine.govern(rulesWith({ retention }));
  return engine.keeping.prune(limit);
}
