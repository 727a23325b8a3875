/** Between the end of a command and that of its process. */

const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP'] as const;
const unheard = (): void => undefined;

/**
 * A signal that comes now has nothing left to end: the second of a Ctrl-C, which npm passes on late, would kill the
 * process in place of its exit code. To be called before the command's own listeners go; what it still has to write
 * has a limit of time (standard-streams.ts), and SIGKILL ends it as ever.
 */
export function outliveSignals(): void {
  for (const signal of STOP_SIGNALS) {
    if (!process.listeners(signal).includes(unheard)) process.on(signal, unheard);
  }
}
