/** Plans as the text that stores keep. Runs of one workflow have the same one, which is written and read once. */
import { Lru } from '../lru.ts';
import type { Plan } from './plan.ts';

const texts = new WeakMap<Plan, string>();
const read = new WeakMap<Plan, Plan>();

export function planText(plan: Plan): string {
  const text = texts.get(plan) ?? JSON.stringify(plan);
  texts.set(plan, text);
  return text;
}

/** The plan as it is read from a store. */
export function planAsRead(plan: Plan): Plan {
  const found = read.get(plan) ?? planIn(planText(plan));
  read.set(plan, found);
  return found;
}

/** Characters of a plan that is kept by its text: those of ten thousand steps are megabytes. */
const KEPT_LENGTH = 200_000;
const KEPT = 20;
const kept = new Lru<{ readonly plan: Plan }>(KEPT);

/** @param text of a plan @returns the same one for the same text, as a rule */
export function planIn(text: string): Plan {
  if (text.length > KEPT_LENGTH) return JSON.parse(text) as Plan;
  return kept.get(text, () => ({ plan: JSON.parse(text) as Plan })).plan;
}
