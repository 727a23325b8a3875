/** When a schedule fires. The rules over it are in ticks.ts. */
export type Timing =
  /** 5 fields, or 6 with leading seconds; an IANA zone. */
  | { readonly kind: 'cron'; readonly cron: string; readonly timezone: string }
  /** Every so many milliseconds, counted from the Unix epoch, so that no restart shifts it. */
  | { readonly kind: 'every'; readonly everyMs: number };
