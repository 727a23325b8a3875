/** Flows of BullMQ, where a parent waits for its children, as workflows. */
import { dictionary, type Json } from '../foundation/index.ts';
import { type Outline, type Fields, manifestName } from './outline.ts';
import { entriesIn, isKnown, itemsIn, jsonOf, textIn, type Value } from './values.ts';

/** @returns the name of a task for a job of that queue */
export type TaskOf = (queue: string, job: string | undefined, options: Value | undefined, line: number) => string;

export function writeFlow(outline: Outline, flow: Value | undefined, taskOf: TaskOf): void {
  if (flow?.kind !== 'map') {
    outline.note('none', 'a flow', `\`${flow?.text.slice(0, 80) ?? ''}\` is known only to whoever runs it`, {
      line: flow?.line ?? null,
    });
    return;
  }
  const steps = dictionary<Fields>();
  const flawed = addStep({ outline, steps, taskOf }, flow) === undefined;
  if (flawed) {
    outline.note('none', 'a flow', 'its queues are known only to whoever runs it', { line: flow.line });
    return;
  }
  const root = Object.keys(steps).at(-1) ?? 'flow';
  const name = outline.freeName('workflows', manifestName(root, 'flow'));
  outline.sections.workflows.set(name, { steps });
  outline.note(
    'check',
    `flow ${root}`,
    '`getChildrenValues()` of a parent is its payload here: what its steps gave, or what `with` says',
    {
      line: flow.line,
      at: `workflows.${name}`,
    },
  );
}

interface Flow {
  readonly outline: Outline;
  readonly steps: Record<string, Fields>;
  readonly taskOf: TaskOf;
}

/** Children before their parent. @returns the step's name; undefined where its queue is not known */
function addStep(flow: Flow, node: Value): string | undefined {
  const fields = entriesIn(node);
  const [queue, job] = [textIn(fields.get('queueName')), textIn(fields.get('name'))];
  const needs = itemsIn(fields.get('children')).map((child) => addStep(flow, child));
  if (queue === undefined || needs.includes(undefined)) return undefined;
  const task = flow.taskOf(queue, job, fields.get('opts'), node.line);
  const step = freeStep(flow.steps, job ?? queue);
  const made: Fields = { task };
  if (needs.length > 0) made['needs'] = needs as Json[];
  const data = fields.get('data');
  if (data && (data.kind !== 'map' || data.entries.size > 0)) {
    if (isKnown(data)) made['with'] = jsonOf(data);
    else
      flow.outline.note(
        'check',
        `data of ${step}`,
        'it is known only to whoever runs it: give it as the input of the run, `with: ${input…}`',
        { line: data.line },
      );
  }
  flow.steps[step] = made;
  return step;
}

function freeStep(steps: Readonly<Record<string, Fields>>, wanted: string): string {
  const name =
    wanted
      .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
      .replace(/^[^A-Za-z]+/, '')
      .slice(0, 60) || 'step';
  let free = name;
  for (let number = 2; Object.hasOwn(steps, free); number += 1) free = `${name}-${number}`;
  return free;
}
