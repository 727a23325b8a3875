/** Progress of the steps of a run, as its row has it. */
import { type Plan, progressIn, progressText, type StepProgress, UNTOUCHED } from '../../../core/index.ts';

/** A line for each: number, the ends of its items, and the rest in JSON. */
export function stepsOf(plan: Plan, text: string): readonly StepProgress[] {
  const touched = new Map<number, StepProgress>();
  for (const line of text === '' ? [] : text.split('\n')) {
    const [number, completed, failed, cancelled] = line.split(' ', 4).map(Number) as [number, number, number, number];
    touched.set(number, progressIn(line.slice(line.indexOf('[')), { completed, failed, cancelled }));
  }
  return plan.steps.map((_step, number) => touched.get(number) ?? UNTOUCHED);
}

/** What was written last. */
export interface Written {
  readonly steps: readonly StepProgress[];
  /** The line of each, '' for those that have not begun. */
  readonly lines: readonly string[];
  /** Of so many steps each that follow each other the lines of those that have begun. */
  readonly texts: readonly string[];
}

/** So many steps share a text. */
const TOGETHER = 16;

/** Nearly all of them are the very ones that were written at the turn before: only where one is another a text is made anew. */
export function writtenOf(steps: readonly StepProgress[], before: Written | undefined): Written {
  const lines = before?.lines.slice() ?? [];
  const texts: string[] = [];
  for (let from = 0; from < steps.length; from += TOGETHER) {
    const to = Math.min(from + TOGETHER, steps.length);
    const text = before?.texts[from / TOGETHER];
    let isSame = text !== undefined;
    for (let number = from; number < to; number += 1) {
      const progress = steps[number] ?? UNTOUCHED;
      if (before?.steps[number] === progress) continue;
      lines[number] = lineOf(number, progress);
      isSame = false;
    }
    texts.push(isSame && text !== undefined ? text : joined(lines.slice(from, to)));
  }
  return { steps, lines, texts };
}

/** The text of all. */
export function joined(lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}

function lineOf(number: number, progress: StepProgress): string {
  if (progress === UNTOUCHED) return '';
  const { completed, failed, cancelled } = progress;
  return `${number} ${completed} ${failed} ${cancelled} ${progressText(progress)}`;
}
