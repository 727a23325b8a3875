/** Ends of items that were counted by the script that stored them: what a turn of their run goes on from. */
import type { ItemEnd, ItemRef } from '../../../core/index.ts';
import type { Json } from '../../../foundation/index.ts';
import type { Noted } from '../lanes/bee-queue-lane.ts';
import { textOf } from '../compose.ts';
import { type Go, goIn } from '../runs/runs-seen.ts';
import type { ScriptReply } from '../scripts.ts';
import { type Ending, isCompleted } from '../records/settlements.ts';

/** The last one of its step that came with a batch. */
export interface NotedEnd {
  readonly item: Pick<ItemRef, 'run' | 'step'>;
  /** How it ended, where it completed. */
  readonly end: Extract<ItemEnd, { readonly state: 'completed' }> | null;
  readonly go: Go;
  /** What lua/_turn.lua says of the turn that came with it; null where there was none. */
  readonly turned: ScriptReply;
}

/** @param noted as lua/_settle.lua tells it */
export function notedEnds(noted: readonly Noted[], endings: readonly Ending[]): readonly NotedEnd[] {
  // Of a batch of fifty all are looked for.
  const byItem = new Map<string, Ending>();
  for (const ending of endings) {
    const item = itemOf(ending.stored.job);
    if (item !== null) byItem.set(`${item.step} ${item.index} ${item.run}`, ending);
  }
  return noted.map(([told, turned = null]) => {
    const [run = '', step = '', index = '', ...counted] = told;
    const ending = byItem.get(`${step} ${index} ${run}`);
    return {
      item: { run, step: Number(step) },
      end: ending === undefined ? null : endOf(ending),
      go: goIn(counted),
      turned,
    };
  });
}

/** The item that it is. */
export function itemOf({ consequences }: Ending['stored']['job']): ItemRef | null {
  const effect = consequences.at(-1)?.effect;
  return effect?.kind === 'advance' && effect.of === 'job' ? effect.item : null;
}

/** As it is read from the store: a handler may go on with what it has returned. */
export function endOf(ending: Ending): NotedEnd['end'] {
  if (!isCompleted(ending)) return null;
  const { outcome } = ending.settlement;
  return { state: 'completed', result: JSON.parse(outcome.text ?? textOf(outcome.result)) as Json };
}
