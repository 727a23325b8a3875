/** A plan as a drawing: steps and what they need, as text of Graphviz or of Mermaid. */
import { formatDuration, type Json } from '../../foundation/index.ts';
import type { Plan, PlanStep } from './plan.ts';

export interface Drawing {
  readonly nodes: readonly DrawnStep[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly when: string }[];
}

export interface DrawnStep {
  readonly name: string;
  readonly kind: 'task' | 'workflow' | 'wait';
  /** What it does: name of the task or workflow, or what is waited for. */
  readonly does: string;
  /** Whether it is done for each item of a list. */
  readonly many: boolean;
}

export function graphOf({ steps }: Plan): Drawing {
  const nodes = steps.map(({ name, work, forEach }) => {
    return { name, kind: work.kind, does: doing(work), many: forEach !== null };
  });
  const edges = steps.flatMap(({ name, needs, when }) =>
    needs.map((number) => ({ from: steps[number]?.name ?? '', to: name, when: conditionOf(when) })),
  );
  return { nodes, edges };
}

function doing(work: PlanStep['work']): string {
  if (work.kind === 'task') return work.job.task;
  if (work.kind === 'workflow') return work.workflow ?? 'a workflow';
  const { signal, forMs } = work.wait;
  if (signal !== null) return `signal ${signal}`;
  return forMs === null ? `until ${shown(work.wait.until)}` : formatDuration(forMs);
}

function shown(template: Json): string {
  return typeof template === 'string' ? template : JSON.stringify(template);
}

/** @returns '' where it is the usual one */
function conditionOf(when: PlanStep['when']): string {
  if (typeof when === 'object') return 'template' in when ? shown(when.template) : when.condition;
  return when === 'success' ? '' : when;
}

/** @returns a graph in the language of Graphviz */
export function dotOf(plan: Plan): string {
  const { nodes, edges } = graphOf(plan);
  const shapes = { task: 'box', workflow: 'box3d', wait: 'ellipse' } as const;
  const lines = [
    ...nodes.map(({ name, kind, does, many }) => {
      const more = many ? ', peripheries=2' : '';
      return `  ${quoted(name)} [label=${quoted(`${name}\n${does}`)}, shape=${shapes[kind]}${more}];`;
    }),
    ...edges.map(({ from, to, when }) => {
      const label = when === '' ? '' : ` [label=${quoted(when)}, style=dashed]`;
      return `  ${quoted(from)} -> ${quoted(to)}${label};`;
    }),
  ];
  return `digraph workflow {\n  rankdir=LR;\n${lines.join('\n')}\n}\n`;
}

function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`);
  return `"${escaped.replaceAll('\n', String.raw`\n`)}"`;
}

/** @returns a flowchart of Mermaid. Its nodes have numbers, since not every name of a step is one of Mermaid */
export function mermaidOf(plan: Plan): string {
  const { nodes, edges } = graphOf(plan);
  const numbers = new Map(nodes.map(({ name }, number) => [name, number]));
  const node = (name: string): string => `n${numbers.get(name) ?? ''}`;
  const lines = [
    ...nodes.map(({ name, kind, does, many }) => {
      const [open, close] = BRACKETS[many && kind === 'task' ? 'many' : kind];
      return `  ${node(name)}${open}"${plain(name)}<br/>${plain(does)}"${close}`;
    }),
    ...edges.map(({ from, to, when }) =>
      when === '' ? `  ${node(from)} --> ${node(to)}` : `  ${node(from)} -. "${plain(when)}" .-> ${node(to)}`,
    ),
  ];
  return `flowchart LR\n${lines.join('\n')}\n`;
}

const BRACKETS = {
  task: ['[', ']'],
  many: ['[[', ']]'],
  workflow: ['{{', '}}'],
  wait: ['([', '])'],
} as const;

/** In the words of HTML, which Mermaid reads. It has some of its own that begin with `#`. */
function plain(text: string): string {
  return text
    .replaceAll('#', '#35;')
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s+/g, ' ');
}
