/**
 * The length of a fault (a freeze of three leases, a flap, the pause between two strikes), or the beat of a load. The one
 * place where a scenario lets time pass: what has to have happened is waited for with waitFor().
 */
export function lasting(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
