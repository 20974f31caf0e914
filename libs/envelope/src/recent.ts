/** Keeps the last `limit` results of a pure function by key; the oldest go first. Bounded, so that strangers cannot fill the memory. */
export class Recent<K, V> {
  readonly #kept = new Map<K, V>();

  constructor(private readonly limit: number) {}

  get(key: K, make: () => V): V {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const made = make();
    if (this.#kept.size >= this.limit) this.#kept.delete(this.#kept.keys().next().value as K);
    this.#kept.set(key, made);
    return made;
  }
}
