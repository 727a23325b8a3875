/** Which item of which step of which run. */

/** One item of a step: of one that is done once, item 0. */
export interface ItemRef {
  readonly run: string;
  /** Number of the step in the plan. */
  readonly step: number;
  readonly index: number;
  /** How often the step was begun anew before: what comes of an earlier time is no news. */
  readonly round: number;
}
