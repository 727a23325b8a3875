/** Where a job goes by its payload, and with whose jobs it takes turns there. */
import { createHash } from 'node:crypto';
import { isWellFormed, type Json } from '../../foundation/index.ts';
import { holdsWhere } from './conditions.ts';
import { lookUp } from '../templates.ts';

/** A queue that jobs go to whose payload is so. */
export interface Way {
  /** A condition on `payload`. */
  readonly where: string;
  readonly queue: string;
  readonly priority: number;
}

/** @returns the first way whose condition holds for the payload */
export function wayOf<W extends Pick<Way, 'where'>>(ways: readonly W[], payload: Json): W | undefined {
  return ways.find(({ where }) => holdsWhere(where, { payload }));
}

/** By what of their payloads jobs of a task belong to tenants. */
export interface TenantRule {
  /** Keys joined by dots, from `payload` on: `payload.tenant`. */
  readonly path: string;
  /** Whether what the payload says is not shown by a name either. */
  readonly hides: boolean;
}

/** Longer ones are told by their hash. */
const NAME_MAX = 100;

/** @returns the tenant; null where the payload names none */
export function tenantIn({ path, hides }: TenantRule, payload: Json): string | null {
  const value = lookUp({ kind: 'path', steps: path.split('.'), fallback: undefined }, { payload }) ?? null;
  if (value === null || value === '') return null;
  const name = typeof value === 'string' ? value : JSON.stringify(value);
  if (!hides && name.length <= NAME_MAX && isWellFormed(name) && !name.includes('\0')) return name;
  return `sha256:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}
