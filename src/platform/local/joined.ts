import { dictionary } from '../../foundation/index.ts';

/** What can be asked of a part, without what it keeps to itself. */
export type Methods<Part> = Pick<Part, keyof Part>;

type Joined<Parts extends readonly object[]> = Parts extends readonly [
  infer First extends object,
  ...infer Others extends readonly object[],
]
  ? Methods<First> & Joined<Others>
  : unknown;

/**
 * Several objects as one, which answers what any of them does.
 * @param parts of classes of their own or plain; their methods are bound to them
 * @throws Error where two of them answer to one name
 */
export function joined<const Parts extends readonly object[]>(...parts: Parts): Joined<Parts> {
  const all = dictionary<unknown>();
  for (const part of parts) {
    for (const name of namesOf(part)) {
      if (Object.hasOwn(all, name)) throw new Error(`two parts answer to ${name}`);
      const member = (part as Readonly<Record<string, unknown>>)[name];
      if (typeof member === 'function') all[name] = (member as (...args: unknown[]) => unknown).bind(part);
    }
  }
  return all as Joined<Parts>;
}

function namesOf(part: object): readonly string[] {
  const above: unknown = Object.getPrototypeOf(part);
  const inherited = above === Object.prototype ? [] : Object.getOwnPropertyNames(above);
  return [...Object.keys(part), ...inherited].filter((name) => name !== 'constructor');
}
