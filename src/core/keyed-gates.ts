/** Gates that hold for each value at a path of the payload alone. */
import type { Json } from '../foundation/index.ts';
import { keyText } from './payload-key.ts';
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
