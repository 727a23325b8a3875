/** What stands behind what it needs. */

export interface Ordered {
  /** Names, each behind those that it needs; of those of which none needs the other in the order given. */
  readonly names: readonly string[];
  /** Names in a circle, each needing the next one, the last the first. */
  readonly loops: readonly (readonly string[])[];
}

/** Depth-first, and so in linear time; of several circles through one name only one is found. @param needs by name; names that are not there are passed over */
export function inOrder(needs: ReadonlyMap<string, readonly string[]>): Ordered {
  const names: string[] = [];
  const loops: (readonly string[])[] = [];
  const done = new Set<string>();
  const open = new Map<string, number>();
  const path: { readonly name: string; next: number }[] = [];
  const enter = (name: string): void => {
    if (done.has(name) || !needs.has(name)) return;
    const since = open.get(name);
    if (since !== undefined) {
      loops.push(path.slice(since).map((one) => one.name));
      return;
    }
    open.set(name, path.length);
    path.push({ name, next: 0 });
  };
  for (const name of needs.keys()) {
    enter(name);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const needed = needs.get(top.name)?.[top.next];
      top.next += 1;
      if (needed !== undefined) enter(needed);
      else {
        path.pop();
        open.delete(top.name);
        done.add(top.name);
        names.push(top.name);
      }
    }
  }
  return { names, loops };
}
