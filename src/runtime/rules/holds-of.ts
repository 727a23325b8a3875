/** Holds of a manifest as the store has them, and whom their conditions mean. */
import { conditionMeans, KeyRing } from '../../core/index.ts';
import type { HoldJudge, NewHold } from '../../engine/index.ts';
import type { GenerationSource, Manifest } from '../../manifest/index.ts';
import { payloadOf } from '../attempts/readied.ts';

/** @param now of the store: what has ended holds nobody */
export function standingHoldsOf({ holds }: Pick<Manifest, 'holds'>, now: number): readonly NewHold[] {
  return Object.values(holds)
    .filter(({ until }) => until === null || until > now)
    .map(({ reason: text, ...hold }) => ({ ...hold, reason: 'hold', text, by: null }));
}

/** A payload that this process cannot decrypt is meant by no condition: the process could not run the job either. */
export function judgeBy(generations: GenerationSource): HoldJudge {
  return (job, where) => {
    try {
      const ring = KeyRing.of(generations.current().manifest.encryption);
      return conditionMeans(where, job, payloadOf(job, ring));
    } catch {
      return false;
    }
  };
}
