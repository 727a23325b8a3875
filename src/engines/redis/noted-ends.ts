/** Ends of items that were counted by the script that stored them: what a turn of their run goes on from. */
import type { ItemEnd, ItemRef } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import { textOf } from './compose.ts';
import { type Go, goIn } from './runs-seen.ts';
import { type Ending, isCompleted } from './settlements.ts';

/** The last one of its step that came with a batch. */
export interface NotedEnd {
  readonly item: Pick<ItemRef, 'run' | 'step'>;
  /** How it ended, where it completed. */
  readonly end: Extract<ItemEnd, { readonly state: 'completed' }> | null;
  readonly go: Go;
}

/** @param noted as lua/_settle.lua tells it */
export function notedEnds(noted: readonly (readonly string[])[], endings: readonly Ending[]): readonly NotedEnd[] {
  return noted.map(([run = '', step = '', index = '', ...told]) => {
    const item = { run, step: Number(step) };
    const ending = endings.find((one) => isOf(one, { ...item, index: Number(index) }));
    return { item, end: ending === undefined ? null : endOf(ending), go: goIn(told) };
  });
}

function isOf({ stored }: Ending, { run, step, index }: Omit<ItemRef, 'round'>): boolean {
  const effect = stored.job.consequences.at(-1)?.effect;
  if (effect?.kind !== 'advance') return false;
  const { item } = effect;
  return item.run === run && item.step === step && item.index === index;
}

/** As it is read from the store: a handler may go on with what it has returned. */
function endOf(ending: Ending): NotedEnd['end'] {
  if (!isCompleted(ending)) return null;
  const { outcome } = ending.settlement;
  return { state: 'completed', result: JSON.parse(outcome.text ?? textOf(outcome.result)) as Json };
}
