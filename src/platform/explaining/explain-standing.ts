/** What would hold or limit jobs of a task, for whoever asks what would become of one. */
import { type Engine, type GateRule, mayMean, type StandingHold } from '../../engine/index.ts';
import { formatDuration, iso } from '../../foundation/index.ts';
import type { Manifest, TaskSpec } from '../../manifest/index.ts';
import type { ExplainView } from '../../api/index.ts';
import { limitsOf } from '../../runtime/index.ts';

type StandingView = ExplainView['standing'][number];

/** What a rule says of each job; null: nothing, as of a bucket that lets all pass until something shuts it. */
const HOW: { readonly [R in GateRule['reason']]: (rule: Extract<GateRule, { readonly reason: R }>) => string | null } =
  {
    rate: ({ limit, perMs, burst }) => `${limit} in ${formatDuration(perMs)}, ${burst} together`,
    concurrency: ({ limit }) => `${limit} at once`,
    bucket: () => null,
    breaker: ({ percent, of, withinMs, openForMs }) =>
      `nobody for ${formatDuration(openForMs)} once ${percent}% of ${of} in ${formatDuration(withinMs)} have failed`,
  };

/** As `rate:task:emails.send: 10 in 1m, 1 at once`. */
export function limitsOfTask(
  task: TaskSpec,
  manifest: Pick<Manifest, 'queues' | 'buckets' | 'tasks'>,
): readonly string[] {
  const { rules, passed } = limitsOf(manifest);
  const tolls = [...(passed.tasks[task.name] ?? []), ...(passed.queues[task.queue] ?? [])];
  const keyed = Object.keys(rules)
    .filter((gate) => gate.endsWith(`:task:${task.name}`) && !tolls.some((toll) => toll.gate === gate))
    .map((gate) => ({ gate, cost: 1 }));
  return [...tolls, ...keyed].flatMap(({ gate, cost }) => {
    const rule = rules[gate];
    if (rule === undefined) return [];
    const how = HOW[rule.reason](rule as never);
    if (how === null) return [];
    const key = gate.startsWith('rate:task:')
      ? task.rate?.key
      : gate.startsWith('concurrency:task:')
        ? task.concurrency?.key
        : null;
    return [`${gate}: ${how}${key ? ` for each ${key}` : ''}${cost > 1 ? `, of which a job takes ${cost}` : ''}`];
  });
}

export async function standingFor(
  task: TaskSpec,
  engine: Pick<Engine, 'holds' | 'queues'>,
): Promise<readonly StandingView[]> {
  const [holds, queues] = await Promise.all([engine.holds.list(), engine.queues.counts()]);
  const job = { task: task.name, queue: task.queue };
  const meant = holds.filter((hold) => mayMean({ ...hold, tag: null }, job, () => []));
  const queue = queues.find(({ queue: name, paused }) => paused && name === task.queue);
  const ofQueue: StandingView[] =
    queue === undefined
      ? []
      : [
          {
            kind: 'queue',
            name: queue.queue,
            means: null,
            reason: queue.pause?.text ?? null,
            until: isoOrNull(queue.pause?.until),
          },
        ];
  return [...ofQueue, ...meant.map(viewOf)];
}

function viewOf({ reason, name, tag, where, text, until }: StandingHold): StandingView {
  const asked = [tag === null ? null : `tag ${tag}`, where === null ? null : `where ${where}`].filter(
    (one) => one !== null,
  );
  return {
    kind: reason === 'paused' ? 'task' : 'hold',
    name,
    means: asked.length === 0 ? null : asked.join(', '),
    reason: text,
    until: isoOrNull(until),
  };
}

function isoOrNull(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : iso(at);
}
