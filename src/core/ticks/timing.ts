/** When a schedule fires. The rules over it are in ticks.ts. All instants are epoch milliseconds. */
export type Timing = Rule | BoundedTiming;

/** One rule without bounds. */
export type Rule = CronRule | EveryRule | AtRule;

export interface CronRule {
  readonly kind: 'cron';
  /** 5 fields, or 6 with leading seconds. */
  readonly cron: string;
  /** An IANA zone. */
  readonly timezone: string;
  /** Both day fields must fit; absent: either does, as in crontab(5). */
  readonly dayMatch?: 'both';
  /** Absent: cron(8)'s rule, `after` and `once`. */
  readonly dst?: DstRule;
}

/** What fixed times do when the clocks are set. */
export interface DstRule {
  /** A time that the clocks jump over: it comes as the gap ends, or not at all. */
  readonly gap: 'after' | 'skip';
  /** A time that comes twice: it fires at the first, or at both. */
  readonly overlap: 'once' | 'twice';
}

/** Every so many milliseconds, counted from the Unix epoch, so that no restart shifts it. */
export interface EveryRule {
  readonly kind: 'every';
  readonly everyMs: number;
}

export interface AtRule {
  readonly kind: 'at';
  /** Ascending, each once. */
  readonly at: readonly number[];
}

/** Several rules, a beginning, an end, days without ticks: whatever of it was asked for. */
export interface BoundedTiming {
  readonly kind: 'bounded';
  /** A tick that several have is one. */
  readonly rules: readonly Rule[];
  /** The first instant that may be a tick. */
  readonly from: number | null;
  /** The first instant that may not. */
  readonly until: number | null;
  readonly except: Exclusion | null;
}

/** Times at which nothing fires. */
export interface Exclusion {
  /** The zone that its days are read in. */
  readonly timezone: string;
  /** First and last day, both excluded, as days since 1970-01-01. */
  readonly days: readonly (readonly [first: number, last: number])[];
  /** Of each year: month × 100 + day. */
  readonly yearly: readonly number[];
  /** From one instant up to another, which is not excluded. */
  readonly spans: readonly (readonly [from: number, to: number])[];
}
