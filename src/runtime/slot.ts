/** One of the places for running handlers in a queue; kept as long as the code runs, not only the attempt. */
export interface Slot {
  take(): void;
  /** @param late long after the attempt was settled */
  free(late: boolean): void;
}
