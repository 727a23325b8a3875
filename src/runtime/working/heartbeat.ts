/**
 * A beat every second by the clock that nobody sets. What is due is never its decision.
 *
 * It was node-cron's: that walks through each second that the wall clock was set forward by (18 s of a blocked process
 * for a day), and is silent for as long as it was set back.
 */
import { type Clock, systemClock } from '../../foundation/index.ts';

export interface Heartbeat {
  /** Resolves when no beat comes any more. */
  stop(): Promise<void>;
}

/** @param beat must not throw; it is called every second, whether the last call has ended or not */
export type StartHeartbeat = (beat: () => void, clock?: Clock) => Heartbeat;

const SECOND_MS = 1_000;
/** Ticks fall on whole seconds: so shortly after them a beat finds what is due. A timer may be a millisecond early. */
const AFTER_MS = 10;
/** A beat that would come sooner than this after the last one is left out. */
const LEAST_MS = 500;

/** The wall clock shifts a beat by half a second at most, wherever it is set. */
export const startHeartbeat: StartHeartbeat = (beat, clock = systemClock) => {
  const next = (): number => {
    const left = SECOND_MS - ((((clock.now() - AFTER_MS) % SECOND_MS) + SECOND_MS) % SECOND_MS);
    return left < LEAST_MS ? left + SECOND_MS : left;
  };
  const arm = () =>
    clock.after(
      next(),
      () => {
        timer = arm();
        beat();
      },
      { hold: true },
    );
  let timer = arm();
  return {
    stop: () => {
      timer.cancel();
      return Promise.resolve();
    },
  };
};
