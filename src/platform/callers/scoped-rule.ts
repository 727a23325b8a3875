/** What becomes of an operation for somebody who sees some queues and tasks: one rule for each, most of them made here. */
import { SkepError } from '../../foundation/index.ts';
import type { ScopedSight } from './scoped-sight.ts';
import type { ServedOperations } from '../served.ts';

/** Who asks, what he sees, and the operations of whoever sees all. */
export interface Scoped {
  readonly all: ServedOperations;
  readonly sight: ScopedSight;
  /** As bulk operations name him. */
  readonly me: string;
}

type Operations = ServedOperations;
type AnyCall = (...asked: readonly unknown[]) => unknown;

/** @typeParam Name of the operation in whose place it stands */
export type Rule<Name extends keyof Operations> = (
  to: Scoped,
  ...asked: Parameters<Operations[Name]>
) => ReturnType<Operations[Name]>;

export type Rules<Names extends keyof Operations = keyof Operations> = { readonly [Name in Names]: Rule<Name> };

/** Asks all, as it was asked. */
function passed(name: keyof Operations, { all }: Scoped, asked: readonly unknown[]): unknown {
  return (all[name] as AnyCall)(...asked);
}

/** @param look throws where something is named that is not seen */
export function behind<Name extends keyof Operations>(
  name: Name,
  look: (to: Scoped, ...asked: Parameters<Operations[Name]>) => unknown,
): Rule<Name> {
  const rule = async (to: Scoped, ...asked: Parameters<Operations[Name]>): Promise<unknown> => {
    await look(to, ...asked);
    return passed(name, to, asked);
  };
  return rule as Rule<Name>;
}

type Listed<Name extends keyof Operations> =
  Awaited<ReturnType<Operations[Name]>> extends readonly (infer One)[] ? One : never;

/** Of a list what is seen. */
export function listed<Name extends keyof Operations>(
  name: Name,
  sees: (to: Scoped, one: Listed<Name>) => boolean | Promise<boolean>,
): Rule<Name> {
  const rule = async (to: Scoped, ...asked: Parameters<Operations[Name]>): Promise<unknown> =>
    filtered((await passed(name, to, asked)) as readonly Listed<Name>[], (one) => sees(to, one));
  return rule as Rule<Name>;
}

/** What is of all queues and tasks. */
export async function refused(): Promise<never> {
  throw beyond('this is of all queues and tasks');
}

export function beyond(message: string): SkepError {
  return new SkepError('SCOPE_DENIED', `what the caller may see is bounded: ${message}`);
}

/** One by one: each may be asked of the store. */
export async function filtered<T>(
  all: readonly T[],
  sees: (one: T) => boolean | Promise<boolean>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (const one of all) if (await sees(one)) found.push(one);
  return found;
}
