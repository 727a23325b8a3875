/** A retry policy after normalisation. The rules over it are in retry.ts. */
export const BACKOFF_TYPES = ['fixed', 'linear', 'exponential', 'list'] as const;
export type BackoffType = (typeof BACKOFF_TYPES)[number];
export const JITTERS = ['none', 'full', 'equal'] as const;
export type Jitter = (typeof JITTERS)[number];

export type Backoff =
  | { readonly type: 'fixed'; readonly baseMs: number; readonly jitter: Jitter }
  /** base, 2·base, 3·base … up to maxMs */
  | { readonly type: 'linear'; readonly baseMs: number; readonly maxMs: number; readonly jitter: Jitter }
  /** base, base·factor, base·factor² … up to maxMs */
  | {
      readonly type: 'exponential';
      readonly baseMs: number;
      readonly factor: number;
      readonly maxMs: number;
      readonly jitter: Jitter;
    }
  /** the n-th delay before attempt n+1; the last one repeats */
  | { readonly type: 'list'; readonly delaysMs: readonly number[]; readonly jitter: Jitter };

export interface RetryPolicy {
  readonly name: string;
  /** Attempts in all, the first included; at least 1. */
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** Names or codes of errors that are retried; empty = all. */
  readonly retryOn: readonly string[];
  /** Names or codes of errors that are dead at once; they win over retryOn. */
  readonly deadOn: readonly string[];
  /** No attempt starts later than this after the first one began; null = no such limit. */
  readonly retryForMs: number | null;
}
