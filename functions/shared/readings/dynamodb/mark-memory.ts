import type { Slot } from './keys.ts';

/** Far more hours than one writer has readings of in a slot; each takes about 100 bytes. */
const CAPACITY = 100_000;

/** Which hours of which devices a writer has marked in the present slot, as far as it remembers: a mark that is put again changes nothing. */
export class MarkMemory {
  #names = new Set<string>();
  #slot: Slot = -1;

  has(name: string, slot: Slot): boolean {
    return this.#slot === slot && this.#names.has(name);
  }

  add(name: string, slot: Slot): void {
    if (slot < this.#slot) return;
    if (slot > this.#slot) this.#names.clear();
    this.#slot = slot;
    if (this.#names.size >= CAPACITY) {
      const [oldest] = this.#names;
      if (oldest !== undefined) this.#names.delete(oldest);
    }
    this.#names.add(name);
  }
}
