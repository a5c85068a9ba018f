/** Things by key, of which those are kept that were wanted last. */
export class Recent<T> {
  readonly #most: number;
  readonly #things = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The thing of that key, made when there is none. */
  get(key: string, make: () => T): T {
    const thing = this.#things.get(key) ?? make();
    this.#things.delete(key);
    this.#things.set(key, thing);
    if (this.#things.size > this.#most) this.#things.delete(this.#things.keys().next().value!);
    return thing;
  }

  values(): Iterable<T> {
    return this.#things.values();
  }

  clear(): void {
    this.#things.clear();
  }
}
