/** Stores that do so many more steps and no other, as of a process that is killed. */

/** What is thrown instead of the step after the last. */
export class Killed extends Error {}

/** @param steps that are still done, over all that it is asked to end */
export function mortalAfter(steps: number): <T extends object>(facet: T, verbs: readonly string[]) => T {
  let left = steps;
  return (facet, verbs) =>
    new Proxy(facet, {
      get: (of, name) => {
        const verb = Reflect.get(of, name) as (...given: unknown[]) => Promise<unknown>;
        if (!verbs.includes(String(name))) return verb;
        return async (...given: unknown[]) => {
          if (left <= 0) throw new Killed('killed');
          left -= 1;
          return verb(...given);
        };
      },
    });
}
