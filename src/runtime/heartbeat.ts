/** node-cron as what it is good at: a reliable beat every second. What is due is never its decision. */
import { schedule } from 'node-cron';

export interface Heartbeat {
  /** Resolves when no beat comes any more. */
  stop(): Promise<void>;
}

/** @param beat must not throw; it is called every second, whether the last call has ended or not */
export type StartHeartbeat = (beat: () => void) => Heartbeat;

/**
 * In UTC, so that no change of daylight saving time can reach it. Late beats are no misfortune here, so
 * node-cron need not warn of them; its own guard against overlap would wait for ever on a store that hangs.
 */
export const startHeartbeat: StartHeartbeat = (beat) => {
  const task = schedule('* * * * * *', beat, { timezone: 'UTC', suppressMissedWarning: true, name: 'skep-heartbeat' });
  return {
    stop: async () => {
      await task.destroy();
    },
  };
};
