import { coveredBy, matchesTask } from '../core/index.ts';

interface Pattern {
  readonly match: string;
  readonly index: number;
}

/**
 * Finds the first task route that matches, without asking every route for every task: exact names and `prefix*`, which
 * nearly all routes are, are looked up; only the others are tried one by one. A thousand routes over ten thousand tasks
 * would else be ten million matches.
 */
export class TaskRouter {
  /** First route of each exact name and of each whole pattern. */
  readonly #exact = new Map<string, number>();
  readonly #prefixes = new Map<string, number>();
  readonly #others: Pattern[] = [];
  #shortest = Number.POSITIVE_INFINITY;
  #longest = -1;

  readonly #conditional: Pattern[] = [];

  /** @param routes those with a condition take only some jobs, and are asked for apart */
  constructor(routes: readonly { readonly match: string; readonly where: string | null }[]) {
    for (const [index, { match, where }] of routes.entries()) {
      if (where === null) this.#add(match, index);
      else this.#conditional.push({ match, index });
    }
  }

  /** @returns indexes of the routes with a condition that stand before the one that takes all jobs of the task */
  conditionalOf(task: string): readonly number[] {
    if (this.#conditional.length === 0) return [];
    const end = this.routeOf(task);
    return this.#conditional
      .filter(({ match, index }) => (end < 0 || index < end) && matchesTask(match, task))
      .map(({ index }) => index);
  }

  /** @returns index of the first route without a condition that matches the task; -1 when none does */
  routeOf(task: string): number {
    let first = this.#exact.get(task) ?? Number.POSITIVE_INFINITY;
    for (let length = this.#shortest; length <= Math.min(this.#longest, task.length); length += 1) {
      first = Math.min(first, this.#prefixes.get(task.slice(0, length)) ?? Number.POSITIVE_INFINITY);
    }
    for (const { match, index } of this.#others) {
      if (index >= first) break;
      if (matchesTask(match, task)) first = index;
    }
    return first === Number.POSITIVE_INFINITY ? -1 : first;
  }

  /** @returns index of a route before `index` that takes everything `match` could get; -1 when there is none */
  coverOf(match: string, index: number): number {
    for (const earlier of this.#candidates(match)) {
      if (earlier.index < index && coveredBy(earlier.match, match)) return earlier.index;
    }
    return -1;
  }

  *#candidates(match: string): Generator<Pattern> {
    const same = this.#exact.get(match);
    if (same !== undefined) yield { match, index: same };
    const [fixed = ''] = match.split(/[*?{]/, 1);
    for (let length = this.#shortest; length <= Math.min(this.#longest, fixed.length); length += 1) {
      const prefix = fixed.slice(0, length);
      const index = this.#prefixes.get(prefix);
      if (index !== undefined) yield { match: `${prefix}*`, index };
    }
    yield* this.#others;
  }

  #add(match: string, index: number): void {
    if (!this.#exact.has(match)) this.#exact.set(match, index);
    const prefix = /^([^*?{!]*)\*$/.exec(match)?.[1];
    if (prefix !== undefined) this.#addPrefix(prefix, index);
    else if (/[*?{!]/.test(match)) this.#others.push({ match, index });
  }

  #addPrefix(prefix: string, index: number): void {
    if (this.#prefixes.has(prefix)) return;
    this.#prefixes.set(prefix, index);
    this.#shortest = Math.min(this.#shortest, prefix.length);
    this.#longest = Math.max(this.#longest, prefix.length);
  }
}
