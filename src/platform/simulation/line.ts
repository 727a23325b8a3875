/** Those that wait, first come first served; who was held may be put in front again. */
export class Line<T> {
  /** In reverse. */
  readonly #front: T[] = [];
  #back: T[] = [];
  #head = 0;

  get length(): number {
    return this.#front.length + this.#back.length - this.#head;
  }

  push(item: T): void {
    this.#back.push(item);
  }

  unshift(item: T): void {
    this.#front.push(item);
  }

  shift(): T | undefined {
    const first = this.#front.pop();
    if (first !== undefined) return first;
    const next = this.#back[this.#head];
    if (next === undefined) return undefined;
    this.#head += 1;
    if (this.#head > 1_024 && this.#head * 2 > this.#back.length) {
      this.#back = this.#back.slice(this.#head);
      this.#head = 0;
    }
    return next;
  }
}
