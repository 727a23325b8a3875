/** Stand-in until the manifest's section is there. */
import { NOTHING_GIVEN, type Plan, type PlanStep } from '../core/index.ts';
import { type Json, SkepError } from '../foundation/index.ts';
import type { Manifest, TaskSpec } from '../manifest/index.ts';

export function planOf(manifest: Manifest, name: string): Plan {
  const spec = (manifest as unknown as { workflows?: Record<string, Json> }).workflows?.[name];
  return planInline(manifest, spec ?? null);
}

export function planInline(manifest: Manifest, spec: Json): Plan {
  const { chain = [], map = null } = (spec ?? {}) as {
    chain?: { task: string; with?: Json }[];
    map?: { task: string; over: Json } | null;
  };
  if (map !== null)
    return {
      steps: [stepOf(manifest, map.task, { name: 'map', payload: '${item}', needs: [], forEach: map.over })],
      output: '${steps.map.results}',
      consequences: [],
    };
  if (chain.length === 0) throw new SkepError('WORKFLOW_INVALID', 'it has no steps');
  const steps = chain.map((one, at) =>
    stepOf(manifest, one.task, {
      name: `s${at + 1}`,
      payload: one.with ?? (at === 0 ? '${input}' : '${results}'),
      needs: at === 0 ? [] : [at - 1],
      forEach: null,
    }),
  );
  return { steps, output: `\${steps.s${steps.length}.result}`, consequences: [] };
}

function stepOf(
  { tasks }: Manifest,
  name: string,
  { payload, ...about }: { name: string; payload: Json; needs: number[]; forEach: Json },
): PlanStep {
  const task = tasks[name] as TaskSpec;
  const { workflow: _w, ...given } = NOTHING_GIVEN;
  return {
    ...about,
    place: `steps.${about.name}`,
    when: 'success',
    concurrency: null,
    chunk: null,
    onFailure: 'fail',
    work: {
      kind: 'task',
      payload,
      maxBytes: 1024 * 1024,
      job: {
        ...given,
        delayMs: 0,
        runAt: null,
        expiresInMs: null,
        task: name,
        queue: task.queue,
        priority: task.priority,
        maxAttempts: task.retry.maxAttempts,
        tags: task.tags,
      },
    },
  } as PlanStep;
}
