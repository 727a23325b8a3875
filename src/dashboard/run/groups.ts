/** The steps of a run as graph and timeline show them: each by itself while they are few, else folded, with counts. */
import { useMemo } from 'react';

import type { Run } from '../api/types.generated.ts';
import { type Fold, folded, type Vertex } from '../graph/fold.ts';
import type { GraphNode } from '../graph/graph.tsx';
import type { Bar } from '../parts/bars.tsx';
import { counted, countOf, spanOf } from '../parts/times.ts';
import { lookOf, type RunState, toneOf } from '../runs/state.tsx';
import { itemsText, type Step, waitText } from './steps-text.ts';

export type Group = Fold<Step>;

/** More boxes than that are read by nobody. */
const MOST = 40;

/** Which steps are together follows from the graph alone, so it is found out once, however often the run is read again. */
export function useGroups({ steps }: Run): readonly Group[] {
  const shape = JSON.stringify(steps.map(({ name, needs, does }) => ({ name, needs, does })));
  const folds = useMemo(() => folded(JSON.parse(shape) as Vertex[], MOST), [shape]);
  return useMemo(() => {
    const byName = new Map(steps.map((step) => [step.name, step]));
    return folds.map((fold) => ({ ...fold, members: fold.members.flatMap(({ name }) => byName.get(name) ?? []) }));
  }, [folds, steps]);
}

/** The worst first: what a node of several shows. */
const GRAVEST: readonly RunState[] = ['failed', 'running', 'waiting', 'cancelled', 'completed', 'skipped'];

export function stateOf({ members }: Group): RunState {
  return GRAVEST.find((state) => members.some((step) => step.state === state)) ?? 'waiting';
}

/** `first and 12 more` */
function labelOf({ members, id }: Group): string {
  return members.length === 1 ? id : `${counted(members.length, 'step')}: ${id} …`;
}

/** `990 completed, 3 failed` */
function countsText({ members }: Group): string {
  return GRAVEST.flatMap((state) => {
    const count = members.filter((step) => step.state === state).length;
    return count === 0 ? [] : [`${countOf(count)} ${state}`];
  }).join(', ');
}

/** @param selected id of the group that is picked */
export function nodesOf(run: Run, groups: readonly Group[], now: number, selected: string | null): GraphNode[] {
  return groups.map((group): GraphNode => {
    const { id, needs, members } = group;
    const state = stateOf(group);
    const [only] = members;
    const single = members.length === 1 && only !== undefined;
    return {
      id,
      needs,
      label: labelOf(group),
      note: single ? noteOf(only, now) : countsText(group),
      tone: toneOf(state),
      icon: lookOf(state).icon,
      folded: !single || only.many,
      done: doneOf(group),
      to: (single ? whereOf(run, only) : null) ?? { path: '/runs/$id', id: run.id, search: searchOf(id) },
      selected: id === selected,
    };
  });
}

function searchOf(group: string) {
  return (before: Record<string, unknown>) => ({ ...before, group, step: undefined, from: undefined });
}

function noteOf(step: Step, now: number): string {
  const { state, many, total, waitsFor, startedAt, finishedAt } = step;
  if (many && total > 0) return `${state}: ${itemsText(step)}`;
  if (state === 'running' && waitsFor !== null) return waitText(step, now);
  if (startedAt === null || state === 'skipped') return state;
  const span = spanOf(Math.max(0, (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt)));
  return finishedAt === null ? `${state} for ${span}` : `${state} in ${span}`;
}

function doneOf({ members }: Group): number | null {
  const [only] = members;
  if (members.length > 1) return members.filter(({ finishedAt }) => finishedAt !== null).length / members.length;
  if (only === undefined || !only.many || only.total === 0) return null;
  return (only.completed + only.failed + only.cancelled) / only.total;
}

/** To its items, else to what does it. @returns null: nothing does it yet */
function whereOf(run: Run, { name, kind, many, total, ids }: Step): GraphNode['to'] {
  const [first] = ids;
  if (many && total > 0) return { path: '/runs/$id', id: run.id, search: itemsSearch(name) };
  if (first === undefined) return null;
  return { path: kind === 'workflow' ? '/runs/$id' : '/jobs/$id', id: first };
}

function itemsSearch(step: string) {
  return (before: Record<string, unknown>) => ({ ...before, step, group: undefined, from: undefined });
}

/** @param now epoch milliseconds, the end of what goes on @returns what has begun, the first on top */
export function barsOf(run: Run, groups: readonly Group[], now: number): readonly Bar[] {
  const end = run.finishedAt === null ? now : Date.parse(run.finishedAt);
  return groups.flatMap((group) => barOf(group, end)).sort((a, b) => a.from - b.from);
}

function barOf(group: Group, end: number): readonly Bar[] {
  const begun = group.members.filter(({ startedAt }) => startedAt !== null);
  if (begun.length === 0) return [];
  const from = Math.min(...begun.map(({ startedAt }) => Date.parse(startedAt ?? '')));
  const ends = begun.map(({ finishedAt }) => (finishedAt === null ? end : Date.parse(finishedAt)));
  const until = Math.max(from, ...ends);
  const state = stateOf(group);
  const [only] = group.members;
  const items = group.members.length === 1 && only?.many === true ? `, ${itemsText(only)}` : '';
  const told = group.members.length === 1 ? state : countsText(group);
  const open = begun.some(({ finishedAt }) => finishedAt === null);
  return [
    {
      label: labelOf(group),
      detail: `${told}, ${spanOf(until - from)}${items}`,
      from,
      until,
      tone: toneOf(state),
      open,
    },
  ];
}
