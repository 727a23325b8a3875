/** What is to happen, the earliest first; of one instant in the order in which it was planned. */
interface Planned {
  readonly at: number;
  readonly order: number;
  readonly act: (at: number) => void;
}

export class Events {
  readonly #heap: Planned[] = [];
  #planned = 0;

  /** @param order where it stands among those of its instant; below zero: before all that has none */
  plan(at: number, act: (at: number) => void, order?: number): void {
    const heap = this.#heap;
    const event = { at, order: order ?? this.#planned, act };
    this.#planned += 1;
    let place = heap.push(event) - 1;
    while (place > 0) {
      const above = heap[(place - 1) >> 1];
      if (above === undefined || !before(event, above)) break;
      heap[place] = above;
      place = (place - 1) >> 1;
    }
    heap[place] = event;
  }

  /** Does what falls due before `until`, and what comes of it. */
  run(until: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.at < until; next = this.#heap[0]) {
      this.#drop();
      next.act(next.at);
    }
  }

  #drop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && before(right, left);
      const least = isRight ? right : left;
      if (!before(least, last)) break;
      heap[place] = least;
      place = 2 * place + (isRight ? 2 : 1);
    }
    heap[place] = last;
  }
}

function before(one: Planned, other: Planned): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
