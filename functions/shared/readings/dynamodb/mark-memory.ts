/** Far more marks than one writer puts in an hour; each takes about 150 bytes. */
const CAPACITY = 100_000;

/** Which marks are known to stand, as far as it is remembered: the oldest are forgotten first. */
export class MarkMemory {
  readonly #names = new Set<string>();
  readonly #capacity: number;

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  add(name: string): void {
    const [oldest] = this.#names;
    if (oldest !== undefined && this.#names.size >= this.#capacity) this.#names.delete(oldest);
    this.#names.add(name);
  }
}
