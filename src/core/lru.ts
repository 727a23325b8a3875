/** A map of bounded size that forgets what was not used for longest. */
export class Lru<V extends object> {
  readonly #map = new Map<string, V>();
  readonly #max: number;
  /** The one that was used last stands last already: who asks for it again and again moves nothing. */
  #newest: { readonly key: string; readonly value: V } | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#map.size;
  }

  /** The value of `key` if it is held; it is not thereby used. */
  peek(key: string): V | undefined {
    return this.#map.get(key);
  }

  /** The value of `key`, made by `make` when it is not held; what throws is not held. */
  get(key: string, make: () => V): V {
    if (this.#newest?.key === key) return this.#newest.value;
    const held = this.#map.get(key);
    const value = held ?? make();
    // A Map keeps the order of insertion: put last what was used last.
    if (held !== undefined) this.#map.delete(key);
    this.#map.set(key, value);
    this.#newest = { key, value };
    if (this.#map.size > this.#max) this.#forgetOldest();
    return value;
  }

  #forgetOldest(): void {
    for (const key of this.#map.keys()) {
      this.#map.delete(key);
      return;
    }
  }
}
