/** A binary min-heap by time: what is due first is on top. */
export class TimeHeap<T> {
  private readonly items: { at: number; value: T }[] = [];

  /** @param at milliseconds since the epoch */
  push(at: number, value: T): void {
    const items = this.items;
    let index = items.push({ at, value }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.at(parent) <= this.at(index)) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  peek(): { at: number; value: T } | undefined {
    return this.items[0];
  }

  pop(): { at: number; value: T } | undefined {
    const items = this.items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    items[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let least = index;
      if (this.at(left) < this.at(least)) least = left;
      if (this.at(right) < this.at(least)) least = right;
      if (least === index) return top;
      this.swap(index, least);
      index = least;
    }
  }

  private at(index: number): number {
    return this.items[index]?.at ?? Infinity;
  }

  private swap(a: number, b: number): void {
    const first = this.items[a];
    const second = this.items[b];
    if (first === undefined || second === undefined) return;
    this.items[a] = second;
    this.items[b] = first;
  }
}
