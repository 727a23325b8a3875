/** Errors and wishes on their way between the sides. */
import {
  errorNames,
  type ErrorAcross,
  FarError,
  isInstance,
  Steering,
  type SteeringWish,
  toJobError,
} from '../core/index.ts';
import { messageOf, SkepError } from '../foundation/index.ts';
import type { Ended, RefusalAcross, WishAcross } from './messages.ts';

/** Never throws. */
export function errorAcross(thrown: unknown): ErrorAcross {
  return { told: toJobError(thrown), names: [...errorNames(thrown)] };
}

/** @returns what a handler asked for that threw or returned this; undefined where it asked for nothing */
export function stoppedHow(value: unknown): Ended | undefined {
  if (!isInstance(value, Steering)) return undefined;
  return { kind: 'steered', wish: wishAcross(value.wish), message: value.message };
}

function wishAcross(wish: SteeringWish): WishAcross {
  if (wish.kind === 'snooze') return wish;
  const cause = wish.cause === undefined ? undefined : errorAcross(wish.cause);
  return wish.kind === 'retry' ? { ...wish, cause } : { kind: wish.kind, cause };
}

/** @returns what is thrown here for it */
export function steeringOf(wish: WishAcross, message: string): Steering {
  return new Steering(wishOf(wish), message);
}

function wishOf(wish: WishAcross): SteeringWish {
  if (wish.kind === 'snooze') return wish;
  const cause = wish.cause && new FarError(wish.cause);
  if (wish.kind === 'retry') return { ...wish, cause };
  return { kind: wish.kind, ...(cause && { cause }) };
}

/** Of an enqueue that was refused. */
export function refusalAcross(error: unknown): RefusalAcross {
  if (!(error instanceof SkepError)) {
    return { code: 'INTERNAL', message: messageOf(error), hint: undefined, details: undefined };
  }
  const { code, message, hint, details } = error;
  return { code, message, hint, details };
}
