/** Why a queue or a schedule stands still, and until when. */
export interface PauseWhy {
  /** For people. */
  readonly text: string | null;
  /** It ends then by itself, by the store's clock; null: when somebody resumes it. */
  readonly until: number | null;
  /** Who paused it. */
  readonly by: string | null;
}

export interface Pause extends PauseWhy {
  /** Since when: of the last call. */
  readonly at: number;
}

export const NO_WHY: PauseWhy = { text: null, until: null, by: null };

/** Whether it holds at that instant, by the store's clock. */
export function stillPaused(pause: Pick<Pause, 'until'> | null, now: number): boolean {
  return pause !== null && (pause.until === null || pause.until > now);
}
