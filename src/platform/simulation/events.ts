/** What is to happen, the earliest first; of one instant in the order in which it was planned. */
interface Planned {
  readonly at: number;
  readonly order: number;
  readonly act: (at: number) => void;
}

export class Events {
  readonly #heap: Planned[] = [];
  #planned = 0;

  plan(at: number, act: (at: number) => void): void {
    const heap = this.#heap;
    const event = { at, order: this.#planned };
    this.#planned += 1;
    heap.push({ ...event, act });
    let place = heap.length - 1;
    while (place > 0 && before(heap, place, (place - 1) >> 1)) {
      swap(heap, place, (place - 1) >> 1);
      place = (place - 1) >> 1;
    }
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
    heap[0] = last;
    for (let place = 0; ;) {
      const left = 2 * place + 1;
      const least = left + 1 < heap.length && before(heap, left + 1, left) ? left + 1 : left;
      if (least >= heap.length || !before(heap, least, place)) return;
      swap(heap, least, place);
      place = least;
    }
  }
}

function before(heap: readonly Planned[], one: number, other: number): boolean {
  const [a, b] = [heap[one], heap[other]];
  if (a === undefined || b === undefined) return false;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap(heap: Planned[], one: number, other: number): void {
  const [a, b] = [heap[one], heap[other]];
  if (a === undefined || b === undefined) return;
  heap[one] = b;
  heap[other] = a;
}
