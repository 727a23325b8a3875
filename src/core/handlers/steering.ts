/** What a handler throws to say what becomes of its job. */

/** Thrown by handlers through `ctx.retry`, `ctx.snooze`, `ctx.dead` and `ctx.cancel`. */
export class Steering extends Error {
  override readonly name = 'Steering';
  readonly wish: SteeringWish;

  constructor(wish: SteeringWish, message: string) {
    super(message);
    this.wish = wish;
  }
}

export type SteeringWish =
  /** maxRetries: in place of the job's own maxAttempts, for this decision. */
  | {
      readonly kind: 'retry';
      readonly delayMs: number | null;
      /** In place of a delay: epoch milliseconds. */
      readonly dueAt: number | null;
      readonly maxRetries: number | null;
      /** A bucket that is shut for everybody until then; true: all that the task uses. */
      readonly hold: string | true | null;
      readonly cause: unknown;
    }
  | { readonly kind: 'snooze'; readonly delayMs: number }
  /** cause: the error that is the reason; without it the message is. */
  | { readonly kind: 'dead'; readonly cause?: Error }
  | { readonly kind: 'cancel'; readonly cause?: Error };
