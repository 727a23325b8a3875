/** Numbers of things as people write them. */

/**
 * `1 job`, `2 jobs`, `0 jobs`.
 * @param one  the word for one of them, with whatever follows: `job waits`
 * @param many the same for several; default: `one` with an s
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
