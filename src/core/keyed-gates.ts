/** Gates that hold for each value at a path of the payload alone. */
import { createHash } from 'node:crypto';

import type { Json } from '../foundation/index.ts';
import { lookUp } from './templates.ts';

export interface KeyedGate {
  readonly gate: string;
  /** Keys joined by dots, from `payload` on: `payload.customer`. */
  readonly path: string;
  /** Whether the value is not shown by the gate's name. */
  readonly hides: boolean;
}

/** @returns the gates that a job of this payload names. Where the value is not there, they share `null` */
export function gatesOfPayload(keyed: readonly KeyedGate[], payload: Json): readonly string[] {
  return keyed.map(({ gate, path, hides }) => {
    const value = lookUp({ kind: 'path', steps: path.split('.'), fallback: undefined }, { payload }) ?? null;
    return `${gate}/${keyText(value, hides)}`;
  });
}

/** Longer ones are told by their hash. */
const KEY_MAX = 100;

/** JSON, so that `1` and `"1"` are two keys. What is hidden of a payload is not shown by a name either. */
function keyText(value: Json, hides: boolean): string {
  const text = JSON.stringify(value);
  if (text.length <= KEY_MAX && !(hides && value !== null)) return text;
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
