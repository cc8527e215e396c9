import { TimeHeap } from './heap.ts';

/** What decides when a message is received; its content is on disk. Times in milliseconds since the epoch. */
export interface IndexEntry {
  readonly sequence: number;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number;
  /** Received and not yet visible again; otherwise it is delayed or visible. */
  inFlight: boolean;
}

/** The messages of a queue by sequence, those that can be received now, and those that become visible later. */
export class MessageIndex {
  private readonly entries = new Map<number, IndexEntry>();
  private readonly ready = new Set<IndexEntry>();
  private readonly hidden = new TimeHeap<IndexEntry>();
  private inFlight = 0;
  private next = 0;

  nextSequence(): number {
    return this.next++;
  }

  add(entry: IndexEntry): void {
    this.next = Math.max(this.next, entry.sequence + 1);
    this.entries.set(entry.sequence, entry);
    this.hidden.push(entry.visibleAt, entry);
  }

  get(sequence: number): IndexEntry | undefined {
    return this.entries.get(sequence);
  }

  /** Puts a message in flight until then. */
  hide(entry: IndexEntry, visibleAt: number): void {
    this.setInFlight(entry, true);
    entry.visibleAt = visibleAt;
    this.ready.delete(entry);
    this.hidden.push(visibleAt, entry);
  }

  remove(sequence: number): void {
    const entry = this.entries.get(sequence);
    if (!entry) return;
    this.setInFlight(entry, false);
    this.entries.delete(sequence);
    this.ready.delete(entry);
  }

  /** Makes visible what is due. */
  settle(now: number): void {
    for (let top = this.hidden.peek(); top !== undefined && top.at <= now; top = this.hidden.peek()) {
      this.hidden.pop();
      if (!this.isCurrent(top)) continue;
      this.setInFlight(top.value, false);
      this.ready.add(top.value);
    }
  }

  /** In the order they became visible. Entries may be hidden or removed while iterating. */
  visible(): Iterable<IndexEntry> {
    return this.ready;
  }

  nextDue(): number | undefined {
    for (let top = this.hidden.peek(); top !== undefined; top = this.hidden.peek()) {
      if (this.isCurrent(top)) return top.at;
      this.hidden.pop();
    }
    return undefined;
  }

  olderThan(time: number): IndexEntry[] {
    return [...this.entries.values()].filter(({ sentAt, inFlight }) => sentAt < time && !inFlight);
  }

  counts(): { visible: number; inFlight: number; delayed: number } {
    const visible = this.ready.size;
    return { visible, inFlight: this.inFlight, delayed: this.entries.size - visible - this.inFlight };
  }

  clear(): void {
    for (const sequence of [...this.entries.keys()]) this.remove(sequence);
  }

  /** A message that was hidden anew or deleted leaves its old place in the heap. */
  private isCurrent({ at, value }: { at: number; value: IndexEntry }): boolean {
    return this.entries.get(value.sequence) === value && value.visibleAt === at && !this.ready.has(value);
  }

  private setInFlight(entry: IndexEntry, inFlight: boolean): void {
    if (entry.inFlight === inFlight) return;
    entry.inFlight = inFlight;
    this.inFlight += inFlight ? 1 : -1;
  }
}
